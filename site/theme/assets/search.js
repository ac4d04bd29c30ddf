// The search box: opens with "/" or a click, asks Pagefind, and is walked through with the arrow keys.
const dialog = document.getElementById("find");
const form = dialog.querySelector("form");
const state = dialog.querySelector(".find-state");
const list = dialog.querySelector(".find-results");
const facets = dialog.querySelector(".find-facets");
const selects = [...facets.querySelectorAll("select")];
const HINT = state.textContent;
let engine; // a promise of Pagefind, loaded when the box opens first
let waiting; // for the next letter
let straight = null; // the way to the page of an id
let turn = 0; // counts searches, so that a slow answer does not overwrite a later one

async function load() {
  const at = (name) => new URL(`../pagefind/${name}`, import.meta.url);
  const version = new URL(import.meta.url).search;
  const [pagefind, site, { grouped }, words] = await Promise.all([
    import(at("pagefind.js")),
    fetch(at("site.json"), { cache: "no-cache" }).then((answer) => answer.json()),
    import(new URL(`results.js${version}`, import.meta.url)),
    import(new URL(`words.js${version}`, import.meta.url)),
  ]);
  const options = { excerptLength: 22 };
  await pagefind.options(options);
  await pagefind.init();
  const merge = (parts) => Promise.all(parts.map((part) => pagefind.mergeIndex(at(`${part}/`).pathname, options)));
  await merge(site.main);
  let widened; // a promise, once sources are looked through too
  const index = {
    facets: site.facets,
    asked: site.asked && site.beside.length > 0, // sources are many: looked through only where a reader asks for it
    wide: site.beside.length === 0,
    search: (queries, filters) => united(queries.map((query) => pagefind.search(query, { filters }))),
    widen: async () => {
      await (widened ??= merge(site.beside));
      index.wide = true;
    },
  };
  return { index, grouped, words, abbreviations: await words.abbreviations };
}

// Several ways to say one thing: what the last, which is written out, finds comes first, each page once.
async function united(searches) {
  const [first, ...others] = (await Promise.all(searches)).reverse();
  const seen = new Set(first.results.map(({ id }) => id));
  const filters = structuredClone(first.filters);
  for (const { results, filters: more } of others) {
    first.results.push(...results.filter(({ id }) => !seen.has(id)));
    for (const [name, counts] of Object.entries(more)) for (const [value, count] of Object.entries(counts)) {
      filters[name] ??= {};
      filters[name][value] = Math.max(filters[name][value] ?? 0, count);
    }
  }
  return { results: first.results, filters };
}

function offerFacets({ index }) {
  for (const select of selects) {
    const counted = Object.entries(index.facets[select.name] ?? {});
    const order = select.name === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => a[0].localeCompare(b[0]);
    select.length = 1; // "any"
    select.append(...counted.sort(order).map(([value, count]) => new Option(`${value} (${count})`, value)));
    select.parentElement.hidden = counted.length < 2;
  }
  facets.hidden = false;
}

// A browser without dialogues shows the box at the head of the page; one without WebAssembly is told so.
function close() {
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}

async function open() {
  if (dialog.hasAttribute("open")) return;
  const before = turn;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
  if (typeof WebAssembly !== "object") {
    state.textContent = "This browser cannot run the search, which needs WebAssembly. Explore finds titles, names and places without it.";
    return;
  }
  form.query.select();
  try {
    if (!engine) {
      engine = load();
      offerFacets(await engine);
      if (form.query.value && turn === before) await search(); // what was typed before the index failed
    }
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  console.error(error);
  engine = undefined;
  list.replaceChildren();
  state.textContent = "The search index could not be loaded. Reload the page, or look through the lists.";
}

async function search() {
  clearTimeout(waiting);
  const mine = ++turn;
  await look(mine);
  if (mine === turn) list.removeAttribute("aria-busy");
}

async function look(mine) {
  straight = null;
  const query = form.query.value.trim();
  const filters = Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
  const narrowed = Object.keys(filters).length > 0;
  if (!query || !engine) {
    list.replaceChildren();
    if (engine) state.textContent = query || !narrowed ? HINT : "Type a word to search within this choice.";
    return;
  }
  try {
    const parts = await engine;
    if (parts.words.looksLikeId(query)) await goStraight(parts, query, mine);
    const count = await find(parts, query, filters, mine, narrowed);
    if (mine === turn && !narrowed) await correct(parts, query, filters, mine, count);
  } catch (error) {
    if (mine === turn) failed(error);
  }
}

// An id pasted whole leads to its page, above all that its words find.
async function goStraight({ words }, query, mine) {
  const page = await words.pageOf(query, await words.nameList(), new URL("..", import.meta.url));
  straight = null;
  if (!page || mine !== turn) return;
  straight = document.createElement("li");
  const link = straight.appendChild(document.createElement("a"));
  link.href = page.url;
  link.append(Object.assign(document.createElement("strong"), { textContent: page.title }), ` ${page.kind ?? page.type}, by its id`);
}

// A slip is set right by the record's own names, and the reader is told.
async function correct(parts, query, filters, mine, count) {
  if (straight || /["\u3040-\uffff]/.test(query)) return;
  const text = parts.words.fold(list.textContent);
  const short = Object.keys(parts.abbreviations).map((name) => name.toLowerCase());
  const isShown = (word) => short.includes(word.toLowerCase()) || count > 0 && text.includes(parts.words.fold(word).replace(/(es|s|ed|ing)$/, ""));
  if (query.split(/\s+/).every((word) => word.length < 4 || isShown(word))) return;
  const [plain] = parts.words.asked(query, parts.abbreviations);
  const better = parts.words.corrected(plain, await parts.words.nameList(), isShown);
  if (!better || better.toLowerCase() === plain.toLowerCase() || mine !== turn) return;
  const found = await find(parts, better, filters, mine, false);
  if (mine === turn && found) state.textContent = `Nothing is called “${query}” just so; shown is “${better}”: ${state.textContent}`;
}

async function find({ index, grouped, words, abbreviations }, query, filters, mine, narrowed) {
  const widen = narrowed ? " within this choice; widen it above" : "; try another spelling or fewer words";
  let found = 0;
  await grouped(index, words.asked(query, abbreviations), query, filters, (where, boxes) => {
    if (mine !== turn) return;
    if (where === "only") list.replaceChildren(...(straight ? [straight] : []), ...boxes);
    else if (where === "before" && !list.contains(document.activeElement)) (straight ? straight.after(...boxes) : list.prepend(...boxes));
    else list.append(...boxes); // what has the focus stays where it is
  }, (count) => {
    found = count;
    if (mine === turn) state.textContent = count ? `${count} ${count === 1 ? "page" : "pages"}` : `Nothing found${widen}.`;
  });
  return found;
}

function walk(step) {
  const links = [...list.querySelectorAll("a, button:not([hidden])")];
  const at = links.indexOf(document.activeElement) + step;
  (at < 0 ? form.query : links[Math.min(at, links.length - 1)])?.focus();
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  list.setAttribute("aria-busy", "true");
  waiting = setTimeout(search, 90);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.dataset.search === "close") close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(); // a search field would take the first Escape to clear itself
  if (event.target.tagName === "SELECT" || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  walk(event.key === "ArrowDown" ? 1 : -1);
});
for (const button of document.querySelectorAll("[data-search=open]")) button.addEventListener("click", open);
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
  event.preventDefault();
  open();
});
