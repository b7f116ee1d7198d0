import type { File } from './built.js';
import type { Languages } from './languages.js';

/** Loads a file beside the script tag's loader. */
export type Load = (file: File) => Promise<unknown>;

/** How to load words from the script tag's files, which export each language under its own name. */
export const wordsIn = <Words>(files: Readonly<Record<string, File>>, load: Load): Languages<Words> =>
  Object.fromEntries(
    Object.entries(files).map(([name, file]) => [
      name,
      async () => ((await load(file)) as Record<string, Words>)[name] as Words,
    ]),
  );
