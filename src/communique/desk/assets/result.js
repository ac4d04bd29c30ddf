// Show what becomes of the draft: findings, each at the row that it is about, the file, and the page.

import { byId, field, make } from "./dom.js";
import { rulingForm } from "./rulings.js";

/** Show findings, and mark the controls of the entry at `path` that they are about; `accept` says why one is right so,
 * `rule` takes a ruling on what sources disagree about. */
export function showFindings(findings, path, accept = null, rule = null) {
  for (const old of document.querySelectorAll("[data-finding]")) {
    old.removeAttribute("data-finding");
    old.removeAttribute("aria-invalid");
  }
  for (const old of document.querySelectorAll(".row-finding")) old.remove();
  const errors = findings.filter((it) => it.severity === "error").length;
  const doubts = findings.length - errors;
  byId("count").textContent = findings.length ? `(${findings.length})` : "";
  byId("finding-list").replaceChildren(...findings.map((it) => showFinding(it, it.path === path, accept, rule)));
  if (!findings.length) byId("finding-list").append(make("li", { class: "fine" }, "nothing is wrong"));
  return [errors && plural(errors, "error"), doubts && plural(doubts, "doubt")].filter(Boolean).join(", ")
    || "nothing is wrong";
}

const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function showFinding(finding, isOwn, accept, rule) {
  const control = isOwn ? locate(finding.where) : null;
  if (control) {
    control.dataset.finding = finding.severity;
    if (finding.severity === "error") control.setAttribute("aria-invalid", "true");
    control.closest(".row, .field")?.append(make("p", { class: `row-finding ${finding.severity}` },
      finding.cure ? `${finding.what}; ${finding.cure}` : finding.what));
  }
  const place = [isOwn ? "" : finding.path, finding.line ? `line ${finding.line}` : "", finding.where].filter(Boolean).join(" ");
  return make("li", { class: finding.severity },
    make("strong", {}, finding.severity === "error" ? "Error: " : "Doubt: "), finding.what,
    finding.cure ? make("span", { class: "cure" }, ` – ${finding.cure}`) : null, " ",
    isOwn ? make("button", { type: "button", class: "place", onclick: () => go(control, finding.line) }, place || "the file")
      : make("code", {}, place),
    accept && isOwn && finding.acceptable ? acceptance(finding, accept) : null,
    rule && finding.disputed ? rulingForm(finding.disputed, rule) : null);
}

/** Where a doubt is answered: that it is right so, and why. */
function acceptance(finding, accept) {
  const reason = make("input", { type: "text", required: true });
  return make("details", { class: "acceptance" }, make("summary", {}, "It is right so"),
    make("form", { onsubmit: (event) => {
      event.preventDefault();
      accept(finding, reason.value.trim());
    } }, field("Why, in a sentence", reason), make("button", {}, "Accept it")));
}

function go(control, line) {
  if (control) {
    control.closest("details:not([open])")?.setAttribute("open", "");
    control.focus();
    return;
  }
  const entry = byId("entry");
  const lines = entry.value.split("\n");
  const start = lines.slice(0, Math.max(0, line - 1)).join("\n").length + (line > 1 ? 1 : 0);
  entry.focus();
  entry.setSelectionRange(start, start + (lines[line - 1] || "").length);
}

/** The control of a place such as `events[0].participants[1].people[0]`; none in a file that is edited by hand. */
function locate(where) {
  if (byId("draft").inert) return null;
  if (where.startsWith("source.")) return document.querySelector(`[data-where="${CSS.escape(where.split(/[.[]/).slice(0, 2).join("."))}"]`);
  const match = /^events\[(\d+)\](?:\.(\w+)(?:\[(\d+)\]|\.(\w+))?(?:\.(people|units)\[(\d+)\])?)?/.exec(where);
  const box = match && document.querySelectorAll("section.event")[Number(match[1])];
  if (!box) return null;
  const [, , name, number, key, inner, innerNumber] = match;
  const own = box.querySelector(`[data-where="${CSS.escape(name || "paragraphs")}"]`);
  if (own) return own;
  const rows = [...box.querySelectorAll(".row")].filter((row) => row.statement.is_ticked);
  let fitting = rows.filter((row) => row.statement.field === name);
  if (name === "figures") fitting = fitting.filter((row) => row.statement.element === key);
  const row = fitting[Number(number || 0)];
  if (!inner || !row) return row?.first || null;
  const members = rows.filter((it) => it.statement.field === inner && it.statement.element.startsWith(`${row.statement.element}/`));
  return (members[Number(innerNumber)] || row).first;
}

/** Show the pages of a preview, the first of them at once. */
export function showPages(pages) {
  const frame = byId("frame");
  byId("preview-pages").replaceChildren(...pages.map((page, number) => make("li", {}, make("a",
    { href: `/preview/${page}`, target: "preview", "aria-current": number === 0 && "true", onclick: (event) => {
      for (const link of byId("preview-pages").querySelectorAll("a")) link.removeAttribute("aria-current");
      event.target.setAttribute("aria-current", "true");
    } }, page.replace(/\/$/, "")))));
  frame.hidden = !pages.length;
  if (pages.length) frame.src = `/preview/${pages[0]}`;
}
