// One event as a row of the table, in the form that the site's own lists have.
const SHOWN = 6; // participants that a row names

export function rowOf(table, row, home, labels) {
  const line = document.createElement("tr");
  const cells = [
    [text(table.words[row])],
    [link(table, row, home), ...badges(table, row)],
    [kind(table, row)],
    [text(who(table, row))],
    [text(String(table.sources[row]))],
  ];
  cells.forEach((parts, column) => {
    const cell = line.appendChild(document.createElement("td"));
    cell.dataset.label = labels[column];
    cell.append(...parts);
  });
  line.lastChild.align = "right";
  return line;
}

export function who(table, row) {
  const names = table.participant[row].map((number) => table.choices.participant[number].label);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return names.slice(0, SHOWN).join(", ") + more;
}

function text(words) {
  return document.createTextNode(words);
}

function span(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}

function link(table, row, home) {
  const made = document.createElement("a");
  made.href = new URL(`events/${encodeURIComponent(table.id[row])}/`, home);
  made.textContent = table.title[row];
  return made;
}

function kind(table, row) {
  const [name, words] = table.kinds[table.kind[row]];
  return span(`kind ${name}`, words);
}

function badges(table, row) {
  const [status, words] = table.statuses[table.status[row]];
  const disagreement = table.disagreements[table.disagreement[row]];
  const found = [];
  if (status !== "occurred") found.push(span(`badge ${status}`, words));
  if (disagreement === "unresolved" && status !== "disputed") found.push(span("badge disputed", "Sources disagree"));
  if (disagreement === "settled") found.push(span("badge settled", "Disagreement settled"));
  return found.flatMap((badge) => [" ", badge]);
}
