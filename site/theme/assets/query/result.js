// A result: as a table with links to the pages of the site, as CSV, as JSON.
const SHOWN = 500; // rows
const CELL = 2000; // letters of a value
const TEXT = 500_000; // letters of the whole
const FAMILIES = { event_id: "events", source_id: "sources", person_id: "people", series_id: "series", place_id: "places", topic_id: "topics", publisher_id: "publishers" };

export function summary({ rows, more, milliseconds }) {
  const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  const time = milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
  const cut = more ? `The first ${count}, and there are more: narrow the question, or download the database. ` : `${count}. `;
  return `${cut}${rows.length > SHOWN ? `${SHOWN} of them show; copies and downloads hold all ${rows.length.toLocaleString("en")}. ` : ""}${time}.`;
}

export function tableOf({ columns, rows }, home) {
  const numeric = columns.map((_, index) => rows.some((row) => row[index] !== null) && rows.every((row) => row[index] === null || isNumber(row[index])));
  const short = columns.map((_, index) => rows.every((row) => row[index] === null || inWords(row[index]).length <= 24));
  const classes = columns.map((_, index) => (numeric[index] ? "number" : short[index] ? "short" : "text"));
  const head = element("tr", columns.map((name, index) => element("th", [name], { scope: "col", className: classes[index] })));
  const body = rows.slice(0, SHOWN).map((row) =>
    element("tr", row.map((value, index) => element("td", [shown(value, columns[index], home)], { className: `${classes[index]}${value === null ? " null" : ""}` }))));
  return element("table", [element("thead", [head]), element("tbody", body)], { className: "query-rows" });
}

function element(name, children, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function isNumber(value) {
  return typeof value === "number" || typeof value === "bigint";
}

function shown(value, column, home) {
  const text = value === null ? "null" : cut(inWords(value), CELL);
  const family = FAMILIES[Object.keys(FAMILIES).find((key) => column === key || column.endsWith(`_${key}`))];
  const address =
    typeof value !== "string" ? ""
    : family && /^[\w.-]+$/.test(value) ? new URL(`${family}/${encodeURIComponent(value)}/`, home)
    : column === "url" && /^https?:\/\//.test(value) ? value
    : "";
  return address ? element("a", [text], { href: address }) : text;
}

function cut(text, length) {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function inWords(value) {
  return value instanceof Uint8Array ? `x'${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}'` : String(value);
}

// RFC 4180. `cell` is the one of the table of events. A question can come with a stranger's link and make any text: one
// that a spreadsheet would run stands behind an apostrophe, which no text of the record needs.
export function csvOf({ columns, rows }, cell) {
  const line = (cells) => cells.map((value) => (value === null ? "" : isNumber(value) ? String(value) : cell(inWords(value).replace(/^(?=[=+\-@\t\r＝＋－＠])/, "'")))).join(",") + "\r\n";
  return "\ufeff" + [columns, ...rows].map(line).join("");
}

// A list of objects; where two columns have one name, the later ones are numbered. Whole numbers keep all their digits.
export function jsonOf({ columns, rows }) {
  const names = columns.map((name, index) => {
    const before = columns.slice(0, index).filter((other) => other === name).length;
    return JSON.stringify(before ? `${name}_${before + 1}` : name);
  });
  const value = (one) => (one === null ? "null" : isNumber(one) ? (typeof one === "bigint" || Number.isFinite(one) ? String(one) : "null") : JSON.stringify(inWords(one)));
  return `[\n${rows.map((row) => ` {${row.map((one, index) => `${names[index]}: ${value(one)}`).join(", ")}}`).join(",\n")}\n]\n`;
}

// The whole result in a format; `cell` as above.
export function textOf(answer, format, cell) {
  return format === "csv" ? csvOf(answer, cell) : jsonOf(answer);
}

// What shows of it: as many rows as the table has.
export function shownOf({ columns, rows }, format, cell) {
  const text = textOf({ columns, rows: rows.slice(0, SHOWN) }, format, cell);
  return element("pre", [element("code", [cut(text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n"), TEXT)])]);
}
