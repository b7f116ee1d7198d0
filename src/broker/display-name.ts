/** UTF-16 units Amazon Connect takes as DisplayName. */
const most = 256;

/** Control characters, marks that turn the direction of what follows, halves of characters, the byte order mark. */
const unwanted =
  /[\p{Cs}\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A name that is safe to show to an agent: one line, 1–256 characters; `fallback` when nothing is left of it. */
export function cleanDisplayName(name: string, fallback: string): string {
  const clean = name.replace(unwanted, '').replace(/\s+/gu, ' ').trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(clean) ? cutName(clean, most) : fallback;
}

/** The beginning of a text, of at most `longest` UTF-16 units, without half a character at its end. */
export function cutName(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > longest) break;
    kept += character;
  }
  return kept.trimEnd();
}
