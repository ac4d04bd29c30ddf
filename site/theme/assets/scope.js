// Material's script keeps its settings through these four names, one set for each site on a host.
(() => {
  const scope = new URL("..", document.currentScript.src);
  const name = (key, within) => `${within.pathname}.${key}`;
  Object.assign(window, {
    __md_scope: scope,
    __md_hash: (text) => Array.from(text).reduce((sum, letter) => ((sum << 5) - sum + letter.charCodeAt(0)) | 0, 0),
    __md_get: (key, storage = localStorage, within = scope) => {
      try {
        return JSON.parse(storage.getItem(name(key, within)));
      } catch {
        return null; // storage may be forbidden, or hold something that is not ours
      }
    },
    __md_set: (key, value, storage = localStorage, within = scope) => {
      try {
        storage.setItem(name(key, within), JSON.stringify(value));
      } catch {
        // Without storage a choice holds for one page only.
      }
    },
  });
})();
