import { HttpWaitBroker } from '../adapters/broker/http-wait-broker.js';
import { browserChance } from '../adapters/browser/chance.js';
import { browserClock } from '../adapters/browser/clock.js';
import { storesFor } from '../adapters/browser/field-storage.js';
import { browserWaitStorage } from '../adapters/browser/wait-storage.js';
import type { CallSession } from '../core/call/session.js';
import type { ChatSession } from '../core/chat/session.js';
import type { SharedChat } from '../core/chat/shared-chat.js';
import { silent, type Logger } from '../core/log.js';
import { callSubject } from '../core/wait/call-subject.js';
import { chatSubject } from '../core/wait/chat-subject.js';
import type { Customer } from '../core/wait/errands.js';
import { WaitSession } from '../core/wait/session.js';
import { SharedWait } from '../core/wait/shared-wait.js';
import { brokerAddress } from './tab.js';

export interface WaitSessionOptions<Session = SharedChat | ChatSession | CallSession> {
  /** Address of the site's token broker; may be relative to the page. */
  readonly broker: string;
  /** The chat, or the call, whose waiting and endings it is about. */
  readonly session: Session;
  /** What is known of the customer when they leave a number or a message. */
  readonly customer?: (() => Customer) | undefined;
  /** Hears ids, counts, durations and codes. Nothing is logged without it. */
  readonly logger?: Logger | undefined;
}

/**
 * Waiting and endings without any element: subscribe to `store`, call `choose`, `sendCallback`, `goBack`. It belongs to
 * the caller, and goes on with what an earlier life of the page left behind. Of a chat that is one in all tabs, waiting
 * is one too.
 */
export function createWaitSession(options: WaitSessionOptions<ChatSession | CallSession>): WaitSession;
export function createWaitSession(options: WaitSessionOptions<SharedChat>): SharedWait;
export function createWaitSession(options: WaitSessionOptions): SharedWait | WaitSession;
export function createWaitSession({
  broker,
  session,
  customer,
  logger = silent,
}: WaitSessionOptions): SharedWait | WaitSession {
  const address = brokerAddress(broker);
  const isCall = 'prepare' in session;
  const ports = {
    broker: new HttpWaitBroker(address, browserClock),
    storage: browserWaitStorage(address, isCall ? 'call' : 'chat', browserClock, storesFor(session.memory)),
    clock: browserClock,
    chance: browserChance,
    logger,
  };
  if ('accompany' in session) {
    return new SharedWait(session, {
      ...ports,
      make: ({ session: leading, chat, storage, inheritance }) =>
        new WaitSession({ ...ports, storage }, { source: chatSubject(leading), chat, customer }, inheritance),
    });
  }
  const wait = new WaitSession(
    ports,
    isCall ? { source: callSubject(session), customer } : { source: chatSubject(session), chat: session, customer },
  );
  void wait.resume();
  return wait;
}
