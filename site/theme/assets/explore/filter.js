// Which events a choice leaves, in which order: pure functions from the table and what was asked to row numbers.
const FACETS = ["participant", "person", "series", "topic", "place"];

// `spellings` are several ways to say what was typed, each as its words: one of them must be there.
export function select(table, asked, spellings) {
  const tests = plain(table, asked);
  const ways = spellings.map((words) => words.map((word) => contains(table, word)));
  return order(table, asked.sort).filter(
    (row) => tests.every((test) => test(row)) && ways.some((way) => way.every((test) => test(row))),
  );
}

function plain(table, asked) {
  const tests = [];
  const number = (list, value) => list.findIndex((one) => (one.id ?? one[0]) === value);
  const has = (facet, value) => {
    const wanted = number(table.choices[facet], value);
    tests.push((row) => table[facet][row].includes(wanted));
  };
  if (asked.kind.length) {
    const kinds = asked.kind.map((kind) => number(table.kinds, kind));
    tests.push((row) => kinds.includes(table.kind[row]));
  }
  if (asked.country) has("participant", asked.country);
  if (asked.with) has("participant", asked.with);
  for (const facet of ["person", "series", "topic"]) if (asked[facet]) has(facet, asked[facet]);
  // A year, a month or a day bounds the first possible day of an event, by as much of it as it has.
  const bound = (text) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text ?? "") ? text : "");
  const [from, to] = [bound(asked.from), bound(asked.to)];
  if (from) tests.push((row) => table.day[row].slice(0, from.length) >= from);
  if (to) tests.push((row) => table.day[row] && table.day[row].slice(0, to.length) <= to);
  for (const { name, cells } of table.fields) {
    if (asked[name]) tests.push((row) => cells[row]?.includes(asked[name]) ?? false);
  }
  if (asked.status) {
    const status = number(table.statuses, asked.status);
    tests.push((row) => table.status[row] === status);
  }
  if (asked.disagreement) tests.push(disagreement(table, asked.disagreement));
  if (asked.sources) {
    const least = Number(asked.sources);
    tests.push(least === 1 ? (row) => table.sources[row] === 1 : (row) => table.sources[row] >= least);
  }
  return tests;
}

function disagreement(table, value) {
  if (value === "any") return (row) => table.disagreement[row] > 0;
  const wanted = table.disagreements.indexOf(value === "none" ? "" : value);
  return (row) => table.disagreement[row] === wanted;
}

// A word is found in a title or other name, or in the names of whoever and whatever the event involves.
function contains(table, word) {
  const found = FACETS.map((facet) => [table[facet], table.choices[facet].map((choice) => choice.text.includes(word))]).filter(
    ([, hits]) => hits.includes(true),
  );
  return (row) => table.text[row].includes(word) || found.some(([column, hits]) => column[row].some((number) => hits[number]));
}

function order(table, sort) {
  return (table.orders[sort] ??= sorted(table, sort));
}

function sorted(table, sort) {
  const rows = Array.from({ length: table.count }, (_, row) => row); // newest first, as in the file
  if (sort === "sources") return rows.sort((a, b) => table.sources[b] - table.sources[a] || a - b);
  if (sort === "oldest") return rows.sort((a, b) => compare(table.day[a] || "~", table.day[b] || "~") || a - b);
  if (sort !== "title") return rows;
  const collator = new Intl.Collator("en", { numeric: true });
  return rows.sort((a, b) => collator.compare(table.title[a], table.title[b]) || a - b);
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
