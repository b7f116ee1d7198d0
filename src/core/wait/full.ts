import type { Full } from './state.js';

export type FullEvent =
  | { readonly type: 'full'; readonly until: number | undefined }
  | { readonly type: 'full-trying' }
  | { readonly type: 'full-no-more' };

/** The service is full, after an event. */
export function moveFull(full: Full, event: FullEvent): Full {
  switch (event.type) {
    case 'full':
      return { name: 'resting', until: event.until };
    case 'full-trying':
      return full.name === 'resting' ? { name: 'trying' } : full;
    case 'full-no-more':
      return full.name === 'none' ? full : { name: 'none' };
  }
}
