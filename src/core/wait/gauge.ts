import type { WaitRange } from './offers.js';
import type { WaitReport } from './ports.js';
import type { Figures } from './state.js';

/** Ranges, shortest first, with the seconds at which each ends. */
const ranges: readonly WaitRange[] = ['under-1', '1-2', '2-5', '5-10', '10-20', 'over-20'];
const tops = [60, 120, 300, 600, 1_200, Infinity];
/** A figure is shown as new for two intervals, and for so many milliseconds at least: queues are counted every few seconds. */
const freshMs = 30_000;
/** How long a change is still called one, in milliseconds. */
const trendMs = 120_000;
/** How long after the wait grew good news has to hold, in milliseconds. */
const calmMs = 60_000;
/** Reports whose evidence is not at least so much newer stand on the same evidence, in milliseconds. */
const sameEvidenceMs = 500;

/**
 * What is known of one wait, and what is shown of it. What is shown may lag behind what was reported: good news is
 * believed when it is clear, bad news when it holds, and neither at a border that was crossed by a second.
 */
export interface Gauge {
  /** 1 is next. */
  readonly position: number | undefined;
  /** Index of the range that is shown. */
  readonly range: number | undefined;
  readonly trend: Figures['trend'];
  readonly trendAt: number;
  /** When position and estimate were last true, milliseconds since 1970 by the device's clock. */
  readonly positionAt: number;
  readonly etaAt: number;
  readonly etaSeconds: number | undefined;
  /** When the estimate was read. */
  readonly readAt: number;
  /** Seconds of estimate that go by in a second, as reports showed it: 0 where the estimate does not move. */
  readonly pace: number;
  /** Reports in a row that said more, or less, than is shown. */
  readonly higher: number;
  readonly lower: number;
  readonly placesUp: number;
  /** Milliseconds between two reports. */
  readonly intervalMs: number;
}

export const emptyGauge: Gauge = {
  position: undefined,
  range: undefined,
  trend: 'steady',
  trendAt: -Infinity,
  positionAt: -Infinity,
  etaAt: -Infinity,
  etaSeconds: undefined,
  readAt: -Infinity,
  pace: 0,
  higher: 0,
  lower: 0,
  placesUp: 0,
  intervalMs: freshMs / 2,
};

/** The gauge of which another tab showed these figures: they stay until a report says something else, or they are old. */
export function gaugeOf({ position, range, trend, fresh }: Figures, now: number): Gauge {
  const at = fresh ? now - freshMs : -Infinity;
  const index = range && ranges.indexOf(range);
  return { ...emptyGauge, position, range: index, trend, trendAt: now, positionAt: at, etaAt: at };
}

const topOf = (range: number): number => tops[range] ?? Infinity;

/** Where seconds belong, unless they are so near the border of the range that is shown that it may stay. */
function rangeFor(seconds: number, shown: number | undefined): number {
  const exact = tops.findIndex((top) => seconds < top);
  if (shown === undefined || exact === shown) return exact;
  const border = exact > shown ? topOf(shown) : topOf(shown - 1);
  const margin = Math.max(8, border / 10);
  return Math.abs(seconds - border) < margin ? shown : exact;
}

/** The gauge after a report. `now`: milliseconds since 1970 by the device's clock. */
export function read(before: Gauge, report: WaitReport, now: number): Gauge {
  if (report.state !== 'queued' && report.state !== 'unknown') return emptyGauge;
  const gauge = { ...tick(before, now), intervalMs: report.nextPollMs };
  const at = now - report.ageMs;
  return readEstimate(readPosition(gauge, report.position, at, now), report.etaSeconds, at, now);
}

function readPosition(gauge: Gauge, reported: number | undefined, at: number, now: number): Gauge {
  const { position, positionAt } = gauge;
  // Another answer may stand on older evidence: what is shown is better.
  if (reported === undefined || at < positionAt - sameEvidenceMs) return gauge;
  const next = { ...gauge, positionAt: at, placesUp: 0 };
  if (position === undefined || reported === position) return { ...next, position: reported };
  if (reported < position) return { ...next, position: reported, ...trend(gauge, 'shorter', now) };
  const placesUp = gauge.placesUp + (at > positionAt + sameEvidenceMs ? 1 : 0);
  if (placesUp < 2) return { ...gauge, positionAt: at, placesUp };
  return { ...next, position: reported, ...trend(gauge, 'longer', now) };
}

function readEstimate(gauge: Gauge, seconds: number | undefined, at: number, now: number): Gauge {
  const { etaAt, etaSeconds, range, trendAt } = gauge;
  if (seconds === undefined || at < etaAt - sameEvidenceMs) return gauge;
  const isNew = at > etaAt + sameEvidenceMs;
  const passed = (now - gauge.readAt) / 1_000;
  const observed = etaSeconds === undefined || passed < 3 ? undefined : (etaSeconds - seconds) / passed;
  const pace = observed === undefined ? gauge.pace : (gauge.pace + Math.min(1, Math.max(0, observed))) / 2;
  const next = { ...gauge, pace, etaAt: at, etaSeconds: seconds, readAt: now, higher: 0, lower: 0 };
  const told = rangeFor(seconds, range);
  if (range === undefined || told === range) return { ...next, range: told };
  if (told > range) {
    const higher = gauge.higher + (isNew ? 1 : 0);
    if (higher < 2 && seconds < 2 * topOf(range)) return { ...next, higher };
    return { ...next, range: told, ...trend(gauge, 'longer', now) };
  }
  const lower = gauge.lower + (isNew ? 1 : 0);
  const isClear = seconds < 0.75 * topOf(range - 1) && !(gauge.trend === 'longer' && now - trendAt < calmMs);
  if (lower < 2 && !isClear) return { ...next, lower };
  return { ...next, range: told, ...trend(gauge, 'shorter', now) };
}

/** What two regions say of the same change: that it grew is the word that must not be lost. */
function trend(gauge: Gauge, to: Figures['trend'], now: number): Pick<Gauge, 'trend' | 'trendAt'> {
  if (to === 'shorter' && gauge.trend === 'longer' && gauge.trendAt === now) return gauge;
  return { trend: to, trendAt: now };
}

/** The gauge as time has passed since the last report: the estimate runs down at the pace it was seen to, never up. */
export function tick(gauge: Gauge, now: number): Gauge {
  const { etaSeconds, range, pace, readAt } = gauge;
  const calm: Gauge =
    gauge.trend !== 'steady' && now - gauge.trendAt >= trendMs ? { ...gauge, trend: 'steady' } : gauge;
  const lapsed = forget(calm, now);
  if (etaSeconds === undefined || range === undefined || pace === 0) return lapsed;
  const left = Math.max(0, etaSeconds - (pace * Math.max(0, now - readAt)) / 1_000);
  const told = rangeFor(left, range);
  return told < range ? { ...lapsed, range: told, ...trend(gauge, 'shorter', now) } : lapsed;
}

/** Of two figures, one that is no longer told goes when it is old; the last one stays, and is shown to be old. */
function forget(gauge: Gauge, now: number): Gauge {
  const patience = Math.max(2 * gauge.intervalMs, freshMs);
  const isOld = (at: number, other: number): boolean => now - at > patience && other > at + patience;
  if (gauge.position !== undefined && isOld(gauge.positionAt, gauge.etaAt)) return { ...gauge, position: undefined };
  if (gauge.range === undefined || !isOld(gauge.etaAt, gauge.positionAt)) return gauge;
  return { ...gauge, range: undefined, etaSeconds: undefined };
}

/** What of the gauge may be shown. Undefined before there is a figure. */
export function figuresOf(gauge: Gauge, now: number): Figures | undefined {
  const { position, range, trend, positionAt, etaAt, intervalMs } = gauge;
  if (position === undefined && range === undefined) return undefined;
  const fresh = now - Math.max(positionAt, etaAt) <= Math.max(2 * intervalMs, freshMs);
  return { position, range: range === undefined ? undefined : ranges[range], trend, fresh };
}
