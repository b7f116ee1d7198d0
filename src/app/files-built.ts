import type { File } from './built.js';

/*
 * What only the build knows. Empty here: rollup.config.mjs puts in the files it has made for the script tag.
 */

/** The words of files, in every language but English. */
export const filesLanguages: Readonly<Record<string, File>> = {};
