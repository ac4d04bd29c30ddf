// Make elements. Text is only ever set as text, so nothing of an article or of the record becomes markup.

let count = 0;

/** Return a new element; `on…` attributes are listeners, `true` and `false` set or leave out an attribute. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return an id that no other element has. */
export function freshId(stem) {
  count += 1;
  return `${stem}-${count}`;
}

/** Return a label with its control, and what stands below it. */
export function field(label, control, below = null) {
  control.id ||= freshId("control");
  return make("p", { class: "field" }, make("label", { for: control.id }, label), control, below);
}

export const byId = (id) => document.getElementById(id);
