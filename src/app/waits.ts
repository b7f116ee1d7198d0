import { HttpWaitBroker } from '../adapters/broker/http-wait-broker.js';
import { browserChance } from '../adapters/browser/chance.js';
import { browserClock } from '../adapters/browser/clock.js';
import { storesFor } from '../adapters/browser/field-storage.js';
import { browserWaitStorage } from '../adapters/browser/wait-storage.js';
import type { CallSession } from '../core/call/session.js';
import type { ChatSession } from '../core/chat/session.js';
import { silent, type Logger } from '../core/log.js';
import { callSubject } from '../core/wait/call-subject.js';
import { chatSubject } from '../core/wait/chat-subject.js';
import type { Customer } from '../core/wait/errands.js';
import { WaitSession } from '../core/wait/session.js';
import { brokerAddress } from './tab.js';

export interface WaitSessionOptions {
  /** Address of the site's token broker; may be relative to the page. */
  readonly broker: string;
  /** The chat, or the call, whose waiting and endings it is about. */
  readonly session: ChatSession | CallSession;
  /** What is known of the customer when they leave a number or a message. */
  readonly customer?: (() => Customer) | undefined;
  /** Hears ids, counts, durations and codes. Nothing is logged without it. */
  readonly logger?: Logger | undefined;
}

/**
 * Waiting and endings without any element: subscribe to `store`, call `choose`, `sendCallback`, `goBack`. It belongs to
 * the caller, and goes on with what an earlier life of the page left behind.
 */
export function createWaitSession({ broker, session, customer, logger = silent }: WaitSessionOptions): WaitSession {
  const address = brokerAddress(broker);
  const isCall = 'prepare' in session;
  const wait = new WaitSession(
    {
      broker: new HttpWaitBroker(address, browserClock),
      storage: browserWaitStorage(address, isCall ? 'call' : 'chat', browserClock, storesFor(session.memory)),
      clock: browserClock,
      chance: browserChance,
      logger,
    },
    isCall ? { source: callSubject(session), customer } : { source: chatSubject(session), chat: session, customer },
  );
  void wait.resume();
  return wait;
}
