import type { WaitStrings } from '../../i18n/wait/strings.js';

/** A time at which somebody can ask to be called. */
export interface CallTime {
  readonly name: string;
  /** Milliseconds since 1970; undefined: as soon as possible. */
  readonly at: number | undefined;
}

const hour = 3_600_000;
const morning = 9;
const afternoon = 14;

/** The times to choose from, in the customer's own zone: the nearest first, and none more than three days ahead. */
export function callTimes(now: number, strings: WaitStrings): readonly CallTime[] {
  const on = (days: number, hours: number): number => {
    const date = new Date(now);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hours).getTime();
  };
  const weekday = new Intl.DateTimeFormat(strings.language, { weekday: 'long' });
  const times: CallTime[] = [
    { name: strings.soon, at: undefined },
    { name: strings.inAnHour, at: now + hour },
  ];
  // Nobody asks for "this afternoon" what is "in an hour" anyway.
  if (on(0, afternoon) - now > 1.5 * hour) times.push({ name: strings.today, at: on(0, afternoon) });
  times.push({ name: strings.tomorrow('morning'), at: on(1, morning) });
  times.push({ name: strings.tomorrow('afternoon'), at: on(1, afternoon) });
  for (const days of [2, 3]) {
    const day = weekday.format(on(days, morning));
    times.push({ name: strings.onDay(day, 'morning'), at: on(days, morning) });
    times.push({ name: strings.onDay(day, 'afternoon'), at: on(days, afternoon) });
  }
  return times;
}
