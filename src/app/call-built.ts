/*
 * What only the build knows. Empty here: rollup.config.mjs puts in the files it has made for the script tag's calls.
 */
import type { File } from './built.js';

/** The client for Amazon Chime. */
export const chime: File = ['', ''];

/** The words of a call in every language but English. */
export const callLanguages: Readonly<Record<string, File>> = {};
