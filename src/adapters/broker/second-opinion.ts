import type { ChatTicket } from '../../core/chat/ports.js';
import type { Clock } from '../../core/clock.js';
import { DeskbellError } from '../../core/errors.js';
import { parseLater, type AfterBody, type EndBody } from '../../protocol/after.js';
import type { ContactBody } from '../../protocol/contact.js';
import { afterPath, healthPath, turnPath } from '../../protocol/paths.js';
import { parseTurn } from '../../protocol/turn.js';
import { post } from './post.js';

/** Refusals that mean: this contact is not known, or not to this customer. */
const unknownContact = /not-found|forbidden|expired|start-again/;

/** What the site's token broker can say when the participant service is in doubt. */
export interface SecondOpinion {
  /** Whether the broker answers, whatever it says: then it is not this device's network. */
  reach(signal: AbortSignal): Promise<boolean>;
  /** Whether the ticket's contact is over, as Amazon Connect tells the broker. Never rejects. */
  isOver(ticket: ChatTicket, signal: AbortSignal): Promise<'over' | 'alive' | 'unknown'>;
  /**
   * In how many milliseconds it is this customer's turn to connect again, among all the broker knows of. Undefined where
   * it does not say. Never rejects.
   */
  turn(ticket: ChatTicket, signal: AbortSignal): Promise<number | undefined>;
}

/** A time to ask again: it goes on, or its reason lags behind, and then it is over the next time. */
function read(answer: unknown): 'over' | 'alive' | undefined {
  if (parseLater(answer)) return 'alive';
  return typeof (answer as Partial<EndBody> | undefined)?.class === 'string' ? 'over' : undefined;
}

/** Asks the broker at `base`, an absolute address without a slash at its end. */
export function secondOpinion(base: string, clock: Clock): SecondOpinion {
  return {
    async reach(signal) {
      try {
        // Nobody's cache may answer, and nobody has to allow the answer to be read.
        await fetch(base + healthPath, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal });
        return true;
      } catch {
        return false;
      }
    },
    async isOver({ handle }, signal) {
      const body: AfterBody = { handle };
      try {
        return await post({ base, path: afterPath, body, read, clock, signal });
      } catch (error) {
        const { code, requestId } = DeskbellError.from(error);
        // Without the broker's own request id, somebody before it has refused.
        return requestId && unknownContact.test(code) ? 'over' : 'unknown';
      }
    },
    async turn({ handle }, signal) {
      const body: ContactBody = { handle };
      return post({ base, path: turnPath, body, read: parseTurn, clock, signal }).catch(() => undefined);
    },
  };
}
