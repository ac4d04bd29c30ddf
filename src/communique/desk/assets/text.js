// Show the article: its parts under the labels by which an entry cites them, with what was recognised in each.

import { byId, make } from "./dom.js";

const NOUNS = {
  people: "people", actors: "actors", units: "units", places: "places",
  series: "series", topics: "topics", dates: "dates", times: "times",
};

/** Show the parts; `cite(label)` is called when a part's number is pressed. */
export function showText(parts, cite) {
  byId("parts").replaceChildren(...parts.map((part) => showPart(part, cite)));
  const used = new Set(parts.flatMap((part) => part.spans.map((span) => span.noun)));
  byId("text").querySelector(".legend").replaceChildren(
    ...[...used].map((noun) => make("li", {}, make("mark", { class: noun }, NOUNS[noun] || noun))));
}

function showPart(part, cite) {
  const label = part.kind === "paragraph" ? `paragraph ${part.label}` : part.label;
  const names = [...new Set(part.spans.flatMap((span) => span.names))];
  const speech = part.speech.map(([modality, speaker]) => (speaker ? `${modality}: ${speaker}` : modality));
  const button = make("button", { type: "button", class: "cite", "aria-label": `Cite ${label}`,
    onclick: () => cite(part.label) }, part.label);
  return make("div", { class: `part ${part.kind}`, id: `part-${part.label}` }, button,
    make("div", {},
      make("p", { lang: null }, ...markText(part.text, part.spans)),
      names.length ? make("p", { class: "names" }, names.join(" · ")) : null,
      speech.length ? make("p", { class: "names" }, speech.join(" · ")) : null));
}

/** Yield a text in pieces, those of spans marked. Offsets count characters of Unicode, as Python does. */
function* markText(text, spans) {
  const letters = [...text];
  let end = 0;
  for (const span of spans) {
    yield letters.slice(end, span.start).join("");
    yield make("mark", { class: span.noun, title: span.names.join(", ") }, letters.slice(span.start, span.end).join(""));
    end = span.end;
  }
  yield letters.slice(end).join("");
}
