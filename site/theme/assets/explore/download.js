// The selection as a file: CSV or JSON.
const COLUMNS = ["id", "title", "other_names", "kind", "status", "date", "date_in_words", "participants", "people", "series", "topics", "place", "independent_sources", "disagreement", "url"];

export function records(table, rows, home) {
  const labels = (facet, row) => table[facet][row].map((number) => table.choices[facet][number].label);
  const fields = table.fields.filter(({ cells }) => rows.some((row) => cells[row])); // only what the selection has
  const figures = table.figures.filter(({ cells }) => rows.some((row) => cells[row]));
  return rows.map((row) => ({
    ...basic(table, row, labels, home),
    ...Object.fromEntries(fields.map(({ name, cells }) => [name === "place" ? "places" : name, cells[row] ?? []])),
    ...Object.fromEntries(figures.flatMap(({ name, cells }) => ["low", "best", "high"].map((end, at) => [`${name}_${end}`, cells[row]?.[at] ?? null]))),
  }));
}

function basic(table, row, labels, home) {
  return {
    id: table.id[row],
    title: table.title[row],
    other_names: table.namesOf(row),
    kind: table.kinds[table.kind[row]][0],
    status: table.statuses[table.status[row]][0],
    date: table.date[row],
    date_in_words: table.words[row],
    participants: labels("participant", row),
    people: labels("person", row),
    series: labels("series", row)[0] ?? "",
    topics: labels("topic", row),
    place: labels("place", row)[0] ?? "",
    independent_sources: table.sources[row],
    disagreement: table.disagreements[table.disagreement[row]] || "none",
    url: new URL(`events/${encodeURIComponent(table.id[row])}/`, home).href,
  };
}

export function csv(found) {
  const columns = [...COLUMNS, ...Object.keys(found[0] ?? {}).filter((name) => !COLUMNS.includes(name))];
  const lines = [columns, ...found.map((one) => columns.map((column) => one[column]))];
  return "\ufeff" + lines.map((cells) => cells.map(cell).join(",") + "\r\n").join(""); // the mark tells Excel that it is UTF-8
}

// RFC 4180. No text of the record begins like a formula: its entries are refused if one does.
export function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value) ? value.join("; ") : value;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function json(found, address) {
  return JSON.stringify({ selection: address, events: found }, null, 1) + "\n";
}

export function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
