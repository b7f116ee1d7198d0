import type { ContactFigures } from './connect-metrics.js';
import type { QueueFigure } from './queue-figures.js';
import type { Place } from './waiting-line.js';

/** What Amazon Connect estimated for one contact. */
interface Said {
  readonly etaSeconds: number;
  readonly position: number | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A contact's own estimates: the first, and the newest. */
export interface OwnEstimates {
  readonly first: Said;
  readonly last: Said;
}

export interface Estimate {
  readonly etaSeconds: number;
  readonly basis: 'contact' | 'queue';
  /** When what it stands on was true, milliseconds since 1970. */
  readonly at: number;
}

/** How long somebody who has just come is told what is told of newcomers, in milliseconds. */
const newcomerMs = 60_000;

/** With one more measurement. */
export function withFigures(
  before: OwnEstimates | undefined,
  { position, etaSeconds }: ContactFigures,
  at: number,
): OwnEstimates | undefined {
  if (etaSeconds === undefined) return before;
  const last: Said = { etaSeconds, position, at };
  return { first: before?.first ?? last, last };
}

/**
 * Seconds from now. What is known of the whole queue comes first, share by share: it is fresh, while the estimate of one
 * contact may stay what it was when it was made. That one is shared out by the places that are gone.
 */
export function estimate(
  place: Place | undefined,
  figure: QueueFigure | undefined,
  own: OwnEstimates | undefined,
  enqueuedAt: number,
  now: number,
): Estimate | undefined {
  const { etaSeconds, contactsInQueue } = figure ?? {};
  if (figure && etaSeconds !== undefined && contactsInQueue !== undefined) {
    // Whoever stands beyond the count stands behind people of another channel, whom the newcomer's estimate counts too.
    const perPlace = etaSeconds / Math.max(contactsInQueue + 1, place?.position ?? 0);
    if (place) return rounded(place.position * perPlace, 'queue', Math.min(place.at, figure.at));
    if (now - enqueuedAt < newcomerMs) return rounded(etaSeconds - (now - enqueuedAt) / 1000, 'queue', figure.at);
  }
  if (!own) return undefined;
  const { first, last } = own;
  const stands = last.etaSeconds === first.etaSeconds && last.position !== first.position;
  const said = stands ? first : last;
  if (!place || said.position === undefined) {
    return rounded(said.etaSeconds - (now - said.at) / 1000, 'contact', last.at);
  }
  return rounded((said.etaSeconds * place.position) / said.position, 'contact', place.at);
}

function rounded(seconds: number, basis: Estimate['basis'], at: number): Estimate {
  return { etaSeconds: Math.max(0, Math.round(seconds)), basis, at };
}
