// The rows that show, fifty at a time, with their count in words and the head that tells and sets their order.
export const STEP = 50;
const ORDERS = [(now) => (now === "" ? "oldest" : ""), () => "title", null, null, () => "sources"]; // by column
const DIRECTIONS = [{ "": "descending", oldest: "ascending" }, { title: "ascending" }, null, null, { sources: "descending" }];

export class Listing {
  constructor(table, element, said, more, rowOf) {
    Object.assign(this, { table, element, said, more, found: [], shown: 0 });
    this.body = element.tBodies[0];
    this.heads = [...element.tHead.rows[0].cells];
    const labels = this.heads.map((cell) => cell.textContent.trim());
    this.row = (number) => rowOf(number, labels);
    element.setAttribute("aria-label", "Events");
  }

  set(found, { upTo = STEP, note = "" } = {}) {
    this.found = found;
    this.shown = 0;
    this.body.replaceChildren();
    this.element.hidden = found.length === 0;
    this.show(upTo, note);
  }

  show(upTo = this.shown + STEP, note = "") {
    this.body.append(...this.found.slice(this.shown, upTo).map(this.row));
    this.shown = Math.min(upTo, this.found.length);
    this.said.textContent = note + this.words();
    this.more.hidden = this.shown === this.found.length;
    this.more.textContent = `Show ${Math.min(STEP, this.found.length - this.shown)} more`;
  }

  words() {
    const [found, all] = [this.found.length, this.table.count];
    if (!found) return "No event fits; widen a filter, or clear them all.";
    const of = found === all ? "" : `of ${all.toLocaleString("en")} `;
    const part = this.shown < found ? `, the first ${this.shown.toLocaleString("en")} shown` : "";
    return `${found.toLocaleString("en")} ${of}${all === 1 ? "event" : "events"}${part}`;
  }

  // Buttons in the head of the columns that can be sorted by; `choose` is told the order that one asks for.
  sortable(choose) {
    this.heads.forEach((cell, column) => {
      cell.scope = "col";
      if (!ORDERS[column]) return;
      const button = document.createElement("button");
      button.type = "button";
      const words = document.createElement("span"); // what a phone has in place of the button
      words.textContent = button.textContent = cell.textContent.trim();
      button.addEventListener("click", () => choose(ORDERS[column]));
      cell.replaceChildren(button, words);
    });
  }

  sorted(order) {
    this.heads.forEach((cell, column) => DIRECTIONS[column] && cell.setAttribute("aria-sort", DIRECTIONS[column][order] ?? "none"));
  }
}
