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

// A finger needs no aim: the nearest mark, within 24 pixels of its edge, is meant. Where a finger covers several, it chooses among their names.
const HIT = 12; // pixels around a finger: half of the smallest target
const list = document.createElement("div");
list.className = "mark-list";
list.popover = "auto";
list.setAttribute("role", "dialog");
list.setAttribute("aria-label", "Marks under the finger");

// Explore may take the click for itself; otherwise the page is left once, and not by the click and by this.
function follow(mark) {
  let taken = true;
  const last = (event) => {
    taken = event.defaultPrevented;
    event.preventDefault();
  };
  addEventListener("click", last);
  mark.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  removeEventListener("click", last);
  if (!taken) location.assign(mark.href.baseVal);
}

function offer(marks, { clientX, clientY }) {
  const lines = marks.map((mark) => {
    const line = document.createElement("a");
    line.href = mark.href.baseVal;
    line.textContent = mark.querySelector("title").textContent;
    line.addEventListener("click", (event) => {
      event.preventDefault();
      list.hidePopover();
      follow(mark);
    });
    return line;
  });
  list.replaceChildren(...lines);
  document.querySelector(".md-typeset").append(list);
  list.showPopover();
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(8, Math.min(clientX - width / 2, document.documentElement.clientWidth - width - 8))}px`;
  list.style.top = `${clientY + height + 24 < innerHeight ? clientY + 16 : Math.max(8, clientY - height - 16)}px`;
  lines[0].focus({ preventScroll: true });
}

function near(event) {
  const svg = event.target.closest?.("svg[role=group]");
  const hit = event.target.closest?.("a");
  const finger = ["touch", "pen"].includes(event.pointerType);
  if (!svg || (hit && !finger)) return;
  const far = (mark) => {
    const { left, top, width, height } = mark.firstElementChild.getBoundingClientRect();
    return Math.hypot(event.clientX - left - width / 2, event.clientY - top - height / 2) - width / 2;
  };
  const marks = [...svg.querySelectorAll("a:not(.out)")].filter((mark) => mark.querySelector("title"));
  const covered = finger && list.showPopover ? marks.filter((mark) => far(mark) < HIT) : [];
  if (covered.length > 1) {
    event.preventDefault();
    event.stopPropagation(); // Explore would take the mark on top
    label.hidden = true;
    offer(covered, event);
  } else if (!hit) {
    const [nearest] = marks.map((mark) => [far(mark), mark]).sort(([a], [b]) => a - b);
    if (nearest?.[0] <= 24) follow(nearest[1]);
  }
}

// A picture that is wider than a phone begins with its middle, where most is.
for (const figure of document.querySelectorAll("figure.map")) figure.scrollLeft = (figure.scrollWidth - figure.clientWidth) / 2;

const within = (act) => (event) => event.target.closest?.("svg[role=group]") && act(event);
document.addEventListener("keydown", within(move));
document.addEventListener("focusin", within(tell));
document.addEventListener("focusout", () => (label.hidden = true));
document.addEventListener("click", near, true);
addEventListener("scroll", () => (label.hidden = true), { passive: true });
