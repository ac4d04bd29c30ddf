// What the record says of its own coverage of what is chosen: what was not read stands beside what was found.
let statements;

export async function tellCoverage(box, asked, table, home) {
  if (!box.open) return;
  statements ??= fetch(new URL("data/coverage.json", home)).then((answer) => answer.json());
  const { coverage } = await statements;
  const subjects = subjectsOf(asked, table);
  const lines = coverage.flatMap((one) => {
    const names = one.pages.map((page) => subjects.get(page)).filter(Boolean);
    return names.length ? [line(names.join(", "), one)] : [];
  });
  const none = document.createElement("p");
  none.textContent = subjects.size ? "Nothing is written down on how complete this is." : "Choose a participant, a series, a topic or years to see how complete they are.";
  box.querySelector("div").replaceChildren(...(lines.length ? lines : [none]));
}

// The pages of what is chosen, as the statements name them, with the words for each.
function subjectsOf(asked, table) {
  const subjects = new Map();
  const add = (value, facet, ...folders) => {
    const found = value && table.choices[facet].find((choice) => choice.id === value);
    for (const folder of found ? folders : []) subjects.set(`${folder}/${value}.md`, found.label);
  };
  for (const value of [asked.country, asked.with]) add(value, "participant", "countries", "organisations");
  add(asked.series, "series", "series");
  add(asked.topic, "topic", "topics");
  if (/launch/.test(asked.type ?? "")) subjects.set("launches.md", "Launches");
  const [first, last] = [asked.from, asked.to].map((text) => Number((text ?? "").slice(0, 4)));
  if (first || last) for (let year = first || 1900; year <= (last || 2100); year++) subjects.set(`years/${year}.md`, String(year));
  return subjects;
}

function line(name, one) {
  const words = document.createElement("p");
  const head = words.appendChild(document.createElement("strong"));
  head.textContent = `${name}: ${one.extent.toLowerCase()}${one.period ? `, ${one.period}` : ""}.`;
  const counts = one.counts.map((count) => ` ${count.counted_by} counted ${count.counted} in ${count.period}; the record holds ${count.recorded}.`);
  words.append(` ${one.scope}${counts.join("")}`);
  return words;
}
