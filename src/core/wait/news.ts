import type { Figures, Line } from './state.js';

type Waiting = Extract<Line, { readonly name: 'waiting' }>;

/** Least time between two things said, in milliseconds: for the last places, and for everything else. */
const urgentMs = 20_000;
const usualMs = 75_000;
/** Places so near that each of them is said. */
const lastPlaces = 3;

/** What somebody who listens was told last, and when. */
export interface Told {
  readonly at: number;
  readonly figures: Figures | undefined;
  /** The last places that were said. */
  readonly places: readonly number[];
  readonly offers: boolean;
}

export const toldNothing: Told = { at: -Infinity, figures: undefined, places: [], offers: false };

/** What whoever listens was told of a line that another tab showed: all of it, just now. */
export const toldOf = ({ figures, offers }: Pick<Waiting, 'figures' | 'offers'>, now: number): Told => ({
  at: now,
  figures,
  places: figures?.position === undefined ? [] : [figures.position],
  offers: offers.length > 0,
});

/** What is told once this is said; undefined while it is not worth a word, or not yet. */
export function tell(told: Told, figures: Figures | undefined, offers: boolean, now: number): Told | undefined {
  if (!figures?.fresh) return undefined;
  const { position } = figures;
  const isLastPlace = position !== undefined && position <= lastPlaces && !told.places.includes(position);
  if (!isLastPlace && !matters(told.figures, figures) && (told.offers || !offers)) return undefined;
  if (now - told.at < (isLastPlace ? urgentMs : usualMs)) return undefined;
  const places = isLastPlace ? [...told.places, position] : told.places;
  return { at: now, figures, places, offers: told.offers || offers };
}

/** Whether a change is worth a word: another range, or a step of a fifth of the place. */
function matters(before: Figures | undefined, now: Figures): boolean {
  if (!before || before.range !== now.range) return true;
  if (before.position === undefined || now.position === undefined) return before.position !== now.position;
  return Math.abs(now.position - before.position) >= Math.max(1, Math.ceil(before.position / 5));
}
