// Show the draft: the source, which events the article reports, and the statements of those that were chosen.

import { citations, fieldsOf, id, select, text, words } from "./controls.js";
import { byId, field, freshId, make } from "./dom.js";
import { labelOf, newStatement, showRow } from "./rows.js";

const PARTS = ["participants", "people", "units", "figures", "links", "notes", "names"];

/** Whether a text may well report an event of the record, so that it is shown before those that it may not. */
export const isLikely = (event) => event.is_known && event.score >= 0.3;

/** Show a draft; `changed()` follows each change. A draft holds source, events, and `chosen`, the events to report. */
export function showDraft(draft, changed) {
  const show = () => showDraft(draft, changed);
  byId("draft-body").replaceChildren(
    showSource(draft, changed),
    showChoice(draft, () => { show(); changed(); }),
    ...draft.events.filter((event) => draft.chosen.has(event)).map((event) => showEvent(event, changed, show)));
}

function showSource(draft, changed) {
  const { source } = draft;
  const put = (key) => (given) => { source[key] = given === "" ? null : given; changed(); };
  const optional = (key) => (given) => {
    if (given) source[key] = given; else delete source[key];
    changed();
  };
  const publisher = id("publishers", source.publisher || "", put("publisher"));
  const agency = id("publishers", source.agency || "", optional("agency"));
  const at = (key, control, ...rest) => { control.dataset.where = `source.${key}`; return field(...rest.slice(0, 1), control, rest[1]); };
  return make("fieldset", { class: "source" }, make("legend", {}, "Source"),
    at("publisher", publisher[0], "Publisher", publisher[1]),
    at("kind", select(words("source"), source.kind, put("kind")), "Sort of text"),
    at("title", text(source.title, put("title")), "Its own headline, unchanged"),
    at("url", text(source.url, put("url"), { type: "url" }), "Address"),
    at("published", text(source.published, put("published")), "Published"),
    at("agency", agency[0], "Agency, where it carries an agency's text", agency[1]),
    showAccepted(source, changed));
}

/** What a hand said is right so, of an event or of the source, to be taken back. */
function showAccepted(holder, changed) {
  const list = make("ul", { class: "accepted" });
  for (const [rule, reason] of Object.entries(holder.accepted || {})) {
    const item = make("li", {}, make("strong", {}, `Right so (${rule}): `), reason, " ",
      make("button", { type: "button", onclick: () => {
        delete holder.accepted[rule];
        if (!Object.keys(holder.accepted).length) delete holder.accepted;
        item.remove();
        changed();
      } }, "Take it back"));
    list.append(item);
  }
  return list.children.length ? list : null;
}

function showChoice(draft, changed) {
  const known = draft.events.filter((event) => event.is_known);
  const fresh = draft.events.filter((event) => !event.is_known);
  const item = (event) => {
    const tick = make("input", { type: "checkbox", onchange: () => {
      if (tick.checked) draft.chosen.add(event); else draft.chosen.delete(event);
      changed();
      focusChoice(event);
    } });
    tick.checked = draft.chosen.has(event);
    tick.dataset.event = event.id;
    const score = event.is_known ? `${Math.round(100 * event.score)} % likely` : "new";
    return make("li", {}, make("label", { class: "tick" }, tick,
      make("span", {}, make("strong", {}, event.title || `A new ${event.kind}`), " ", make("code", {}, event.id))),
    make("p", { class: "words" }, [event.kind, score, event.reasons].filter(Boolean).join(" · ")));
  };
  const likely = known.filter((event) => draft.chosen.has(event) || isLikely(event));
  const others = known.filter((event) => !likely.includes(event));
  const add = make("button", { type: "button", onclick: () => {
    const event = { id: freshId("new-event"), kind: "meeting", is_known: false, title: "", summary: "", reasons: "",
      score: 0, citations: [1], statements: [] };
    draft.events.push(event);
    draft.chosen.add(event);
    changed();
  } }, "Another new event");
  return make("fieldset", { class: "choice" }, make("legend", {}, "Which events does it report?"),
    make("ul", {}, ...likely.map(item), ...fresh.map(item)),
    others.length ? make("details", {}, make("summary", {}, `${others.length} that are less likely`),
      make("ul", {}, ...others.map(item))) : null,
    add);
}

function focusChoice(event) {
  document.querySelector(`[data-event="${CSS.escape(event.id)}"]`)?.focus();
}

/** The statements in the order of an entry, people and units behind the participant that they act for. */
function orderStatements(statements) {
  const isMember = (it) => ["people", "units"].includes(it.field);
  const members = (owner) => statements.filter((it) => isMember(it) && it.element.startsWith(`${owner.element}/`));
  const ordered = statements.filter((it) => !isMember(it)).flatMap((it) => (
    it.field === "participants" ? [it, ...members(it)] : [it]));
  return [...new Set([...ordered, ...statements])];
}

function showEvent(event, changed, show) {
  const put = (key) => (given) => { event[key] = given; changed(); };
  const rows = orderStatements(event.statements).map((statement) => showRow(statement, event, changed));
  // What no paragraph was seen to say stands folded: it is only what the record holds besides.
  const isSeen = (it) => it.is_ticked || (it.is_offered && it.citations.length > 0);
  const seen = rows.filter(({ statement }) => isSeen(statement));
  const unseen = rows.filter((row) => !seen.includes(row));
  const at = (key, control) => { control.dataset.where = key; return control; };
  const box = make("section", { class: "event", "aria-label": event.title || event.id },
    make("h3", {}, event.title || `A new ${event.kind}`, " ", make("code", {}, event.id)),
    ...(event.is_known ? [] : newFields(event, put, at, show, changed)),
    field("Paragraphs that report it", at("paragraphs", citations(event.citations, put("citations")))),
    ...seen, addControl(event, changed, show), showAccepted(event, changed),
    unseen.length ? make("details", { class: "unseen" },
      make("summary", {}, `${unseen.length} more that the text was not clearly seen to say`), ...unseen) : null);
  box.event = event;
  return box;
}

/** What only a new event has: its id, its kind, and our own words. */
function newFields(event, put, at, show, changed) {
  return [
    field("Id, for ever: what, who and when", at("id", text(event.id, put("id")))),
    field("Kind", at("kind", select(words("kind"), event.kind, (given) => { event.kind = given; show(); changed(); }))),
    field("Title, a headline in our own words", at("title", text(event.title, put("title")))),
    field("Summary, 25 to 90 words, plain and our own", at("summary", text(event.summary, put("summary"), { rows: 4 }))),
  ];
}

function addControl(event, changed, show) {
  const names = [...fieldsOf(event.kind).map((it) => it.name), ...PARTS,
    ...(event.kind === "memorandum" ? ["provisions"] : [])];
  const about = Object.fromEntries(fieldsOf(event.kind).map((it) => [it.name, it.about]));
  const options = names.map((name) => make("option", { value: name },
    about[name] ? `${labelOf(event.kind, name)} – ${about[name]}` : labelOf(event.kind, name)));
  const choice = make("select", {}, ...options);
  const add = make("button", { type: "button", onclick: () => {
    const statement = newStatement(event, choice.value);
    event.statements.push(statement);
    show();
    changed();
    [...document.querySelectorAll(".row")].find((row) => row.statement === statement)?.first.focus();
  } }, "Add");
  const box = field("Add what the text says besides", choice, add);
  box.classList.add("add");
  return box;
}
