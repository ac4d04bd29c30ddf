// What only the reader knows of a citation: the day on which the page was looked up, and where it was found.
const day = new Date().toLocaleDateString("sv"); // ISO 8601, by the reader's own calendar
const WITH_DAY = {
  bib: (text) => text.replace(/\}\n?$/, `  urldate = {${day}},\n}\n`),
  ris: (text) => text.replace(/ER {2}- /, `Y2  - ${day.replaceAll("-", "/")}\r\nER  - `),
  "csl.json": (text) => JSON.stringify(JSON.parse(text).map((item) => ({ ...item, accessed: { "date-parts": [day.split("-").map(Number)] } })), null, 1),
};

for (const text of document.querySelectorAll("[data-cite] p")) {
  const address = /https?:\/\//.test(text.textContent) ? "" : ` ${location.href.replace(/[?#].*/, "")}`;
  const words = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  text.append(`${address} Accessed ${words}.`);
}

for (const link of document.querySelectorAll(".actions a[href]")) {
  const form = Object.keys(WITH_DAY).find((name) => link.pathname.endsWith(`.${name}`));
  if (!form) continue;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the file itself, as it is
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.status);
      const file = document.createElement("a");
      file.href = URL.createObjectURL(new Blob([WITH_DAY[form](await answer.text())], { type: "text/plain" }));
      file.download = link.pathname.split("/").pop();
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
    } catch {
      location.assign(link.href);
    }
  });
}
