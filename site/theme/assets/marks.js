// Marks of a picture by keyboard: one stop for each picture, arrow keys from mark to mark, and the mark's words beside it.
const label = document.createElement("div");
label.className = "mark-label";
label.setAttribute("aria-hidden", "true"); // the mark says the same to whoever listens
label.hidden = true;
document.body.append(label);

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function move(event) {
  const mark = event.target.closest?.("svg a");
  const marks = mark ? [...mark.ownerSVGElement.querySelectorAll("a:not(.out)")] : [];
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

// A finger needs no aim: what is nearest to it, within 24 pixels of a mark's edge, is meant.
function near(event) {
  const svg = event.target.closest?.("svg[role=group]");
  if (!svg || event.target.closest("a")) return;
  const far = (mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return Math.hypot(event.clientX - left - width / 2, event.clientY - top - height / 2) - width / 2;
  };
  const [nearest] = [...svg.querySelectorAll("a:not(.out)")].map((mark) => [far(mark), mark]).sort(([a], [b]) => a - b);
  if (!nearest || nearest[0] > 24) return;
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  if (nearest[1].dispatchEvent(click)) location.assign(nearest[1].href.baseVal);
}

// A picture that is wider than a phone begins with its middle, where most is.
for (const figure of document.querySelectorAll("figure.map")) figure.scrollLeft = (figure.scrollWidth - figure.clientWidth) / 2;

const within = (act) => (event) => event.target.closest?.("svg[role=group]") && act(event);
document.addEventListener("keydown", within(move));
document.addEventListener("focusin", within(tell));
document.addEventListener("focusout", () => (label.hidden = true));
document.addEventListener("click", near);
addEventListener("scroll", () => (label.hidden = true), { passive: true });
