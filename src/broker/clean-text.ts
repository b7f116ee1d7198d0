/** Control characters other than tab and line feed, marks that turn the direction of what follows, halves of characters. */
const unwanted = /[\p{Cs}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text of several lines that is safe to show to an agent. May be empty. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(unwanted, '').trim();
}

/** One line of it, for where another line would mean something else: a subject, say. */
export function cleanLine(text: string, longest: number): string {
  const line = cleanText(text).replace(/\s+/gu, ' ');
  return line.length <= longest ? line : `${cutEnd(line, longest - 1)}…`;
}

function cutEnd(text: string, longest: number): string {
  const cut = text.slice(0, longest);
  // Not in the middle of a character.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
