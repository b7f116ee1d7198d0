import type { File } from './built.js';

/*
 * What only the build knows. Empty here: rollup.config.mjs puts in the files it has made for the script tag.
 */

/** Waiting and endings. */
export const wait: File = ['', ''];

/** The view before a contact. */
export const hours: File = ['', ''];

/** Files. */
export const files: File = ['', ''];
