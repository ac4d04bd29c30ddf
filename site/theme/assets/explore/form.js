// The form is what was asked; the address is its copy. Each is filled from the other here.
export function asked(form) {
  const given = new FormData(form);
  return { ...Object.fromEntries(given), kind: given.getAll("kind") };
}

export function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  const address = new URL(location.href);
  address.search = query.toString();
  return address;
}

// Puts the address into the form; gives what the record does not know, so that it can be said.
export function fromAddress(form) {
  form.reset();
  const unknown = [];
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    const boxes = [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
    if (boxes.length) {
      const box = boxes.find((one) => one.value === value);
      if (box) box.checked = true;
      else unknown.push(value);
    } else if (field instanceof HTMLSelectElement) {
      if ([...field.options].some((option) => option.value === value)) field.value = value;
      else unknown.push(value);
    } else if (field instanceof HTMLInputElement) field.value = value;
  }
  return unknown;
}

export function offer(form, table) {
  const byLabel = (a, b) => a.label.localeCompare(b.label, "en");
  const option = ({ id, label, events }) => new Option(`${label} (${events})`, id);
  const fill = (name, choices) => form.elements.namedItem(name).append(...[...choices].sort(byLabel).map(option));
  for (const name of ["country", "with"]) {
    for (const [group, words] of [["countries", "Countries"], ["organisations", "Organisations"]]) {
      const choices = table.choices.participant.filter((choice) => choice.group === group);
      const box = document.createElement("optgroup");
      box.label = words;
      box.append(...[...choices].sort(byLabel).map(option));
      if (choices.length) form.elements.namedItem(name).append(box);
    }
  }
  for (const name of ["person", "series", "topic"]) fill(name, table.choices[name]);
  const used = new Set(table.status);
  form.elements.namedItem("status").append(...table.statuses.filter((_, number) => used.has(number)).map(([id, label]) => new Option(label.toLowerCase(), id)));
}
