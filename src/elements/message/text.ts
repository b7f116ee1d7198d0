/** Whether a message is nothing but a few emoji. */
export const isEmojiOnly = (text: string): boolean =>
  /^(?:[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u200D\uFE0F]|\s){1,24}$/u.test(text) &&
  text.trim() !== '';

/** Two letters for a name; one where letters would join. */
export const initials = (name: string): string => {
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? '');
  return letters
    .slice(0, /\p{Lu}/u.test(name) ? 2 : 1)
    .join('')
    .toUpperCase();
};
