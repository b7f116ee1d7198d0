/*
 * What only the build knows. Empty here: rollup.config.mjs puts in the names and hashes of the files it has made, and
 * the launcher's words out of i18n, so that the script tag needs neither a manifest to fetch nor a dictionary.
 */

/** A file that is loaded later: its path beside the loader, and the integrity its bytes must have. */
export type File = readonly [path: string, integrity: string];

/** What a launcher says before a language is loaded: its name, and why nothing opened. */
export type Words = readonly [name: string, failed: string];

/** The app. */
export const app: File = ['', ''];

/** By language: about 80 bytes each of the 2,048 the script tag may have. */
export const words: Readonly<Partial<Record<string, Words>>> = {};

/** English, for languages we do not speak. */
export const english: Words = ['', ''];
