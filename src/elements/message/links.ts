/** A piece of text, or a web address inside it. */
export type Piece = string | { readonly href: string };

/**
 * Splits text at bare web addresses. Only http and https count, closing punctuation stays outside, and an address with
 * a name before its host (`https://bank.example@other.example`) stays text: it would not lead where it seems to.
 */
export function linkify(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(/\bhttps?:\/\/[^\s<>"“”]+/gi)) {
    const href = trimmed(found);
    if (!URL.canParse(href) || new URL(href).username !== '') continue;
    if (index > from) pieces.push(text.slice(from, index));
    pieces.push({ href });
    from = index + href.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** Without the punctuation that ends the sentence, and without a bracket that was opened before the address. */
function trimmed(address: string): string {
  const end = /[.,;:!?'’…]$|\)$/.exec(address)?.[0];
  if (end === undefined || (end === ')' && address.split('(').length >= address.split(')').length)) return address;
  return trimmed(address.slice(0, -1));
}
