// What was typed, as the words that the index holds: days, ids, abbreviations, scripts without spaces, and slips.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const UNSPACED = /[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+/g;

// What readers type, and the words by which the record says it (entries/registry/); a site of one's own pages has none.
export const abbreviations = fetch(new URL("../data/abbreviations.json", import.meta.url), { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : {}));
let names; // a promise, once an id or a slip asks for them
export const nameList = () => (names ??= fetch(new URL("../data/names.json", import.meta.url), { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : { names: [] })).then((file) => file.names));

export function fold(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\p{P}\s]/gu, "");
}

// 2024-07-28, 2024-07 and 28/7/2024 as pages write them; a day within an id too.
function days(query) {
  const name = (number) => MONTHS[Number(number) - 1];
  return query
    .replace(/\b(\d{4})-(0[1-9]|1[0-2])-([0-2]\d|3[01])\b/g, (_, year, month, day) => ` ${Number(day)} ${name(month)} ${year} `)
    .replace(/\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g, (all, day, month, year) => (name(month) ? `${Number(day)} ${name(month)} ${year}` : all))
    .replace(/\b(\d{4})-(0[1-9]|1[0-2])\b/g, (_, year, month) => ` ${name(month)} ${year} `);
}

// Pairs of neighbouring characters, as the index has them (site/search/documents.py); one alone is found by its beginning.
function pairs(query) {
  return query.replace(UNSPACED, (run) => (run.length < 3 ? run : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)).join(" ")));
}

// The query in the index's words, and if abbreviations stand in it, the query with these written out.
export function asked(query, short) {
  return writtenOut(pairs(query), short);
}

// A query with days in words, and if abbreviations stand in it, the query with these written out; Explore asks so too,
// and schema/search.py does for the database and `communique find`.
export function writtenOut(query, abbreviations) {
  const words = days(query).replace(/\s+/g, " ").trim();
  const short = new Map(Object.entries(abbreviations).map(([name, full]) => [name.toLowerCase(), full]));
  const full = words.split(" ").map((word) => short.get(word.toLowerCase()) ?? word).join(" ");
  return full === words ? [words] : [words, full];
}

export function looksLikeId(query) {
  return /^[a-z0-9]+(-[a-z0-9]+)+$/.test(query);
}

// The name nearest to each word that the record does not have; "" where every word is known or none is near.
export function corrected(query, names, known) {
  const counts = new Map();
  for (const [, ...all] of names) {
    const events = all[1];
    for (const name of [all[0], ...all.slice(2)]) for (const word of name.split(/[\s\p{P}]+/u)) if (word.length > 3) counts.set(word, Math.max(counts.get(word) ?? 0, events));
  }
  let changed = false;
  const words = query.split(/\s+/).map((word) => {
    if (word.length < 4 || /\d/.test(word) || MONTHS.some((name) => fold(name) === fold(word)) || known(word)) return word;
    const most = word.length < 7 ? 1 : 2;
    const near = [...counts].map(([other, events]) => [distance(fold(word), fold(other), most), -events, other]).filter(([far]) => far <= most);
    if (!near.length) return word;
    near.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    changed = true;
    return near[0][2];
  });
  return changed ? words.join(" ") : "";
}

// Damerau and Levenshtein: letters missing, added, exchanged or swapped; given up beyond `most`.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]), swap ? before[j - 2] + 1 : Infinity);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

// The page of an id pasted whole: of what has a name, or of an event in Explore's table.
export async function pageOf(id, names, home) {
  const named = names.find(([path]) => path.split("/")[1] === id);
  if (named) return { url: new URL(`${named[0]}/`, home).href, title: named[1], type: named[0].split("/")[0] };
  if (id.split("-").length < 3) return null;
  const answer = await fetch(new URL("data/explore.json", home));
  if (!answer.ok) return null;
  const { events, kind } = await answer.json();
  const at = events.id.indexOf(id);
  return at < 0 ? null : { url: new URL(`events/${id}/`, home).href, title: events.title[at], type: "events", kind: kind[events.kind[at]][1] };
}
