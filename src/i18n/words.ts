/** What a site calls something, in this language, or in the one that comes nearest. Empty where it has no name. */
export function inLanguage(words: Readonly<Record<string, string>> | undefined, language: string): string {
  if (!words) return '';
  return words[language] ?? words[language.split('-')[0] ?? ''] ?? words['en'] ?? Object.values(words)[0] ?? '';
}
