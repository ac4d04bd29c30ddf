// The table over all events: asks, shows and remembers. Its parts are loaded under this file's own version.
const here = new URL(import.meta.url);
const home = new URL("../../", here);
const PARTS = ["fold", "data", "filter", "rows", "listing", "download", "form", "watch", "coverage", "pictures"];
const form = document.querySelector("form.explore");
let early = false; // whether the reader typed before the table was there
form.addEventListener("input", () => (early = true), { once: true });

async function begin() {
  const files = ["../words.js", ...PARTS.map((name) => `${name}.js`)]; // Explore's own `fold` and `asked` come after
  const loaded = await Promise.all(files.map((name) => import(new URL(`${name}${here.search}`, here))));
  const parts = Object.assign({}, ...loaded);
  const table = await parts.load(new URL("data/explore.json", home), parts.fold);
  const more = document.createElement("button");
  Object.assign(more, { type: "button", className: "explore-show", hidden: true }); // until rows are there to show more of
  document.querySelector(".explore-rest").replaceChildren(more);
  const rowOf = (number, labels) => parts.rowOf(table, number, home, labels);
  const listing = new parts.Listing(table, document.querySelector(".events table"), form.querySelector("[role=status]"), more, rowOf);
  parts.offer(form, table);
  await new Promise((done) => setTimeout(done)); // a reader may scroll and type between the filters and the rows
  const choose = remembering(parts, table, listing, await parts.abbreviations);
  listing.sortable((next) => choose(() => (form.sort.value = next(form.sort.value))));
  taking(parts, table, listing);
  more.addEventListener("click", () => {
    const first = listing.shown;
    listing.show();
    history.replaceState({ shown: listing.shown }, "");
    listing.body.rows[first].querySelector("a").focus();
  });
  form.querySelector("details").open = matchMedia("(min-width: 37.5em)").matches || Boolean(form.querySelector(".set"));
}

// Keeps form, rows and address alike. A choice is a step of the browser's history, a word typed is one, not one for each letter.
function remembering(parts, table, listing, abbreviations) {
  const finding = (asked, text) => parts.select(table, asked, [text, ...parts.writtenOut(text, abbreviations)].map(parts.wordsOf));
  let typing = false;
  const coverage = document.querySelector(".explore-coverage");
  const pictures = new parts.Pictures(document.querySelector(".explore-pictures"), table, form, choose);
  coverage.addEventListener("toggle", () => parts.tellCoverage(coverage, parts.asked(form), table, home));

  function update(how) {
    const asked = parts.asked(form);
    listing.set(finding(asked, asked.q), how);
    if (!listing.found.length && asked.q) correct(asked);
    listing.sorted(asked.sort);
    pictures.show(listing.found, asked);
    parts.point(document.querySelector(".explore-watch"), parts.nearest(table, asked), home);
    parts.tellCoverage(coverage, asked, table, home);
    const filters = [...form.querySelectorAll("select, input[type=text]")];
    for (const field of filters) field.classList.toggle("set", Boolean(field.value));
    const folded = form.querySelector(".explore-fields");
    if (folded.querySelector(".set")) folded.open = true;
    const count = filters.filter((field) => field.value && field.closest("details")).length;
    form.querySelector("summary .n").textContent = count ? `(${count} set)` : "";
    for (const button of form.querySelectorAll("[data-save]")) button.disabled = listing.found.length === 0;
  }

  // A slip is set right by the record's own names, as in the search box.
  async function correct(asked) {
    const better = parts.corrected(asked.q, await parts.nameList(), (word) => finding({ kind: [] }, word).length > 0);
    const found = better ? finding(asked, better) : [];
    if (!found.length || form.q.value !== asked.q) return;
    listing.set(found, { note: `Nothing is called “${asked.q}” just so; shown is “${better}”: ` });
    pictures.show(found, asked);
    for (const button of form.querySelectorAll("[data-save]")) button.disabled = false;
  }

  function remember(replace) {
    const address = parts.addressOf(form);
    if (address.href !== location.href) history[replace ? "replaceState" : "pushState"](null, "", address);
  }

  function choose(change = () => {}) {
    change();
    typing = false;
    update();
    remember(false);
  }

  function restore() {
    const unknown = parts.fromAddress(form);
    typing = false;
    update({ upTo: history.state?.shown, note: unknown.length ? `Not in this record: ${unknown.join(", ")}. ` : "" });
  }

  form.addEventListener("change", (event) => event.target !== form.q && choose());
  form.addEventListener("click", ({ target }) => target.type === "reset" && setTimeout(choose)); // when the fields are empty
  form.addEventListener("submit", (event) => event.preventDefault());
  form.q.addEventListener("blur", () => (typing = false));
  form.q.addEventListener("input", () => {
    update();
    remember(typing);
    typing = true;
  });
  addEventListener("popstate", restore);
  if (early) {
    update();
    remember(true); // the page came while the reader chose: one step, and letters that follow belong to it
    typing = document.activeElement === form.q;
  } else restore();
  return choose;
}

function taking(parts, table, listing) {
  form.addEventListener("click", ({ target }) => {
    const format = target.dataset.save;
    if (!format) return;
    const records = parts.records(table, listing.found, home);
    if (format === "csv") parts.save("events.csv", "text/csv;charset=utf-8", parts.csv(records));
    else parts.save("events.json", "application/json", parts.json(records, location.href));
  });
}

begin().catch((error) => {
  console.error(error);
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  words.textContent = "The table of all events could not be loaded, so it cannot be searched here. Reload the page, or use the list below.";
  form.replaceWith(words);
});
