import { json, number } from './read.js';

/** The answer to POST /v1/contact/turn. */
export interface TurnBody {
  /** Milliseconds from now until the customer may ask Amazon Connect for a connection; 0 for at once. */
  readonly afterMs: number;
}

/** Reads a turn; undefined for anything else. Returns its milliseconds. */
export const parseTurn = (value: unknown): number | undefined => number(json(value)?.['afterMs']);
