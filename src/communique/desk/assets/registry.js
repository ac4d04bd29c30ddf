// Add to the registry whom or what the record does not have yet.

import { id, select, text, words } from "./controls.js";
import { byId, field, make } from "./dom.js";

const SECTIONS = {
  people: ["Person", { family_name: "Family name", given_name: "Given name", name_order: ["Which comes first", "order"],
    actor: ["Acts for", "actors"], native_name: "Name in its own script", native_language: "Language of that, such as ja" }],
  places: ["Place", { name: "Name", precision: ["How exact", "precision"], parent: ["Lies in", "places"],
    actor: ["Of the state", "actors"], latitude: "Degrees north", longitude: "Degrees east" }],
  publishers: ["Publisher", { name: "Name", kind: ["What it mostly publishes", "source"], url: "Its home page",
    actor: ["Of the state", "actors"] }],
  actors: ["State, ministry, alliance, service, company", { name: "Name", kind: ["What it is", "actor"],
    parent: ["Belongs to", "actors"] }],
  series: ["Series of events", { name: "Name", kind: ["Kind of its events", "kind"], description: "In a sentence" }],
  topics: ["Topic", { name: "Name", description: "In a sentence" }],
};
const IDS = ["actors", "places"];
const NUMBERS = ["latitude", "longitude"];

/** Show the form; `add(section, key, entry)` is called when it is sent. */
export function showRegistry(add) {
  let entry = {};
  let key = "";
  const section = select(Object.entries(SECTIONS).map(([name, [label]]) => [name, label]), "people", () => show());
  const rest = make("div", { class: "source" });
  const show = () => {
    entry = {};
    rest.replaceChildren(...Object.entries(SECTIONS[section.value][1]).map(([name, about]) => showField(name, about, entry)));
  };
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    add(section.value, key.trim(), complete(section.value, entry));
  } }, field("What is it?", section),
  field("Its id, for ever: small letters and hyphens, as kihara-minoru; of a state its two letters",
    text("", (given) => { key = given; }, { required: true })), rest, make("p", { class: "buttons" }, make("button", {}, "Add it to the record")));
  show();
  byId("registry").replaceChildren(form);
}

function showField(name, about, entry) {
  const [label, list] = [about].flat();
  const put = (given) => { entry[name] = given; };
  if (IDS.includes(list)) return field(label, ...id(list, "", put));
  return field(label, list ? select(words(list), "", put) : text("", put));
}

/** A person's name is its parts in their order; degrees are numbers. */
function complete(section, entry) {
  const given = Object.fromEntries(Object.entries(entry).map(([name, value]) => (
    [name, NUMBERS.includes(name) && value !== "" && !Number.isNaN(Number(value)) ? Number(value) : value])));
  if (section !== "people") return given;
  const parts = [given.family_name, given.given_name];
  const name = (given.name_order === "given-first" ? parts.reverse() : parts).filter(Boolean).join(" ");
  return { name, ...given };
}
