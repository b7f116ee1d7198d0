import type { CallPorts } from '../../core/call/ports.js';
import { DeskbellError } from '../../core/errors.js';
import type { chimeConnection } from './chime.js';
import type { MeetingPorts } from './meeting.js';

/** Loads the client for Amazon Chime, and returns how to make a connection. */
export type LoadChime = () => Promise<typeof chimeConnection>;

/** Makes connections over a client that is loaded with the first of them; a load that failed is tried again. */
export const lazyChime =
  (load: LoadChime, ports: MeetingPorts): CallPorts['connect'] =>
  async () => {
    // WebKitGTK, and browsers whose owners have turned it off.
    if (typeof RTCPeerConnection === 'undefined') throw new DeskbellError('media/unsupported');
    try {
      return (await load())(ports);
    } catch (error) {
      throw DeskbellError.from(error, 'media/load-failed', { retryable: true });
    }
  };
