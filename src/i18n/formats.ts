/** Dates and times in one language. Each formatter is made on first use and kept: making one costs more than a row. */
export class Formats {
  readonly language: string;
  #time: Intl.DateTimeFormat | undefined;
  #full: Intl.DateTimeFormat | undefined;
  #date: Intl.DateTimeFormat | undefined;
  #relative: Intl.RelativeTimeFormat | undefined;

  constructor(language: string) {
    this.language = language;
  }

  /** The time of day of `at` (milliseconds since 1970): "10:42 AM". */
  time(at: number): string {
    this.#time ??= new Intl.DateTimeFormat(this.language, { hour: 'numeric', minute: '2-digit' });
    return this.#time.format(at);
  }

  /** Date and time of `at` in full: "Saturday, November 21, 2026 at 10:42 AM". */
  full(at: number): string {
    this.#full ??= new Intl.DateTimeFormat(this.language, { dateStyle: 'full', timeStyle: 'short' });
    return this.#full.format(at);
  }

  /** The day of `at` as seen from `now`: "Today", "Yesterday", or weekday and date. */
  day(at: number, now: number): string {
    const days = dayNumber(at) - dayNumber(now);
    if (days === 0 || days === -1) {
      this.#relative ??= new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' });
      const [first = '', ...rest] = this.#relative.format(days, 'day');
      return first.toLocaleUpperCase(this.language) + rest.join('');
    }
    this.#date ??= new Intl.DateTimeFormat(this.language, { weekday: 'long', day: 'numeric', month: 'long' });
    return this.#date.format(at);
  }
}

/** Counts calendar days on this device: equal numbers are the same day. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
