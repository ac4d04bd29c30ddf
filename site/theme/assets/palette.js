// Sets the colours that the reader chose, or the system's, on the body before it is drawn.
(() => {
  const chosen = window.__md_get("__palette")?.color;
  const automatic = "(prefers-color-scheme)";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const media = !chosen || chosen.media === automatic ? `(prefers-color-scheme: ${dark})` : chosen.media;
  const option = document.querySelector(`[data-md-color-media="${media}"]`);
  for (const name of ["scheme", "primary", "accent"]) {
    const value = option?.getAttribute(`data-md-color-${name}`);
    if (value) document.body.setAttribute(`data-md-color-${name}`, value);
  }
})();
