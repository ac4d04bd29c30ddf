// A value's mark is a link to its row of evidence; with a script the row shows beside the value instead.
const card = document.createElement("div");
card.className = "source-card";
card.popover = "auto";
card.tabIndex = -1;
card.setAttribute("role", "dialog");
card.setAttribute("aria-label", "Source of this value");
let openedAt = 0; // how far the page was scrolled when the card came

function fill(mark, row) {
  const [source, says, where, how] = row.cells;
  const address = source?.querySelector("a[href^='#']")?.getAttribute("href");
  const entry = address && document.getElementById(decodeURIComponent(address.slice(1)))?.closest("li");
  const parts = [];
  const add = (name, ...nodes) => {
    const line = document.createElement("p");
    line.className = name;
    line.append(...nodes);
    parts.push(line);
  };
  const field = row.closest("details")?.querySelector("summary strong")?.textContent;
  const copy = (element) => [...(element?.cloneNode(true).childNodes ?? [])].filter((node) => !node.id);
  add("source-card-title", ...(entry ? copy(entry) : copy(source)));
  const quote = says.querySelector(".quote"); // the source's own words come before ours
  if (quote) add("source-card-quote", quote.cloneNode(true));
  add("source-card-says", ...(field ? [`${field}: `] : []), ...copy(says).filter((node) => node.className !== "quote"));
  add("source-card-how", ...copy(where), " · ", ...copy(how));
  const link = document.createElement("a");
  link.href = mark.getAttribute("href");
  link.textContent = "See it in the evidence";
  link.addEventListener("click", () => card.hidePopover());
  add("source-card-more", link);
  card.replaceChildren(...parts);
}

function place(mark) {
  const beside = mark.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const room = document.documentElement.clientWidth - size.width - 8;
  const below = beside.bottom + size.height + 8 < innerHeight;
  card.style.left = `${Math.max(8, Math.min(beside.left - 16, room))}px`;
  card.style.top = `${below ? beside.bottom + 6 : Math.max(8, beside.top - size.height - 6)}px`;
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".mark a[href^='#']");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const row = mark && plain && document.getElementById(decodeURIComponent(mark.hash.slice(1)))?.closest("tr");
  if (!row || !card.showPopover) return;
  event.preventDefault();
  if (!card.isConnected) document.querySelector(".md-typeset").append(card);
  fill(mark, row);
  card.showPopover();
  place(mark);
  openedAt = scrollY;
  card.focus({ preventScroll: true });
  card.addEventListener("toggle", () => card.contains(document.activeElement) && mark.focus({ preventScroll: true }), { once: true });
});
// A card stays where it was put, so it goes when its mark moves away; the word of a scroll from before it came may be late.
addEventListener("scroll", () => card.isConnected && Math.abs(scrollY - openedAt) > 4 && card.matches(":popover-open") && card.hidePopover(), { passive: true });

// A claim that is folded away shows when an address leads to it; not every browser sees to that itself.
function unfold() {
  const folded = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  folded.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();
