// Make the controls of values: lists with meanings, ids of the record with their names, dates, numbers, texts.

import { byId, freshId, make } from "./dom.js";

let lists = { words: {}, fields: {}, ids: {} };

export function setLists(loaded) {
  lists = loaded;
  byId("lists").replaceChildren(...Object.entries(lists.ids).map(([section, ids]) => make("datalist",
    { id: `ids-${section}` }, ...Object.entries(ids).map(([id, name]) => make("option", { value: id }, name)))));
}

export const words = (list) => lists.words[list];
export const fieldsOf = (kind) => lists.fields[kind] || [];
export const findField = (kind, name) => fieldsOf(kind).find((it) => it.name === name);
export const nameOf = (section, id) => (lists.ids[section] || {})[id] || "";

/** A list of words, each with its meaning. */
export function select(options, value, onInput, attributes = {}) {
  const known = options.some(([word]) => word === value);
  const all = known || !value ? options : [[value, "not in this list"], ...options];
  const control = make("select", { ...attributes, onchange: () => onInput(control.value) },
    ...(known && !attributes.optional ? [] : [make("option", { value: "" }, attributes.empty || "—")]),
    ...all.map(([word, meaning]) => make("option", { value: word, selected: word === value },
      meaning ? `${word} – ${meaning}` : word)));
  control.value = value || "";
  return control;
}

export function text(value, onInput, attributes = {}) {
  const control = make(attributes.rows ? "textarea" : "input",
    { autocomplete: "off", ...attributes, oninput: () => onInput(control.value) });
  control.value = value ?? "";
  return control;
}

export function number(value, onInput, attributes = {}) {
  const read = (given) => (given === "" ? null : Number.isNaN(Number(given)) ? given : Number(given));
  return text(value, (given) => onInput(read(given.trim())), { inputmode: "decimal", size: 7, ...attributes });
}

/** An id of the record, with the name that it stands for. */
export function id(section, value, onInput, attributes = {}) {
  const name = make("output", { id: freshId("name"), class: "name" });
  const show = (given) => { name.value = given ? nameOf(section, given) || "not in the record" : ""; };
  const control = text(value, (given) => { show(given.trim()); onInput(given.trim()); },
    { list: `ids-${section}`, "aria-describedby": name.id, ...attributes });
  show(value);
  return [control, name];
}

/** Paragraphs: numbers, and words such as headline. */
export function citations(value, onInput, attributes = {}) {
  const read = (given) => given.split(/[\s,;]+/).filter(Boolean).map((it) => (/^\d+$/.test(it) ? Number(it) : it));
  return text(value.join(", "), (given) => onInput(read(given)), { class: "citations", size: 6, ...attributes });
}
