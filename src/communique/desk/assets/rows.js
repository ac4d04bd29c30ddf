// Show the statements of an event, a row each: a tick, its value, the paragraphs that say it, and how they say it.

import { citations, findField, id, number, select, text, words } from "./controls.js";
import { field, freshId, make } from "./dom.js";

const LABELS = {
  participants: "Participant", people: "Person", units: "Unit", figures: "Figure", names: "Other name",
  links: "Link", notes: "Note", provisions: "Provision",
};

const MEMBERS = ["people", "units"];

export const labelOf = (kind, name) => LABELS[name] || findField(kind, name)?.label || name;

/** A statement that a curator adds. */
export function newStatement(event, name) {
  const participant = event.statements.find((it) => it.field === "participants" && it.is_ticked);
  const elements = { participants: "/attendee", people: `${participant?.element || "/attendee"}/`,
    units: `${participant?.element || "/attendee"}/`, links: "follows/", notes: `note-${freshId("n").slice(2)}`,
    provisions: `provision-${freshId("n").slice(2)}`, figures: "personnel" };
  const values = { figures: { best: null }, names: { name: "", language: "en" },
    notes: { type: "context", text: "" }, provisions: { topic: null, force: "reported", text: "" } };
  return { field: name, element: elements[name] || "", value: values[name] || "", citations: [...event.citations],
    is_ticked: true, origin: "hand", label: "", sources: 0, basis: "", modality: null, attributed_to: null, quote: "" };
}

/** Return the row of a statement; `changed()` follows each change. */
export function showRow(statement, event, changed) {
  const label = labelOf(event.kind, statement.field);
  const set = (change) => {
    change();
    statement.is_ticked = tick.checked = true;
    agreeWithParticipant(statement, event);
    changed();
  };
  const tick = make("input", { type: "checkbox", onchange: () => {
    statement.is_ticked = tick.checked;
    agreeWithParticipant(statement, event);
    changed();
  } });
  tick.checked = statement.is_ticked;
  const controls = valueControls(statement, event, set, label).flat();
  const cited = citations(statement.citations, (given) => set(() => { statement.citations = given; }),
    { "aria-label": `Paragraphs of ${label}` });
  const isMember = MEMBERS.includes(statement.field);
  const row = make("div", { class: `row of-${statement.field}${isMember ? " member" : ""}`, role: "group", "aria-label": label },
    make("label", { class: "tick" }, tick, label), make("div", { class: "value" }, ...controls),
    make("div", { class: "cited" }, make("span", { "aria-hidden": "true" }, "¶"), cited),
    showManner(statement, set, label),
    statement.label && !controls.some((it) => it.tagName === "OUTPUT")
      ? make("p", { class: "words" }, statement.label) : null);
  row.statement = statement;
  row.tick = tick;
  row.first = controls.find((it) => it.matches("input, select, textarea")) || tick;
  return row;
}

function valueControls(statement, event, set, label) {
  const parts = statement.element.split("/");
  const element = (at, given) => set(() => {
    const now = statement.element.split("/");
    now[at] = given;
    const before = statement.element;
    statement.element = now.join("/");
    if (statement.field === "participants") followParticipant(event, before, statement.element);
  });
  const value = (key, given) => set(() => { statement.value = { ...statement.value, [key]: given }; });
  switch (statement.field) {
    case "participants":
      return [id("actors", parts[0], (given) => element(0, given), { "aria-label": "Actor" }),
        select(words("role"), parts[1], (given) => element(1, given), { "aria-label": `Role of ${parts[0]}` })];
    case "people":
      return [ownerControl(statement, event, set),
        id("people", parts[2], (given) => element(2, given), { "aria-label": "Person" })];
    case "units": {
      const unit = (given) => set(() => {
        statement.value = given;
        statement.element = [...statement.element.split("/").slice(0, 2), given].join("/");
      });
      return [ownerControl(statement, event, set),
        text(parts.slice(2).join("/"), unit, { "aria-label": "Unit, named as the text names it" })];
    }
    case "links":
      return [select(words("relation"), parts[0], (given) => element(0, given), { "aria-label": "Relation" }),
        id("events", parts[1], (given) => element(1, given), { "aria-label": "Other event" })];
    case "figures":
      return [select(words("measure"), statement.element, (given) => set(() => { statement.element = given; }),
        { "aria-label": "What is counted" }),
      ...["low", "best", "high"].map((key) => number(statement.value?.[key], (given) => value(key, given),
        { "aria-label": `${label}, ${key}`, placeholder: key }))];
    case "names":
      return [text(statement.value.name, (given) => value("name", given), { "aria-label": label }),
        text(statement.value.language || "en", (given) => value("language", given),
          { "aria-label": "Language", size: 3 })];
    case "notes":
    case "provisions":
      return statement.origin === "hand" ? writtenControls(statement, set, value, label)
        : [make("code", {}, statement.element)];
    default:
      return fieldControls(statement, event, set, label);
  }
}

/** A note or a provision that the record does not have: its words are the curator's. */
function writtenControls(statement, set, value, label) {
  const list = statement.field === "notes" ? "type" : "force";
  return [
    text(statement.element, (given) => set(() => { statement.element = given; }),
      { "aria-label": `Id of the ${label.toLowerCase()}` }),
    select(words(list === "type" ? "note" : "force"), statement.value[list], (given) => value(list, given),
      { "aria-label": list }),
    list === "force" ? id("topics", statement.value.topic || "", (given) => value("topic", given || null),
      { "aria-label": "Topic" }) : [],
    text(statement.value.text, (given) => value("text", given),
      { "aria-label": `${label} in our own words`, rows: 2 })].flat();
}

function fieldControls(statement, event, set, label) {
  const about = findField(event.kind, statement.field) || { shape: "text" };
  const put = (given) => set(() => {
    statement.value = given;
    if (about.is_set) statement.element = String(given);
  });
  const attributes = { "aria-label": label, title: about.about };
  if (about.shape === "word") return [select(about.words, statement.value, put, attributes)];
  if (about.shape === "id") return [id(about.section, statement.value, put, attributes)];
  if (about.shape === "truth") {
    const truth = (given) => put(given === "" ? null : given === "true");
    return [select([["true", "yes"], ["false", "no"]], String(statement.value), truth, attributes)];
  }
  return [text(statement.value, put, { ...attributes, placeholder: about.shape === "date" ? "2024-07-28" : "" })];
}

/** The participant that a person or a unit belongs to. */
function ownerControl(statement, event, set) {
  const own = statement.element.split("/").slice(0, 2).join("/");
  const owners = [...new Set(event.statements.filter((it) => it.field === "participants").map((it) => it.element))];
  const choose = (given) => set(() => {
    statement.element = [given, ...statement.element.split("/").slice(2)].join("/");
  });
  return select(owners.map((it) => [it, ""]), own, choose, { "aria-label": "Acts for" });
}

/** Nobody acts for a participant that does not take part: tick it with its people, and untick them with it. */
export function agreeWithParticipant(statement, event) {
  const owner = (it) => it.element.split("/").slice(0, 2).join("/");
  if (MEMBERS.includes(statement.field) && statement.is_ticked) {
    for (const it of event.statements)
      if (it.field === "participants" && it.element === owner(statement)) it.is_ticked = true;
  }
  if (statement.field === "participants" && !statement.is_ticked) {
    for (const it of event.statements)
      if (MEMBERS.includes(it.field) && owner(it) === statement.element) it.is_ticked = false;
  }
  for (const row of document.querySelectorAll(".row")) row.tick.checked = row.statement.is_ticked;
}

/** Let people and units go with their participant when its actor or role is corrected. */
function followParticipant(event, before, after) {
  for (const other of event.statements) {
    if (MEMBERS.includes(other.field) && other.element.startsWith(`${before}/`))
      other.element = after + other.element.slice(before.length);
  }
}

/** How the text says it: as whose statement, in which words. */
function showManner(statement, set, label) {
  const modality = select(words("modality"), statement.modality, (given) => set(() => { statement.modality = given || null; }),
    { optional: true, empty: "as for the event" });
  const [author, name] = id("actors", statement.attributed_to || "",
    (given) => set(() => { statement.attributed_to = given || null; }));
  const quote = text(statement.quote, (given) => set(() => { statement.quote = given; }));
  const basis = select([["relative", "resolved from words such as last month"], ["computed", "worked out"]],
    statement.basis, (given) => set(() => { statement.basis = given; }), { optional: true, empty: "the text says it" });
  const summary = [statement.modality, statement.attributed_to, statement.basis].filter(Boolean).join(", ");
  return make("details", { class: "manner" },
    make("summary", { "aria-label": `How the text says it: ${label}` }, summary || "how"),
    field("How it is put", modality), field("Whose statement", author, name),
    field("Exact words, at most 25", quote), field("Basis", basis));
}
