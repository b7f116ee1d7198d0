/** When a queue is open, as plain data: every time is wall-clock time of `timeZone`. */
export interface Hours {
  /** An IANA name: `Europe/Berlin`. */
  readonly timeZone: string;
  /** A day that is not named is closed. */
  readonly weekly: Readonly<Partial<Record<Day, readonly OpenRange[]>>>;
  /** What holds on single dates instead of the week: holidays, and days with hours of their own. */
  readonly overrides: readonly Override[];
}

/** `['09:00', '18:00']`. `24:00` is the end of the day; an end that is not after its start lies on the next day. */
export type OpenRange = readonly [start: string, end: string];

export interface Override {
  /** `2026-12-24`. */
  readonly date: string;
  readonly name?: string;
  /** None = closed the whole day. */
  readonly hours: readonly OpenRange[];
}

export const days = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
export type Day = (typeof days)[number];

const dayMs = 86_400_000;
const allDay: readonly OpenRange[] = [['00:00', '24:00']];

/** Open around the clock. */
export const alwaysOpen: Hours = {
  timeZone: 'UTC',
  weekly: Object.fromEntries(days.map((day) => [day, allDay])),
  overrides: [],
};

/** The override of a date, if there is one. */
export function overrideOf(hours: Hours, date: string): Override | undefined {
  return hours.overrides.find((one) => one.date === date);
}

/** The hours of one date: those of its override, or else of its weekday. */
export function hoursOn(hours: Hours, date: string): readonly OpenRange[] {
  return overrideOf(hours, date)?.hours ?? hours.weekly[dayOf(date)] ?? [];
}

/** Whether it is open at `now` (milliseconds since 1970), by the clocks of its time zone. */
export function isOpen(hours: Hours, now: number): boolean {
  const { date, minutes } = wallClock(hours.timeZone, now);
  const today = hoursOn(hours, date).some(([start, end]) => {
    const from = minutesOf(start);
    const to = minutesOf(end);
    return minutes >= from && (minutes < to || to <= from);
  });
  const sinceYesterday = hoursOn(hours, addDays(date, -1)).some(([start, end]) => {
    const to = minutesOf(end);
    return to <= minutesOf(start) && minutes < to;
  });
  return today || sinceYesterday;
}

/** What the clocks of a time zone show: `{date: '2026-03-29', minutes: 180}`. */
export function wallClock(timeZone: string, now: number): { readonly date: string; readonly minutes: number } {
  const text = formatOf(timeZone).format(now);
  const [, date = '', hour = '0', minute = '0'] = /^(\d{4}-\d\d-\d\d),? (\d\d):(\d\d)/.exec(text) ?? [];
  return { date, minutes: Number(hour) * 60 + Number(minute) };
}

/** The date so many days later. */
export function addDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Whether `2026-02-29` and the like is a date of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Whether this machine knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Minutes since midnight of `09:30`; undefined when it is no time from 00:00 to 24:00. */
export function readMinutes(text: string): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const total = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && total <= 1_440 ? total : undefined;
}

export function minutesOf(text: string): number {
  return readMinutes(text) ?? 0;
}

function dayOf(date: string): Day {
  return days[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'SUNDAY';
}

/** Swedish dates are ISO dates. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
