// Names offered in the text field: a list box below the cursor, steered from the field, which keeps the focus.
export class Offers {
  constructor(field, list, fitting, say) {
    Object.assign(this, { field, list, fitting, say, names: [], chosen: -1, from: 0 });
    field.addEventListener("input", () => this.offer());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    field.addEventListener("scroll", () => this.close());
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.take([...list.children].indexOf(option));
    });
  }

  offer(asked = false) {
    const { field } = this;
    if (field.selectionStart !== field.selectionEnd) return this.close();
    const { from, names } = this.fitting(field.value, field.selectionStart, asked);
    if (!names.length) return this.close();
    Object.assign(this, { from, names });
    this.list.replaceChildren(...names.map(({ name, about }, index) => {
      const option = document.createElement("li");
      const owner = document.createElement("span");
      owner.textContent = about;
      option.append(name, " ", owner);
      option.setAttribute("role", "option");
      option.id = `sql-name-${index}`;
      return option;
    }));
    this.place();
    this.list.hidden = false;
    this.choose(asked ? 0 : -1);
    this.say(`${names.length} ${names.length === 1 ? "name fits" : "names fit"}.`);
  }

  // The field has one font of equal letters and does not wrap, so that lines and columns can be counted.
  place() {
    const { field, list } = this;
    const lines = field.value.slice(0, this.from).split("\n");
    list.style.setProperty("--line", lines.length);
    list.style.setProperty("--column", lines.at(-1).length);
    list.style.setProperty("--down", `${-field.scrollTop}px`);
    list.style.setProperty("--across", `${-field.scrollLeft}px`);
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `sql-name-${index}`);
  }

  key(event) {
    if (event.ctrlKey && event.code === "Space") {
      event.preventDefault();
      return this.offer(true);
    }
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.names.length;
      this.choose(this.chosen < 0 ? (step > 0 ? 0 : count - 1) : (this.chosen + step + count) % count);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.chosen >= 0 && !event.ctrlKey && !event.metaKey) {
      this.take(this.chosen);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      if (event.key === "Enter" || event.key.startsWith("Arrow")) this.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the list and no more
  }

  take(index) {
    const { field } = this;
    field.setSelectionRange(this.from, field.selectionStart);
    // The only way to write that the field's own undo knows; a browser without it writes all the same.
    if (!document.execCommand("insertText", false, this.names[index].name)) field.setRangeText(this.names[index].name, this.from, field.selectionEnd, "end");
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.choose(-1);
  }
}
