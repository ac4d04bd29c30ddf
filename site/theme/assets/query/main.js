// The page that asks the database in SQL. Its parts are loaded under this file's own version.
const here = new URL(import.meta.url);
const home = new URL("../../", here);
const part = (name) => new URL(`${name}.js${here.search}`, here);
const form = document.querySelector("form.query");
const field = form.sql;
const [run, stop] = form.querySelectorAll("button");
const status = form.querySelector("[role=status]");
const wrong = form.querySelector("[role=alert]");
const result = form.querySelector(".query-result");

async function begin() {
  const names = ["database", "result", "names", "editor", "../explore/download"];
  const parts = Object.assign({}, ...(await Promise.all(names.map((name) => import(part(name))))));
  const { file, engine, size, fresh } = form.dataset;
  const database = new parts.Database({
    file: new URL(`${file}?${fresh}`, home),
    engine: new URL(engine, home),
    worker: part("worker"),
    size: Number(size),
  });
  const tables = parts.tablesOf(document.querySelector(".query-schema"));
  new parts.Offers(field, document.getElementById("sql-names"), (text, cursor, asked) => parts.fitting(text, cursor, tables, asked), say);
  asking(parts, database);
  document.querySelector(".query-plain").hidden = true;
  form.querySelector(".query-tables-here").append(document.querySelector(".query-schema"));
  form.hidden = false;
}

function say(words) {
  status.textContent = words;
}

// Keeps field, answer and address alike: the address holds the question, a question that is run is a step of the history.
function asking(parts, database) {
  let turn = 0;

  async function ask() {
    const mine = ++turn;
    database.stop_if_busy();
    busy(true);
    wrong.textContent = "";
    try {
      await database.load((have) => say(`Loading the record: ${(have / 1e6).toFixed(1)} of ${(database.size / 1e6).toFixed(1)} MB`));
      say("Running…");
      const answer = await database.ask(field.value);
      if (mine === turn) show(parts, answer);
    } catch (error) {
      if (mine === turn) failed(parts, error);
    }
    if (mine === turn) busy(false);
  }

  function remember() {
    const address = new URL(location.href);
    address.hash = `sql=${encodeURIComponent(field.value)}`;
    if (address.href !== location.href) history.pushState(null, "", address);
  }

  function restore() {
    if (!location.hash.startsWith("#sql=")) return;
    try {
      field.value = decodeURIComponent(location.hash.slice("#sql=".length));
    } catch {
      return failed(parts, new Error("the question in the address is cut off"));
    }
    ask();
  }

  const halt = () => database.stop();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    ask();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && !stop.disabled && halt());
  stop.addEventListener("click", halt);
  form.querySelector(".query-ready").addEventListener("click", ({ target }) => target.hash === location.hash && target.hash && restore());
  addEventListener("hashchange", restore);
  restore();
}

function busy(is) {
  form.setAttribute("aria-busy", String(is));
  stop.disabled = !is;
}

function failed({ Stopped }, error) {
  result.hidden = true;
  if (error instanceof Stopped) return say("Stopped. The question can be changed and run again.");
  say("");
  wrong.textContent = error.line ? `Line ${error.line}: ${error.message}` : error.message;
  if (error.line) {
    field.focus();
    field.setSelectionRange(error.offset, error.offset);
  }
}

function show({ summary, tableOf, csvOf, jsonOf, cell, save }, answer) {
  const region = document.createElement("div");
  Object.assign(region, { className: "query-table", tabIndex: 0 });
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", "Result");
  region.append(tableOf(answer, home));
  result.querySelector(".query-table")?.remove();
  result.append(region);
  for (const [format, type, content] of [["csv", "text/csv;charset=utf-8", () => csvOf(answer, cell)], ["json", "application/json", () => jsonOf(answer)]]) {
    form.querySelector(`[data-save=${format}]`).onclick = () => save(`result.${format}`, type, content());
  }
  result.hidden = false;
  say(summary(answer));
}

begin().catch((error) => {
  console.error(error);
  wrong.textContent = "This page could not be made ready. Reload it, or take the database away.";
  form.before(wrong);
});
