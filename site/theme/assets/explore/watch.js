// The feed nearest to a choice: of the subjects that all its events have in common, the one with the fewest events.
const FOLDERS = { person: "people", series: "series", topic: "topics" };

export function nearest(table, asked) {
  const chosen = (facet, id) => table.choices[facet].find((choice) => choice.id === id);
  const subjects = ["country", "with"].map((name) => chosen("participant", asked[name])).filter(Boolean);
  const found = subjects.map((one) => ({ path: `${one.group}/${one.id}`, label: one.label, events: one.events }));
  if (subjects.length === 2) {
    const [first, second] = subjects.map(({ id }) => id).sort();
    const path = `countries/${first}/with/${second}`;
    if (table.pairs.has(path)) found.push({ path, label: subjects.map(({ label }) => label).join(" and "), events: 0 });
  }
  for (const [facet, folder] of Object.entries(FOLDERS)) {
    const one = chosen(facet, asked[facet]);
    if (one) found.push({ path: `${folder}/${one.id}`, label: one.label, events: one.events });
  }
  return found.sort((a, b) => a.events - b.events)[0] ?? { path: "feeds/watch", label: "everything new and changed" };
}

export function point(box, { path, label }, home) {
  box.querySelector("span").textContent = label;
  for (const [number, ending] of ["atom", "feed.json"].entries()) box.querySelectorAll("a")[number].href = new URL(`${path}.${ending}`, home).href;
}
