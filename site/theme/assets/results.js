// What a search found, as lists by type of page.
const GROUPS = { Event: "Events", Dossier: "Dossiers", Country: "Countries", Organisation: "Organisations", Person: "People", Series: "Series", Place: "Places", Topic: "Topics", Year: "Years", Month: "Months", Source: "Sources", Publisher: "Publishers", Page: "About the record" };
const ORDER = Object.keys(GROUPS);
const FIRST = 3; // of each group before one asks for more; of the first group twice as many
const NAMED = ["Country", "Organisation", "Person", "Series", "Place", "Topic"];
const LOOK = 12; // of each of these whose names are looked at, so that what is called just so stands first
const STEP = 10;

const BESIDE = ["Source", "Publisher"]; // in parts of the index of their own (site/search/documents.py)

// Events, which most people look for, show at once; then all other types, of which those with a page that is called just
// so come before them. `place` is given boxes and where they go, `tell` how many pages were found.
export async function grouped(index, queries, query, filters, place, tell) {
  const types = filters.type ? [filters.type] : ORDER.filter((type) => index.facets.type?.[type]);
  const [leading, ...others] = types;
  if (BESIDE.includes(leading)) await index.widen();
  const first = leading ? await group(index, queries, query, filters, leading) : { results: [] };
  place("only", first.results.length ? [await shown(first, filters.type ? STEP : 2 * FIRST)] : []);
  if (others.length && !index.asked) await index.widen();
  const left = index.wide ? [] : others.filter((type) => BESIDE.includes(type));
  const found = await groups(index, queries, query, filters, others.filter((type) => !left.includes(type)));
  place("before", await boxes(found.filter((one) => one.exact && !first.exact)));
  place("after", await boxes(found.filter((one) => !one.exact || first.exact)));
  let count = first.results.length + sum(found);
  const more = async () => {
    await index.widen();
    const beside = await groups(index, queries, query, filters, left);
    tell((count += sum(beside)));
    return boxes(beside);
  };
  if (left.length) place("after", [offer(left.reduce((pages, type) => pages + index.facets.type[type], 0), more)]);
  tell(count);
}

function sum(found) {
  return found.reduce((pages, { results }) => pages + results.length, 0);
}

function boxes(found) {
  return Promise.all(found.map((one) => shown(one, FIRST)));
}

// One search counts the types, so that only those are asked for that have a page.
async function groups(index, queries, query, filters, types) {
  if (!types.length) return [];
  const { filters: counted } = await index.search(queries, { ...filters, type: { any: types } });
  return Promise.all(types.filter((type) => counted.type?.[type]).map((type) => group(index, queries, query, filters, type)));
}

async function group(index, queries, query, { type: _, ...filters }, type) {
  const others = Object.keys(index.facets.type).filter((one) => one !== "Event");
  const only = type !== "Event" ? { type } : others.length ? { none: { type: { any: others } } } : {}; // events name no type
  const { results } = await index.search(queries, { ...filters, ...only });
  const look = NAMED.includes(type) ? LOOK : 2 * FIRST;
  const first = await Promise.all(results.slice(0, look).map(async (result) => ({ result, data: await result.data() })));
  const wanted = [query, ...queries].map(plain);
  // A person is called by a part of the name too; everything else by all of it.
  const parts = (name) => (type === "Person" ? [name, ...name.split(/[\s-]+/)] : [name]);
  const called = ({ data }) => [data.meta.title, ...(data.meta.also?.split(" · ") ?? [])].flatMap(parts).some((name) => wanted.includes(plain(name)));
  const inTitle = ({ data }) => queries.some((words) => words.split(/\s+/).every((word) => plain(data.meta.title).includes(plain(word))));
  const exact = first.filter(called);
  const spoken = plain(queries.at(-1)) && queries.at(-1).split(/\s+/).map(plain);
  const inAddress = ({ data }) => spoken.filter((word) => word && plain(data.url).includes(word)).length; // an id names its subject
  const titled = first.filter((one) => !exact.includes(one) && inTitle(one)).sort((a, b) => inAddress(b) - inAddress(a));
  const rest = first.filter((one) => !exact.includes(one) && !titled.includes(one));
  return { type, exact: exact.length > 0, results: [...exact, ...titled, ...rest].map(({ result }) => result).concat(results.slice(look)) };
}

// The last of the list: the parts of the index that are not loaded before someone asks for them.
function offer(pages, more) {
  const row = document.createElement("li");
  const button = row.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className: "find-more", textContent: `Look through ${pages.toLocaleString("en")} sources and publishers too` });
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    try {
      const found = await more();
      if (found.length) row.replaceWith(...found);
      else row.textContent = "Nothing among sources and publishers.";
      found[0]?.querySelector("a").focus();
    } catch (error) {
      console.error(error);
      row.textContent = "Sources and publishers could not be loaded. Reload the page.";
    }
  });
  return row;
}

function plain(name) {
  return name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\p{P}\s]/gu, "");
}

async function shown({ type, results }, first) {
  const box = document.createElement("li");
  const name = box.appendChild(document.createElement("h2"));
  name.id = `find-${type.toLowerCase()}`;
  name.textContent = `${GROUPS[type] ?? type} `;
  const count = name.appendChild(document.createElement("span"));
  count.className = "n";
  count.textContent = results.length;
  const rows = box.appendChild(document.createElement("ol"));
  rows.setAttribute("aria-labelledby", name.id);
  const more = box.appendChild(document.createElement("button"));
  Object.assign(more, { type: "button", className: "find-more" });
  const show = async (number) => {
    const begin = rows.children.length;
    const pages = await Promise.all(results.slice(begin, begin + number).map((result) => result.data()));
    rows.append(...pages.map(item));
    const left = results.length - rows.children.length;
    more.hidden = left === 0;
    more.textContent = left > STEP ? `Show ${STEP} more of ${left}` : `Show ${left} more`;
    return rows.children[begin];
  };
  more.addEventListener("click", async () => (await show(STEP)).querySelector("a").focus());
  await show(first);
  return box;
}

function item({ url, meta, filters, excerpt }) {
  const row = document.createElement("li");
  const link = row.appendChild(document.createElement("a"));
  link.href = url;
  const title = link.appendChild(document.createElement("strong"));
  title.textContent = meta.title;
  const about = link.appendChild(document.createElement("span"));
  about.className = "find-about";
  const kind = about.appendChild(document.createElement("span"));
  [kind.textContent = ""] = filters.kind ?? [];
  if (kind.textContent) kind.className = `kind ${kind.textContent.toLowerCase()}`;
  if (meta.date) about.append(" ", meta.date);
  link.append(" ");
  const words = link.appendChild(document.createElement("span"));
  words.className = "find-excerpt";
  // Parsed apart from the page and taken over as text and marks only.
  const visible = excerpt.replace(/⟦[^⟧]*(⟧|$)/g, "").replace(/^[^⟦]*⟧/, ""); // without what only finds it
  for (const node of new DOMParser().parseFromString(visible, "text/html").body.childNodes) {
    const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
    part.textContent = node.textContent;
    words.append(part);
  }
  return row;
}
