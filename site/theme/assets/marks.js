// Marks of a picture by keyboard: one stop for each picture, arrow keys from mark to mark, and the mark's words beside it.
const label = document.createElement("div");
label.className = "mark-label";
label.setAttribute("aria-hidden", "true"); // the mark says the same to whoever listens
label.hidden = true;
document.body.append(label);

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function move(event) {
  const mark = event.target.closest?.("svg a");
  const marks = mark ? [...mark.ownerSVGElement.querySelectorAll("a")] : [];
  const ends = { Home: 0, End: marks.length - 1 };
  const to = event.key in ends ? ends[event.key] : marks.indexOf(mark) + STEPS[event.key];
  if (!(to in marks) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  mark.setAttribute("tabindex", "-1");
  marks[to].setAttribute("tabindex", "0");
  marks[to].focus();
}

function tell(event) {
  const mark = event.target.closest?.("svg a");
  const words = mark?.querySelector("title")?.textContent;
  label.hidden = !words;
  if (!words) return;
  label.textContent = words;
  const at = mark.getBoundingClientRect();
  const size = label.getBoundingClientRect();
  const left = Math.min(at.left + at.width / 2 - size.width / 2, document.documentElement.clientWidth - size.width - 6);
  label.style.left = `${Math.max(6, left)}px`;
  label.style.top = `${at.top - size.height - 6 > 0 ? at.top - size.height - 6 : at.bottom + 6}px`;
}

for (const svg of document.querySelectorAll("svg[role=group]")) {
  svg.addEventListener("keydown", move);
  svg.addEventListener("focusin", tell);
  svg.addEventListener("focusout", () => (label.hidden = true));
}
addEventListener("scroll", () => (label.hidden = true), { passive: true });
