// The desk: read a text, keep the draft and the entry that it makes in step with the server, and save.

import { ask } from "./api.js";
import { nameOf, setLists } from "./controls.js";
import { byId } from "./dom.js";
import { isLikely, showDraft } from "./draft.js";
import { agreeWithParticipant } from "./rows.js";
import { showRegistry } from "./registry.js";
import { showFindings, showPages } from "./result.js";
import { showRulings } from "./rulings.js";
import { showText } from "./text.js";

const WAIT = 350; // milliseconds without a key until what was typed is checked
const MAX_BYTES = 3_500_000;

const state = { draft: null, byHand: false, path: "", digest: "", article: "", rulings: [], isDirty: false, turn: 0 };
let timer = 0;
let cited = null;

function tell(message, isBad = false) {
  byId("status").textContent = message;
  byId("status").classList.toggle("bad", isBad);
}

/** Do what a button asks for, and tell why it could not be done. */
async function attempt(message, work) {
  tell(message);
  try {
    await work();
  } catch (error) {
    if (error.findings) showFindings(error.findings, state.path);
    tell(error.message, true);
  }
}

async function readArticle() {
  const value = (id) => byId(id).value.trim();
  const article = byId("article").value;
  const answer = await ask("read", { text: article, url: value("url"), publisher: value("publisher"),
    published: value("published"), language: value("language") || "en", is_beginning: byId("beginning").checked });
  const chosen = new Set(answer.events.filter((event) => answer.reported.includes(event.id)));
  const fresh = answer.events.find((event) => !event.is_known);
  // An event that is only likely is never chosen for a curator, and a new one only where none is likely.
  if (!chosen.size && fresh && !answer.events.some(isLikely)) chosen.add(fresh);
  for (const event of answer.events)
    for (const it of event.statements) if (it.field === "participants" && !it.is_ticked) agreeWithParticipant(it, event);
  Object.assign(state, { draft: { ...answer, chosen }, article, path: "", digest: "", rulings: [], isDirty: true });
  setByHand(false);
  showText(answer.parts, cite);
  showDraft(state.draft, changed);
  begin();
  await update();
  if (answer.existing) tell(`the record has an entry of this article: ${answer.existing}; open it instead`, true);
  byId("text").focus();
}

/** Show the columns, and fold the form of the article away. */
function begin() {
  byId("columns").hidden = false;
  byId("reading").querySelector("details").open = false;
  for (const id of ["save", "save-draft"]) byId(id).disabled = false;
  showPages([]);
  byId("preview-status").textContent = "";
}

function changed() {
  state.isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(() => attempt("checking …", update), WAIT);
}

/** Bring file and findings up to date; an answer that a newer one overtook is passed over. */
async function update() {
  clearTimeout(timer);
  const turn = ++state.turn;
  const entry = byId("entry");
  let answer;
  if (state.byHand) {
    answer = await ask("check", { path: state.path, entry: entry.value, rulings: state.rulings });
  } else {
    const events = state.draft.events.filter((event) => state.draft.chosen.has(event)).map((event) => (
      { ...event, statements: event.statements.filter((it) => it.is_ticked) }));
    answer = await ask("compose", { source: state.draft.source, events, path: state.digest ? state.path : "",
      rulings: state.rulings });
  }
  if (turn !== state.turn) return;
  if (!state.byHand) {
    state.path = answer.path;
    entry.value = answer.entry;
  }
  byId("path").textContent = state.path;
  showRulings(state.rulings, (ruling) => ruleAnew(state.rulings.filter((it) => it !== ruling)));
  tell(showFindings(answer.findings, state.path, state.byHand ? null : accept,
    (ruling) => ruleAnew([...state.rulings, ruling])));
}

/** Hold other rulings than before, unless the desk refuses them. */
function ruleAnew(rulings) {
  attempt("checking …", async () => {
    const before = state.rulings;
    Object.assign(state, { rulings, isDirty: true });
    try {
      await update();
    } catch (error) {
      state.rulings = before;
      throw error;
    }
    byId("findings").focus();
  });
}

/** Note in the event, or in the source, that what was found is right so. */
function accept(finding, reason) {
  if (!reason) return;
  const number = /^events\[(\d+)\]/.exec(finding.where)?.[1];
  const holder = number === undefined ? state.draft.source
    : state.draft.events.filter((event) => state.draft.chosen.has(event))[Number(number)];
  holder.accepted = { ...holder.accepted, [finding.rule]: reason };
  showDraft(state.draft, changed);
  attempt("checking …", update);
  byId("findings").focus();
}

async function save(isDraft) {
  await update();
  const answer = await ask("save", { path: state.path, entry: byId("entry").value, digest: state.digest,
    is_draft: isDraft, article: state.article, rulings: state.rulings });
  const waiting = isDraft && state.rulings.length ? "; its rulings wait until it is no draft" : "";
  Object.assign(state, { digest: answer.digest, path: answer.path, isDirty: Boolean(waiting) });
  if (!isDraft) state.rulings = [];
  showRulings(state.rulings);
  tell(isDraft ? `saved as a draft: ${answer.path}${waiting}` : `saved: ${answer.path}`);
}

async function preview() {
  await update();
  byId("preview-status").textContent = "rendering …";
  try {
    const answer = await ask("preview", { path: state.path, entry: byId("entry").value, rulings: state.rulings });
    showPages(answer.pages);
    byId("preview-status").textContent = "";
  } catch (error) {
    byId("preview-status").textContent = error.findings ? "the page follows once there are no errors" : error.message;
    throw error;
  }
}

async function build() {
  byId("preview-status").textContent = "building the site; it takes a minute or two …";
  try {
    const answer = await ask("build", {});
    byId("preview-status").textContent = `the site has ${answer.pages} pages`;
    tell("the site was built");
  } catch (error) {
    byId("preview-status").textContent = "";
    throw error;
  }
}

async function addToRegistry(section, key, entry) {
  const answer = await ask("add", { section, key, entry });
  setLists(await ask("lists"));
  showRegistry(addEntry);
  await update();
  const alike = answer.duplicates.length ? `; almost the same name: ${answer.duplicates.join(", ")}` : "";
  tell(`${key} is in the record${alike}`, Boolean(alike));
}

const addEntry = (...entry) => attempt("adding …", () => addToRegistry(...entry));

async function openEntry() {
  const answer = await ask("open", { path: byId("open-path").value.trim() });
  Object.assign(state, { draft: null, article: "", rulings: [], path: answer.path, digest: answer.digest, isDirty: false });
  byId("entry").value = answer.entry;
  byId("parts").replaceChildren();
  byId("draft-body").replaceChildren();
  setByHand(true);
  begin();
  byId("path").textContent = answer.path;
  showRulings(state.rulings);
  tell(`${answer.path}: ${showFindings(answer.findings, state.path, null, (ruling) => ruleAnew([ruling]))}`);
  byId("entry").focus();
}

function setByHand(isByHand) {
  state.byHand = isByHand;
  byId("entry").readOnly = !isByHand;
  byId("draft").inert = isByHand;
  byId("columns").classList.toggle("by-hand", isByHand);
  byId("columns").classList.toggle("file-only", isByHand && !state.draft);
  byId("by-hand").hidden = isByHand && !state.draft;
  byId("by-hand").textContent = isByHand ? "Back to the form, without what was changed by hand" : "Edit it by hand";
}

/** Put a part into, or take it out of, the paragraphs of the row that one was in. */
function cite(label) {
  if (!cited?.isConnected) {
    tell("choose a row first: the number is put into its paragraphs", true);
    return;
  }
  const labels = cited.value.split(/[\s,;]+/).filter(Boolean);
  cited.value = (labels.includes(label) ? labels.filter((it) => it !== label) : [...labels, label]).join(", ");
  cited.dispatchEvent(new Event("input"));
}

async function takeFile(file) {
  if (file.size > MAX_BYTES) throw new Error("the file is too big; save the page without its pictures, or paste the text");
  try {
    byId("article").value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error("the file is no UTF-8 text; open it in the browser and paste its text");
  }
  tell(`${file.name}: press Read it`);
}

function listen() {
  byId("reading-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt("reading …", readArticle);
  });
  byId("open-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt("opening …", openEntry);
  });
  byId("upload").addEventListener("change", (event) => attempt("", () => takeFile(event.target.files[0])));
  byId("article").addEventListener("dragover", (event) => event.preventDefault());
  byId("article").addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    attempt("", () => takeFile(event.dataTransfer.files[0]));
  });
  byId("publisher").addEventListener("input", (event) => {
    byId("publisher-name").value = nameOf("publishers", event.target.value.trim());
  });
  byId("entry").addEventListener("input", changed);
  byId("by-hand").addEventListener("click", () => {
    setByHand(!state.byHand);
    attempt("checking …", update);
  });
  byId("save").addEventListener("click", () => attempt("saving …", () => save(false)));
  byId("save-draft").addEventListener("click", () => attempt("saving …", () => save(true)));
  byId("preview").addEventListener("click", () => attempt("rendering …", preview));
  byId("build").addEventListener("click", () => attempt("building …", build));
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(".row, .event");
    cited = event.target.matches(".citations") ? event.target : row?.querySelector(".citations") || cited;
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || byId("columns").hidden && event.key !== "Enter") return;
    if (event.key === "s") {
      event.preventDefault();
      byId("save").click();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (event.target.closest("#reading") || byId("columns").hidden) byId("reading-form").requestSubmit();
      else byId("preview").click();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (state.isDirty) event.preventDefault();
  });
}

listen();
attempt("", async () => {
  setLists(await ask("lists"));
  showRegistry(addEntry);
});
