// Loads the table of all events once and makes of its columns what filters, rows and downloads need.
const FORMAT = 1;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export async function load(address, fold) {
  const [table, more] = await Promise.all([address, new URL("explore-fields.json", address)].map(read));
  return { ...prepare(table, fold), fields: more.fields, figures: more.figures, pairs: new Set(more.pairs) };
}

async function read(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

export function prepare(raw, fold) {
  if (raw.format !== FORMAT) throw new Error(`format ${raw.format} is not ${FORMAT}`);
  const events = raw.events;
  const count = events.id.length;
  const when = events.date.map((date, number) => events.dated[number] ?? [inWords(date), date]);
  const names = (number) => events.names[number] ?? [];
  return {
    ...events,
    count,
    kinds: raw.kind,
    statuses: raw.status,
    disagreements: raw.disagreement,
    words: when.map(([words]) => words),
    day: when.map(([, day]) => day),
    year: when.map(([, day]) => Number(day.slice(0, 4))), // 0 where no day bounds the event
    text: events.title.map((title, number) => fold([title, ...names(number), events.id[number], when[number][0]].join("\n"))),
    namesOf: names,
    choices: Object.fromEntries(
      Object.entries(raw.choices).map(([facet, choices]) => [facet, choices.map((one, number) => choice(one, tally(events[facet])[number], fold))]),
    ),
    orders: {},
  };
}

const tallies = new WeakMap();
function tally(column) {
  if (!tallies.has(column)) {
    const counts = [];
    for (const cell of column) for (const number of cell) counts[number] = (counts[number] ?? 0) + 1;
    tallies.set(column, counts);
  }
  return tallies.get(column);
}

function choice([id, label, group, ...others], events, fold) {
  return { id, label, group, events, text: fold([label, ...others].join("\n")) };
}

function inWords(date) {
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}
