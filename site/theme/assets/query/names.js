// Which names fit where the cursor stands: columns of the tables in the question, tables, words of SQL.
const WORDS = "SELECT DISTINCT FROM JOIN LEFT WHERE GROUP BY HAVING ORDER LIMIT OFFSET UNION EXCEPT INTERSECT WITH RECURSIVE VALUES AND OR NOT IN IS NULL LIKE GLOB MATCH BETWEEN EXISTS CASE WHEN THEN ELSE END CAST ASC DESC NULLS LAST OVER PARTITION count sum min max avg total group_concat coalesce substr length lower upper round abs date julianday strftime json_extract snippet lag lead row_number".split(" ");
const AT_MOST = 8;

// The tables and columns that the page lists: [{ name, kind, columns }].
export function tablesOf(listing) {
  return [...listing.querySelectorAll("details")].map((one) => ({
    name: one.querySelector("summary code").textContent,
    kind: one.querySelector("summary .more").textContent,
    columns: [...one.querySelectorAll("li code")].map((code) => code.textContent),
  }));
}

// What may stand at the cursor: { from, names: [{ name, about }] }, `from` being where the begun name begins.
export function fitting(text, cursor, tables, asked = false) {
  const before = blanked(text.slice(0, cursor));
  const [, owner, begun] = /(?:(\w+)\.)?(\w*)$/.exec(before);
  const from = cursor - begun.length;
  const none = { from, names: [] };
  if (/['"`\0]\w*$/.test(before) || (!owner && !asked && begun.length < 2)) return none;
  const used = usedIn(blanked(text), tables);
  const options = owner ? columnsOf(used.get(owner.toLowerCase()) ?? named(tables, owner)) : anywhere(before.slice(0, from), used, tables);
  const seen = new Set();
  const names = options.filter(({ name }) => {
    const fits = name.toLowerCase().startsWith(begun.toLowerCase()) && !seen.has(name);
    seen.add(name);
    return fits;
  });
  if (!asked && names.some(({ name }) => name.toLowerCase() === begun.toLowerCase())) return none; // it stands there already
  return { from, names: names.slice(0, AT_MOST) };
}

function anywhere(before, used, tables) {
  const relations = tables.map(({ name, kind }) => ({ name, about: kind }));
  if (/\b(from|join)\s+$/i.test(before)) return relations;
  const inUse = [...new Set(used.values())].flatMap(columnsOf);
  const aliases = [...used].filter(([alias, table]) => alias !== table.name).map(([name, table]) => ({ name, about: table.name }));
  return [...inUse, ...aliases, ...relations, ...WORDS.map((name) => ({ name, about: "SQL" }))];
}

function columnsOf(table) {
  return table ? table.columns.map((name) => ({ name, about: table.name })) : [];
}

function named(tables, name) {
  return tables.find((table) => table.name === name.toLowerCase());
}

// Tables of the question by the name that it gives them.
function usedIn(text, tables) {
  const used = new Map();
  for (const [, name, alias] of text.matchAll(/\b(?:from|join)\s+(\w+)(?:\s+(?:as\s+)?(?!(?:on|join|left|where|group|order|limit|using|natural|cross|inner|union)\b)(\w+))?/gi)) {
    const table = named(tables, name);
    if (table) used.set((alias ?? name).toLowerCase(), table);
  }
  return used;
}

// The text with comments and strings blanked, so that no name is found in them; one that is still open ends in \0.
function blanked(text) {
  return text.replace(/--.*|\/\*[^]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)/g, (part, at) => {
    const open = at + part.length === text.length && !/^'.*'$|\*\/$/s.test(part);
    return part.replace(/[^\n]/g, " ").slice(0, part.length - 1) + (open ? "\0" : " ");
  });
}
