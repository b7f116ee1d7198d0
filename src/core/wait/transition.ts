import { moveEnding, type EndingEvent } from './ending.js';
import { moveErrand, type ErrandEvent } from './errand.js';
import { moveFull, type FullEvent } from './full.js';
import { moveHours, type HoursEvent } from './hours.js';
import { moveLine, withoutDeclined, type LineEvent } from './line.js';
import type { WaitState } from './state.js';

export type WaitEvent =
  | HoursEvent
  | LineEvent
  | EndingEvent
  | ErrandEvent
  | FullEvent
  /** Ids of offers the customer does not want. */
  | { readonly type: 'declined'; readonly ids: readonly string[] };

/** How many declined offers are remembered: the newest. */
const declinedAtMost = 100;

/** Waiting and ending as one pure function of four regions. An event that makes no sense returns the same snapshot. */
export function transition(state: WaitState, event: WaitEvent): WaitState {
  switch (event.type) {
    case 'hours-asked':
    case 'hours-came':
    case 'hours-failed':
      return put(state, 'hours', moveHours(state.hours, event));
    case 'waits':
    case 'waits-no-more':
    case 'reported':
    case 'measured':
    case 'told':
      return put(state, 'line', moveLine(state, event));
    case 'over':
    case 'known':
    case 'pausing':
    case 'returning':
    case 'needs-patience':
    case 'returned':
    case 'rating':
    case 'end-forgotten':
      return put(state, 'ending', moveEnding(state.ending, event));
    case 'chosen':
    case 'put-away':
    case 'errand-began':
    case 'errand-failed':
    case 'errand-done':
      return put(state, 'errand', moveErrand(state.errand, event));
    case 'full':
    case 'full-trying':
    case 'full-no-more':
      return put(state, 'full', moveFull(state.full, event));
    case 'declined': {
      const fresh = event.ids.filter((id) => !state.declined.includes(id));
      if (fresh.length === 0) return state;
      const declined = [...state.declined, ...fresh].slice(-declinedAtMost);
      return { ...state, declined, line: withoutDeclined(state.line, declined) };
    }
  }
}

/** Waiting and endings as the tab has them that takes over: nobody asks any more. */
export const takenOver = (state: WaitState): WaitState =>
  state.hours.name === 'asking' ? { ...state, hours: { name: 'unknown' } } : state;

const put = <Region extends keyof WaitState>(state: WaitState, region: Region, value: WaitState[Region]): WaitState =>
  state[region] === value ? state : { ...state, [region]: value };
