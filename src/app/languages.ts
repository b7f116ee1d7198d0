import type { StringsSource } from '../elements/widget/sources.js';
import { en } from '../i18n/en.js';
import type { Strings } from '../i18n/strings.js';

/** How to load each language but English, by BCP 47 tag. */
export type Languages = Readonly<Record<string, () => Promise<Strings>>>;

/** The first of the wanted languages that is known, in full or by its primary tag: `de-AT` finds `de`. Else English. */
export function choose(wanted: readonly (string | null | undefined)[], known: readonly string[]): string {
  const tags = wanted.flatMap((tag) => (tag ? [tag.toLowerCase(), tag.toLowerCase().replace(/-.*/, '')] : []));
  return tags.find((tag) => known.includes(tag)) ?? en.language;
}

/**
 * Finds the words for an element: by its `language`, the page's `lang`, the browser's languages, in this order. A
 * language that cannot be loaded is English until somebody asks again.
 */
export function stringsFrom(languages: Languages): StringsSource {
  const known = [en.language, ...Object.keys(languages)];
  return async (element) => {
    const own = 'language' in element ? String(element.language) : element.getAttribute('language');
    const page = element.closest<HTMLElement>('[lang]')?.lang ?? document.documentElement.lang;
    const load = languages[choose([own, page, ...navigator.languages], known)];
    return (await load?.().catch(() => undefined)) ?? en;
  };
}
