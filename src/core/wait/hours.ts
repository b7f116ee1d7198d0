import type { Availability } from './ports.js';
import type { Hours } from './state.js';

export type HoursEvent =
  | { readonly type: 'hours-asked' }
  | { readonly type: 'hours-came'; readonly availability: Availability; readonly at: number }
  | { readonly type: 'hours-failed' };

/** What is open, after an event. While it is asked again, what was known stays on screen. */
export function moveHours(hours: Hours, event: HoursEvent): Hours {
  switch (event.type) {
    case 'hours-asked':
      return hours.name === 'known' || hours.name === 'asking' ? hours : { name: 'asking' };
    case 'hours-came':
      return { name: 'known', availability: event.availability, at: event.at };
    case 'hours-failed':
      return hours.name === 'failed' ? hours : { name: 'failed' };
  }
}

/** Whether what is known of the hours is still good. */
export const isGood = (hours: Hours, now: number): boolean =>
  hours.name === 'known' && Math.abs(now - hours.at) < hours.availability.ttlMs;
