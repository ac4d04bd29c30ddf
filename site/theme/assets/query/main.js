// The page that asks the database in SQL. Its parts are loaded under this file's own version.
const here = new URL(import.meta.url);
const home = new URL("../../", here);
const part = (name) => new URL(`${name}.js${here.search}`, here);
const form = document.querySelector("form.query");
const field = form.sql;
const stop = form.querySelector(".query-stop");
const status = form.querySelector("[role=status]");
const bar = form.querySelector("progress");
const wrong = form.querySelector("[role=alert]");
const result = form.querySelector(".query-result");

const LONG = 2000; // letters of a question that is not run before somebody has looked at it
const SHORT = 1000; // milliseconds that such a one may take

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
  ready(document.querySelector(".query-plain"));
  form.querySelector(".query-beside").append(document.querySelector(".query-tables"));
  form.hidden = false;
}

// The questions that the page lists become links that ask them: an address holds its question.
function ready(plain) {
  form.querySelector(".query-ready").append(...[...plain.querySelectorAll("[data-question]")].map((one) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: anchorOf(one.textContent.trim()), textContent: one.dataset.question });
    item.append(link);
    return item;
  }));
  plain.hidden = true;
}

function anchorOf(sql) {
  return `#sql=${encodeURIComponent(sql)}`;
}

function say(words) {
  status.textContent = words;
}

// Keeps field, answer and address alike: the address holds the question, a question that is run is a step of the history.
function asking(parts, database) {
  let turn = 0;
  // What this page offers or a hand has run; a question that came with an address may be anybody's.
  const trusted = new Set([...document.querySelectorAll(".query-plain [data-question]")].map((one) => one.textContent.trim()));

  async function ask(within = 0) {
    const mine = ++turn;
    busy(true);
    wrong.textContent = "";
    try {
      if (!database.loaded) say("Loading the record…");
      await database.load((have) => (bar.value = have / database.size));
      if (mine !== turn) return;
      say("Running…");
      const answer = await database.ask(field.value, within);
      if (mine === turn) show(parts, answer);
    } catch (error) {
      if (mine === turn) failed(parts, error);
    }
    if (mine === turn) busy(false);
    bar.hidden = true;
  }

  function remember() {
    trusted.add(field.value);
    const anchor = anchorOf(field.value);
    if (anchor !== location.hash) history.pushState(null, "", anchor);
  }

  function restore() {
    if (!location.hash.startsWith("#sql=")) return;
    try {
      field.value = decodeURIComponent(location.hash.slice("#sql=".length));
    } catch {
      return failed(parts, new Error("the question in the address is cut off"));
    }
    if (trusted.has(field.value)) return ask();
    if (field.value.length <= LONG) return ask(SHORT);
    database.stop();
    result.hidden = true;
    say("A long question came with the address. Look at it, then run it.");
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
  form.querySelector(".query-copy").addEventListener("click", () => copy(location.href, "The address of this question is copied.", "The browser did not allow it; the address bar holds the link."));
  form.querySelector(".query-ready").addEventListener("click", ({ target }) => target.hash === location.hash && target.hash && restore());
  addEventListener("hashchange", restore);
  restore();
}

function busy(is) {
  form.setAttribute("aria-busy", String(is));
  stop.disabled = !is;
  bar.hidden = !is || bar.value === 1;
}

function failed({ Stopped, TooLong }, error) {
  result.hidden = true;
  if (error instanceof TooLong) return say("The question that came with the address takes more than a second. Look at it, then run it.");
  if (error instanceof Stopped) return say("Stopped. The question can be changed and run again.");
  say("");
  wrong.textContent = error.line ? `Line ${error.line}: ${error.message}` : error.message;
  if (error.line) field.setSelectionRange(error.offset, error.offset);
}

function show({ summary, tableOf, textOf, shownOf, cell, save }, answer) {
  const types = { csv: "text/csv;charset=utf-8", json: "application/json" };
  const draw = () => result.querySelector(".query-table").replaceChildren(form.elements.as.value === "table" ? tableOf(answer, home) : shownOf(answer, form.elements.as.value, cell));
  for (const [format, type] of Object.entries(types)) {
    form.querySelector(`[data-save=${format}]`).onclick = () => save(`result.${format}`, type, textOf(answer, format, cell));
  }
  for (const choice of form.elements.as) choice.onchange = draw;
  form.querySelector("[data-copy=rows]").onclick = () => {
    const format = form.elements.as.value === "json" ? "json" : "csv";
    copy(textOf(answer, format, cell), `All rows are copied as ${format.toUpperCase()}.`, "The browser did not allow it; the rows can be downloaded.");
  };
  draw();
  result.hidden = false;
  say(summary(answer));
  if (result.getBoundingClientRect().top > innerHeight - 100) stop.parentElement.scrollIntoView();
}

function copy(text, done, refused) {
  navigator.clipboard.writeText(text).then(() => say(done), () => say(refused));
}

// Words in place of a page that cannot ask.
function giveUp(words) {
  wrong.textContent = words;
  form.before(wrong);
}

if (typeof WebAssembly !== "object") giveUp("This browser has no WebAssembly, without which it cannot ask the database. Take the database away instead, as described below.");
else begin().catch((error) => {
  console.error(error);
  giveUp("This page could not be made ready. Reload it, or take the database away.");
});
