// Text as it is compared: without accents, case, hyphens and apostrophes, so that each spelling finds the others.
const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

export function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘ʼʻ`.\u00ad‐‑-]/g, "")
    .replace(/[øłđðþßæœı]/g, (letter) => LETTERS[letter]);
}

// What was typed, as the words that must all be found; "several words" in quotation marks count as one.
export function wordsOf(query) {
  const parts = query.match(/["“”][^"“”]+["“”]?|[^\s"“”,;/–—]+/g) ?? [];
  return parts.map((part) => fold(part.replace(/["“”]/g, " ").trim())).filter(Boolean);
}
