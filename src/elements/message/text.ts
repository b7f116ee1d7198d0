/** Whether a message is nothing but up to six emoji. */
export const isEmojiOnly = (text: string): boolean =>
  /^\s*(?:(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]?(?:\u200D\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]?)*)\s*){1,6}$/u.test(
    text,
  );

/** Scripts that name a language well enough to choose a voice and a font by. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Thai}/u, 'th'],
];

/** The language a text is in as far as its first letter tells, else `language`, the one around it. */
export function languageOf(text: string, language: string): string {
  const letter = /\p{L}/u.exec(text)?.[0] ?? '';
  return scripts.find(([script]) => script.test(letter))?.[1] ?? language;
}

/** One or two letters for a name; one where letters would join. */
export function initials(name: string): string {
  const [first = '', ...rest] = name.split(/\s+/u).map((word) => [...word][0] ?? '');
  const last = rest[rest.length - 1] ?? '';
  return (/\p{Lu}/u.test(first + last) ? first + last : first).toUpperCase();
}
