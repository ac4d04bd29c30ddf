// Map and years of the events that a choice leaves. A mark or a bar is a choice itself: it narrows list, map and years alike.
export class Pictures {
  constructor(box, table, form, choose) {
    Object.assign(this, { box, table, form });
    this.years = box.querySelector("ol");
    this.numbers = new Map(table.choices.place.map(({ id }, number) => [id, number]));
    box.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-place], [data-year]");
      if (!mark) return;
      event.preventDefault();
      const { place, year } = mark.dataset;
      choose(() => (place ? this.choosePlace(place) : this.chooseYear(year)));
    });
  }

  // What is chosen already is given up again.
  choosePlace(place) {
    this.form.place.value = this.form.place.value === place ? "" : place;
  }

  chooseYear(year) {
    const { from, to } = this.form;
    from.value = to.value = from.value === year && to.value === year ? "" : year;
  }

  async show(found, asked) {
    this.box.hidden = !asked.pictures;
    if (this.box.hidden) return;
    this.showYears(found, asked);
    const figures = await (this.figures ??= this.load());
    const counts = new Map();
    for (const row of found) for (const number of this.table.place[row]) counts.set(number, (counts.get(number) ?? 0) + 1);
    const events = figures.map((figure) => this.showMap(figure, counts, asked));
    figures.forEach((figure, at) => (figure.hidden = !events[at] || (at > 0 && events[at] === events[0]))); // the world shows no more
    return counts;
  }

  // The drawings of the page Map, which holds all places, or those of this page; a record without any has none.
  async load() {
    if (!this.box.dataset.map) {
      const figures = [...document.querySelectorAll("figure.map")];
      for (const mark of figures.flatMap((figure) => [...figure.querySelectorAll("a")])) mark.dataset.place = placeOf(mark);
      return figures;
    }
    const answer = await fetch(this.box.dataset.map);
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const figures = [...page.querySelectorAll("figure.map")].map((figure) => document.importNode(figure, true));
    for (const mark of figures.flatMap((figure) => [...figure.querySelectorAll("a")])) {
      mark.dataset.place = placeOf(mark);
      mark.setAttribute("href", `#${mark.dataset.place}`);
      mark.setAttribute("role", "button");
    }
    this.years.after(...figures);
    for (const figure of figures) figure.scrollLeft = (figure.scrollWidth - figure.clientWidth) / 2; // as marks.js does of a page's own
    return figures;
  }

  showMap(figure, counts, asked) {
    const [svg] = figure.children;
    let [first, shown, events] = [true, 0, 0];
    for (const mark of svg.querySelectorAll("a")) {
      const { place } = mark.dataset;
      const count = counts.get(this.numbers.get(place)) ?? 0;
      mark.classList.toggle("out", !count);
      mark.setAttribute("tabindex", count && first ? "0" : "-1");
      if (this.box.dataset.map) mark.setAttribute("aria-pressed", asked.place === place); // elsewhere it is a link
      if (!count) continue;
      first = false;
      shown += 1;
      events += count;
      const spot = mark.firstElementChild;
      spot.setAttribute("r", (Math.min(2.6 + 1.5 * Math.sqrt(count), 20) * svg.viewBox.baseVal.width) / 960); // as maps.py
      spot.firstElementChild.textContent = `${this.table.choices.place[this.numbers.get(place)].label}: ${inWords(count)}`;
    }
    svg.firstElementChild.textContent = `Map of ${shown} ${shown === 1 ? "place" : "places"} with ${inWords(events)} of this choice`;
    return events;
  }

  showYears(found, asked) {
    const counts = new Map();
    for (const row of found) if (this.table.year[row]) counts.set(this.table.year[row], (counts.get(this.table.year[row]) ?? 0) + 1);
    const all = this.table.year.filter(Boolean);
    const most = Math.max(1, ...counts.values());
    const focused = document.activeElement?.dataset?.year;
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const bars = all.length ? Array.from({ length: last - first + 1 }, (_, at) => bar(first + at, counts.get(first + at) ?? 0, most, asked)) : [];
    const begun = this.years.firstChild;
    this.years.replaceChildren(...bars);
    if (!begun) this.years.scrollLeft = this.years.scrollWidth; // on a phone, the newest
    if (focused) this.years.querySelector(`[data-year="${focused}"]`)?.focus();
  }
}

// The id of the place that a link leads to.
export function placeOf(link) {
  return link.getAttribute("href").match(/([a-z0-9-]+)(?:\.html|\/)$/)[1];
}

function inWords(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "event" : "events"}`;
}

function bar(year, count, most, { from, to }) {
  const item = document.createElement("li");
  const button = item.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", title: `${year}: ${inWords(count)}` });
  button.dataset.year = year;
  button.setAttribute("aria-label", button.title);
  button.setAttribute("aria-pressed", from === String(year) && to === String(year));
  const height = button.appendChild(document.createElement("i"));
  height.style.height = `calc(${count / most} * (100% - 1rem))`; // the year stands below
  const name = button.appendChild(document.createElement("span"));
  name.textContent = `’${String(year).slice(2)}`;
  return item;
}
