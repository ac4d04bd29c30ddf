// What a search found, as lists by type of page.
const GROUPS = { Event: "Events", Country: "Countries", Organisation: "Organisations", Person: "People", Series: "Series", Place: "Places", Topic: "Topics", Year: "Years", Source: "Sources", Publisher: "Publishers", Page: "About the record" };
const ORDER = Object.keys(GROUPS);
const FIRST = 3; // of each group before one asks for more; of the first group twice as many
const LOOK = 6; // of each group whose names are looked at, so that what is called just so stands first
const STEP = 10;

// Events, which most people look for, show at once; then all other types, of which those with a page that is called just
// so come before them. `place` is given boxes and where they go; gives how many pages were found.
export async function grouped(pagefind, query, filters, types, place) {
  const [leading, ...others] = filters.type ? [filters.type] : ORDER.filter((type) => types.includes(type));
  const boxes = (groups, number) => Promise.all(groups.map((one) => shown(one, number)));
  const first = await group(pagefind, query, { ...filters, type: leading });
  if (first.results.length) place("only", await boxes([first], filters.type ? STEP : 2 * FIRST));
  else place("only", []);
  const rest = await Promise.all(others.map((type) => group(pagefind, query, { ...filters, type })));
  const found = rest.filter(({ results }) => results.length);
  place("before", await boxes(found.filter((one) => one.exact && !first.exact), FIRST));
  place("after", await boxes(found.filter((one) => !one.exact || first.exact), FIRST));
  return [first, ...rest].reduce((sum, { results }) => sum + results.length, 0);
}

async function group(pagefind, query, filters) {
  const { results } = await pagefind.search(query, { filters });
  const first = await Promise.all(results.slice(0, LOOK).map(async (result) => ({ result, data: await result.data() })));
  const wanted = plain(query);
  const called = ({ data }) => [data.meta.title, ...(data.meta.also?.split(" · ") ?? [])].some((name) => plain(name) === wanted);
  const exact = first.filter(called);
  const others = first.filter((one) => !exact.includes(one));
  return { type: filters.type, exact: exact.length > 0, results: [...exact, ...others].map(({ result }) => result).concat(results.slice(LOOK)) };
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

function item({ url, meta, excerpt }) {
  const row = document.createElement("li");
  const link = row.appendChild(document.createElement("a"));
  link.href = url;
  const title = link.appendChild(document.createElement("strong"));
  title.textContent = meta.title;
  const about = link.appendChild(document.createElement("span"));
  about.className = "find-about";
  const kind = about.appendChild(document.createElement("span"));
  kind.textContent = meta.kind ?? "";
  if (meta.kind) kind.className = `kind ${meta.kind.toLowerCase()}`;
  if (meta.date) about.append(" ", meta.date);
  const words = link.appendChild(document.createElement("span"));
  words.className = "find-excerpt";
  // Parsed apart from the page and taken over as text and marks only.
  for (const node of new DOMParser().parseFromString(excerpt, "text/html").body.childNodes) {
    const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
    part.textContent = node.textContent;
    words.append(part);
  }
  return row;
}
