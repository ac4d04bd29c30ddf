// The page of the map, narrowed by kind and by years: marks, bars, table of places and address alike, by Explore's own parts.
const here = new URL(import.meta.url);
const home = new URL("../../", here);
const form = document.querySelector("form.explore");
const said = form?.querySelector("[role=status]");
const table = document.querySelector(".places table");

async function begin() {
  const loaded = await Promise.all(["fold", "data", "filter", "form", "pictures"].map((name) => import(new URL(`${name}.js${here.search}`, here))));
  const parts = Object.assign({}, ...loaded);
  const events = await parts.load(new URL("data/explore.json", home), parts.fold);
  const unheld = new Set(events.unheld); // what the map never shows
  const pictures = new parts.Pictures(document.querySelector(".explore-pictures"), events, form, choose);
  const lines = new Map([...table.tBodies[0].rows].map((line) => [parts.placeOf(line.querySelector("a")), line]));
  const explore = form.querySelector("a");

  async function show() {
    const asked = parts.asked(form);
    const found = parts.select(events, asked, [[]]).filter((row) => !unheld.has(row));
    const query = parts.addressOf(form).search.slice(1);
    const counts = await pictures.show(found, { ...asked, pictures: true });
    const placed = found.filter((row) => events.place[row].length).length;
    said.textContent = `${found.length.toLocaleString("en")} of the events held, ${placed.toLocaleString("en")} of them at a place`;
    explore.search = query ? `pictures=1&${query}` : "pictures=1";
    table.classList.toggle("narrowed", Boolean(query));
    for (const [place, line] of lines) {
      const count = counts.get(pictures.numbers.get(place)) ?? 0;
      line.hidden = !count;
      line.lastElementChild.textContent = count;
    }
  }

  function choose(change = () => {}) {
    change();
    show();
    const address = parts.addressOf(form);
    if (address.href !== location.href) history.pushState(null, "", address);
  }

  function restore() {
    parts.fromAddress(form);
    show();
  }

  form.addEventListener("change", () => choose());
  form.addEventListener("reset", () => setTimeout(choose)); // when the fields are empty
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", restore);
  restore();
  form.hidden = false;
}

if (form) begin().catch((error) => console.error(error)); // the whole map stays as it is
