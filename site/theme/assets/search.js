// The search box: opens with "/" or a click, asks Pagefind, and is walked through with the arrow keys.
const STEP = 10;
const dialog = document.getElementById("find");
const form = dialog.querySelector("form");
const state = dialog.querySelector(".find-state");
const list = dialog.querySelector(".find-results");
const more = dialog.querySelector(".find-more");
const facets = dialog.querySelector(".find-facets");
const selects = [...facets.querySelectorAll("select")];
const HINT = state.textContent;
let engine; // a promise of Pagefind, loaded when the box opens first
let found = [];
let turn = 0; // counts searches, so that a slow answer does not overwrite a later one

async function load() {
  const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url));
  await pagefind.options({ excerptLength: 22 });
  await pagefind.init();
  return pagefind;
}

async function offerFacets(pagefind) {
  const values = await pagefind.filters();
  for (const select of selects) {
    const counted = Object.entries(values[select.name] ?? {});
    const order = select.name === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => a[0].localeCompare(b[0]);
    select.append(...counted.sort(order).map(([value, count]) => new Option(`${value} (${count})`, value)));
    select.parentElement.hidden = counted.length < 2;
  }
  facets.hidden = false;
}

async function open() {
  if (dialog.open) return;
  dialog.showModal();
  form.query.select();
  try {
    if (!engine) {
      engine = load();
      await offerFacets(await engine);
    }
  } catch {
    engine = undefined;
    state.textContent = "The search index could not be loaded. Reload the page, or look through the lists.";
  }
}

async function search() {
  const mine = ++turn;
  const query = form.query.value.trim();
  const chosen = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
  if (!query || !engine) {
    found = [];
    list.replaceChildren();
    more.hidden = true;
    if (engine) state.textContent = query || !chosen.length ? HINT : "Type a word to search within this choice.";
    return;
  }
  const pagefind = await engine;
  const answer = await pagefind.search(query, { filters: Object.fromEntries(chosen) });
  if (mine !== turn) return;
  found = answer.results;
  list.replaceChildren();
  await show(mine);
  if (mine !== turn) return;
  const narrowed = chosen.length ? " within this choice; widen it above" : "; try another spelling or fewer words";
  state.textContent = found.length ? `${found.length} ${found.length === 1 ? "page" : "pages"}` : `Nothing found${narrowed}.`;
}

async function show(mine) {
  const begin = list.children.length;
  const pages = await Promise.all(found.slice(begin, begin + STEP).map((result) => result.data()));
  if (mine !== turn) return;
  list.append(...pages.map(item));
  more.hidden = list.children.length >= found.length;
}

function item({ url, meta, excerpt }) {
  const row = document.createElement("li");
  const link = row.appendChild(document.createElement("a"));
  link.href = url;
  const about = link.appendChild(document.createElement("span"));
  about.className = "find-about";
  const kind = about.appendChild(document.createElement("span"));
  kind.textContent = meta.kind ?? meta.type ?? "";
  if (meta.kind) kind.className = `kind ${meta.kind.toLowerCase()}`;
  if (meta.date) about.append(" ", meta.date);
  const title = link.appendChild(document.createElement("strong"));
  title.textContent = meta.title;
  const words = link.appendChild(document.createElement("span"));
  words.className = "find-excerpt";
  // Parsed apart from the page and taken over as text and marks only.
  for (const node of new DOMParser().parseFromString(excerpt, "text/html").body.childNodes) {
    const part = node.nodeName === "MARK" ? document.createElement("mark") : document.createElement("span");
    part.textContent = node.textContent;
    words.append(part);
  }
  return row;
}

function walk(step) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement) + step;
  (at < 0 ? form.query : links[Math.min(at, links.length - 1)])?.focus();
}

let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 90);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
more.addEventListener("click", () => show(turn));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.dataset.search === "close") dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") dialog.close(); // a search field would take the first Escape to clear itself
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
