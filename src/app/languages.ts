/** How to load each language but English, by BCP 47 tag. */
export type Languages<Words> = Readonly<Record<string, () => Promise<Words>>>;

/** The first of the wanted languages that is known, in full or by its primary tag: `de-AT` finds `de`. Else the first known. */
export function choose(wanted: readonly (string | null | undefined)[], known: readonly string[]): string {
  const tags = wanted.flatMap((tag) => (tag ? [tag.toLowerCase(), tag.toLowerCase().replace(/-.*/, '')] : []));
  return tags.find((tag) => known.includes(tag)) ?? known[0] ?? 'en';
}

/**
 * Finds the words for an element: by its `language`, the page's `lang`, the browser's languages, in this order. A
 * language that cannot be loaded is English until somebody asks again.
 */
export function stringsFrom<Words>(
  english: Words,
  languages: Languages<Words>,
): (element: HTMLElement) => Promise<Words> {
  const known = ['en', ...Object.keys(languages)];
  return async (element) => {
    const own = 'language' in element ? String(element.language) : element.getAttribute('language');
    const page = element.closest<HTMLElement>('[lang]')?.lang ?? document.documentElement.lang;
    const load = languages[choose([own, page, ...navigator.languages], known)];
    return (await load?.().catch(() => undefined)) ?? english;
  };
}
