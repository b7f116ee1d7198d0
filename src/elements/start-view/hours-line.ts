import type { Topic, Way } from '../../core/wait/ports.js';
import type { Hours } from '../../core/wait/state.js';
import type { HoursStrings } from '../../i18n/hours/strings.js';

export type KnownHours = Extract<Hours, { readonly name: 'known' }>;

const hour = 3_600_000;
const day = 86_400_000;

/** Counts the customer's own calendar days: midnight in their zone, as if it were in Greenwich. */
function dayNumber(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / day;
}

const time = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(at);

/** Today has no name here; tomorrow has its own, the next days go by their weekday, later ones by date. */
function dayName(at: number, now: number, language: string): string | undefined {
  const days = dayNumber(at) - dayNumber(now);
  if (days < 1) return undefined;
  if (days === 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(1, 'day');
  const date = days < 7 ? {} : ({ day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(language, { weekday: 'long', ...date }).format(at);
}

/** Whether it is open, and until or from when, in the customer's own zone. `at`: when the answer came. */
export function openWords(
  { open, closesInMs, opensInMs }: Way,
  at: number,
  now: number,
  strings: HoursStrings,
): string {
  const { language } = strings;
  if (open) {
    // What closes tomorrow evening has to name no time that might be taken for today's.
    if (closesInMs === undefined || at + closesInMs - now > 16 * hour) return strings.open;
    return at + closesInMs > now ? strings.openUntil(time(at + closesInMs, language)) : strings.closed;
  }
  if (opensInMs === undefined || at + opensInMs <= now) return strings.closed;
  return strings.opens(dayName(at + opensInMs, now, language), time(at + opensInMs, language));
}

/** How long a newcomer waits, said as roughly as it is known. Empty when nobody knows. */
export function waitWords({ open, waitSeconds }: Way, strings: HoursStrings): string {
  if (!open || waitSeconds === undefined) return '';
  if (waitSeconds < 60) return strings.usuallyShort;
  const minutes = Math.ceil(waitSeconds / 60);
  return minutes > 20 ? strings.usuallyLong : strings.usually(minutes);
}

/** Of several ways the one to speak of: the first that is open, else the one that opens first. */
function first(ways: readonly (Way | undefined)[]): Way | undefined {
  const opens = ({ open, opensInMs }: Way): number => (open ? 0 : (opensInMs ?? Infinity));
  return ways.filter((way) => way !== undefined).sort((one, other) => opens(one) - opens(other) || 0)[0];
}

/** The way that says most about a topic. */
export const bestWay = ({ chat, call }: Topic): Way | undefined => first([chat, call]);

/** What is open and how long one waits, in one line for beside the launcher. Empty when there is nothing to say. */
export function hoursLine({ availability, at }: KnownHours, now: number, strings: HoursStrings): string {
  const { general, topics } = availability;
  const way = first([general, ...Object.values(topics)].map(bestWay));
  if (!way) return '';
  return [openWords(way, at, now, strings), waitWords(way, strings)].filter(Boolean).join(' · ');
}
