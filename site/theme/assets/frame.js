// What the frame of every page does with a script: colours before anything is drawn, and where one is among its contents.
(() => {
  const CHOICES = { auto: "as the system has them", light: "light", dark: "dark" };
  const { body, documentElement: root } = document;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const key = `${new URL("..", document.currentScript.src).pathname}colours`; // one for each site on a host
  let chosen = "auto";
  root.classList.remove("no-js");
  try {
    chosen = localStorage.getItem(key) ?? chosen;
  } catch {
    // Storage may be forbidden; then a choice holds for one page.
  }

  function show() {
    if (!("schemes" in body.dataset)) return; // the record's settings name one scheme for everybody
    if (!(chosen in CHOICES)) chosen = "auto";
    const dark = chosen === "auto" ? system.matches : chosen === "dark";
    body.dataset.mdColorScheme = dark ? "slate" : "default";
    const button = document.querySelector("[data-colours]");
    if (!button) return;
    button.dataset.colours = chosen;
    button.setAttribute("aria-label", `Colours: ${CHOICES[chosen]}`);
    button.title = button.ariaLabel;
  }

  function next() {
    const names = Object.keys(CHOICES);
    chosen = names[(names.indexOf(chosen) + 1) % names.length];
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // As above.
    }
    show();
  }

  // What is on this page stands open beside the article; the style sheet shows it so, and this tells who asks.
  function unfold() {
    const fold = document.querySelector(".contents > details");
    if (fold && matchMedia("(min-width: 60em)").matches) fold.open = true;
  }

  // The entry of the section whose heading was passed last.
  function follow() {
    const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (!heads.length) return;
    const mark = () => {
      const passed = heads.findLast((head) => head.getBoundingClientRect().top < innerHeight / 3) ?? heads[0];
      for (const [id, link] of links) link.classList.toggle("here", id === passed.id);
    };
    const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
    for (const head of heads) watch.observe(head);
  }

  // What is wider than its box is scrolled with the arrow keys, in every browser.
  function scrollable() {
    for (const box of document.querySelectorAll("pre, pre > code, .editions")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }

  // A browser without popovers opens and closes the menu all the same.
  function menu() {
    if ("popover" in HTMLElement.prototype) return;
    document.querySelector(".top-menu")?.addEventListener("click", () => document.getElementById("menu").classList.toggle("open"));
  }

  // Opened from disk: addresses of folders lead to their pages, and what needs a server says so.
  function fromDisk() {
    if (location.protocol !== "file:") return;
    for (const link of document.querySelectorAll("a[href]")) {
      const path = link.getAttribute("href");
      if (!/^[a-z]+:/i.test(path) && /(^|\/)(\?[^#]*)?(#.*)?$/.test(path)) link.setAttribute("href", path.replace(/(\?[^#]*)?(#.*)?$/, "index.html$2"));
    }
    const note = document.createElement("aside");
    note.className = "as-of";
    const words = note.appendChild(document.createElement("p"));
    words.className = "md-grid";
    words.textContent = "Opened from disk. Everything can be read so; search, Explore's filters and Query need a server: run “python3 -m http.server” in the site's folder and open http://localhost:8000.";
    document.querySelector(".md-header").after(note);
    for (const button of document.querySelectorAll("[data-search=open]")) button.addEventListener("click", () => note.scrollIntoView());
  }

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelector("[data-colours]")?.addEventListener("click", next);
    menu();
    fromDisk();
    unfold();
    follow();
    scrollable();
    addEventListener("resize", scrollable, { passive: true });
  });
})();
