// Rule on a value on which the entry and the record disagree: the ruling is saved with the entry.

import { select, text, words } from "./controls.js";
import { byId, field, make } from "./dom.js";

const subjectOf = (it) => [it.field, it.element, "of", it.event].filter(Boolean).join(" ");

/** The words of a version: of an element of a set whether it belongs there, else the value as an entry writes it. */
function describe(version, disputed) {
  if (disputed.versions.join() === "true,false") return version === "true" ? "it is so" : "it is not so";
  return version.replace(/^"|"$/g, "");
}

/** The form of a ruling, closed until it is wanted; `rule(ruling)` is called when it is sent. */
export function rulingForm(disputed, rule) {
  const { event, field: name, element, versions } = disputed;
  const ruling = { event, field: name, element, decision: "settled", value: JSON.parse(versions[0]), because: "",
    grade: null, review: "", would_settle: "" };
  const value = field("Which value stands?", select(versions.map((it) => [it, ""]), versions[0],
    (given) => { ruling.value = JSON.parse(given); }));
  for (const option of value.querySelectorAll("option")) option.textContent = describe(option.value, disputed);
  const open = make("div", { class: "open-ruling", hidden: true },
    field("What would settle it", text("", (given) => { ruling.would_settle = given.trim(); })));
  const decision = select(words("decision"), "settled", (given) => {
    ruling.decision = given;
    value.hidden = given !== "settled";
    open.hidden = given === "settled";
  });
  return make("details", { class: "ruling" }, make("summary", {}, "Rule on it"),
    make("form", { "aria-label": `Ruling on ${subjectOf(disputed)}`, onsubmit: (sent) => {
      sent.preventDefault();
      const isOpen = ruling.decision !== "settled";
      rule({ ...ruling, value: isOpen ? null : ruling.value, would_settle: isOpen ? ruling.would_settle : "" });
    } },
    field("Decision", decision), value,
    field("Why, for readers of either side", text("", (given) => { ruling.because = given.trim(); }, { rows: 3, required: true })),
    field("What is it about?", select(words("grade"), "", (given) => { ruling.grade = given || null; }, { required: true })),
    open, field("Look at it again on", text("", (given) => { ruling.review = given.trim(); }, { placeholder: "2027-01-31" })),
    make("button", {}, "Rule")));
}

/** Show the rulings that wait to be saved with the entry; `takeBack(ruling)` is called for one that shall not. */
export function showRulings(rulings, takeBack) {
  byId("ruling-list").replaceChildren(...rulings.map((it) => make("li", {},
    make("strong", {}, "Ruling: "), `${subjectOf(it)}: `,
    it.decision === "settled" ? JSON.stringify(it.value).replace(/^"|"$/g, "") : it.decision, `. ${it.because} `,
    make("button", { type: "button", onclick: () => takeBack(it) }, "Take it back"))));
}
