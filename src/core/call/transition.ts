import type { CallState } from './state.js';

export type CallEvent = { readonly type: 'forgotten' };

/** The whole life of a call, as one pure function. An event that makes no sense now returns the same snapshot. */
export function transition(state: CallState, _event: CallEvent): CallState {
  return state;
}
