/*
 * What only the build knows. Empty here: rollup.config.mjs puts in the files it has made for the script tag.
 */

/** A file that is loaded later: its path beside the loader, and the integrity its bytes must have. */
export type File = readonly [path: string, integrity: string];

/** The session, and everything it stands on but the client for Amazon Connect. */
export const session: File = ['', ''];

/** The client for Amazon Connect. */
export const connect: File = ['', ''];

/** Calls. */
export const call: File = ['', ''];

/** Every language but English. */
export const languages: Readonly<Record<string, File>> = {};
