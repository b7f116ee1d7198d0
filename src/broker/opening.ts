import type { EffectiveHours } from './connect-queues.js';

/** A stretch of time in which it is open, milliseconds since 1970: from `start` on, and no longer at `end`. */
export interface OpenStretch {
  readonly start: number;
  readonly end: number;
}

/** What hours say of one moment. */
export interface OpenState {
  readonly open: boolean;
  /** Milliseconds until it closes; undefined when it is closed, or open for longer than is known. */
  readonly closesInMs?: number | undefined;
  /** Milliseconds until it opens; undefined when it is open, or closed for longer than is known. */
  readonly opensInMs?: number | undefined;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The stretches in which it is open, in order and without seams: a day that is open until midnight goes over into the
 * next. `until`: the end of what is known, which is not a time at which it closes.
 */
export function stretchesOf({ timeZone, dates }: EffectiveHours): {
  readonly stretches: readonly OpenStretch[];
  readonly until: number;
} {
  const clock = wallClock(timeZone);
  const found = dates
    .flatMap(({ date, spans }) => {
      const midnight = Date.parse(`${date}T00:00:00Z`);
      return spans.map(({ start, end }) => ({
        start: clock.first(midnight + start * minuteMs),
        end: clock.last(midnight + end * minuteMs + (end > start ? 0 : dayMs)),
      }));
    })
    .sort((a, b) => a.start - b.start);
  const stretches: OpenStretch[] = [];
  for (const next of found) {
    const before = stretches.at(-1);
    if (before && next.start <= before.end) {
      stretches[stretches.length - 1] = { start: before.start, end: Math.max(before.end, next.end) };
    } else stretches.push(next);
  }
  const last = dates.at(-1);
  return { stretches, until: last ? clock.first(Date.parse(`${last.date}T00:00:00Z`) + dayMs) : -Infinity };
}

/** What holds at `now`. */
export function openState(stretches: readonly OpenStretch[], until: number, now: number): OpenState {
  const current = stretches.find(({ start, end }) => start <= now && now < end);
  if (current) return { open: true, ...(current.end < until && { closesInMs: current.end - now }) };
  const next = stretches.find(({ start }) => start > now);
  return { open: false, ...(next && { opensInMs: next.start - now }) };
}

/** The date a time zone's calendar shows, so many days later: `2026-01-31`. */
export function dateIn(timeZone: string, at: number, days = 0): string {
  const wall = wallClock(timeZone).shown(at);
  return new Date(wall + days * dayMs).toISOString().slice(0, 10);
}

interface WallClock {
  /** What the clocks show at an instant, as milliseconds since 1970 without any zone. */
  shown(at: number): number;
  /** The first instant at which the clocks show a time, or have just jumped over it. */
  first(wall: number): number;
  /** The last one: in the night in which an hour comes twice, the second. */
  last(wall: number): number;
}

function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const shown = (at: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const offset = (at: number): number => shown(at) - at;
  /** The instants that could be meant: with the offset of the day before, and of the day after. */
  const meant = (wall: number): readonly number[] => {
    const both = [wall - offset(wall - dayMs), wall - offset(wall + dayMs)].sort((a, b) => a - b);
    const real = both.filter((at) => shown(at) === wall);
    return real.length > 0 ? real : [jump(both[0] ?? wall, both[1] ?? wall)];
  };
  /** Where the clocks jump between two instants. */
  const jump = (from: number, to: number): number => {
    const before = offset(from);
    let low = from;
    let high = to;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  };
  return {
    shown,
    first: (wall) => Math.min(...meant(wall)),
    last: (wall) => Math.max(...meant(wall)),
  };
}
