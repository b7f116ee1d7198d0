import type { Clock } from '../../core/clock.js';
import type { Availability } from '../../core/wait/ports.js';
import { parseAvailability } from '../../protocol/availability.js';
import { availabilityPath } from '../../protocol/paths.js';
import { post } from './post.js';

/** What is open at the broker that lives at `url`. Rejects as every adapter of a broker does. */
export const availabilityOf = (url: string, clock: Clock, signal: AbortSignal): Promise<Availability> =>
  post({ base: url, path: availabilityPath, body: undefined, read: parseAvailability, clock, signal });
