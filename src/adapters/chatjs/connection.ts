import type { ChatTicket, TranscriptQuery } from '../../core/chat/ports.js';
import type { Chance, Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import type { ChatjsController, ChatjsEvent, ChatjsSession } from './chatjs-types.js';
import { endpointOf } from './copy.js';
import { LinkError, linkError, type FailureKind } from './failure.js';
import { askParticipantService } from './participant-service.js';
import type { ChatLink, LinkEvent, RawItem, RawPage } from './ports.js';

/** Connection details the client may ask for by itself: one, and then one in so many milliseconds. */
const fetchEveryMs = 3_000;

export interface ConnectionPorts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly logger: Logger;
  /** The browser's own, unless told otherwise. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * One session of amazon-connect-chatjs as a link. The client swallows what handlers throw, throws some errors at once
 * and rejects others as strings, and hands out tokens with every event: none of that gets past this file.
 */
export function createLink(
  create: (ticket: ChatTicket) => ChatjsSession,
  ticket: ChatTicket,
  listener: (event: LinkEvent) => void,
  { chance, clock, logger, fetch = (...args) => globalThis.fetch(...args) }: ConnectionPorts,
): ChatLink {
  let session: ChatjsSession | undefined;
  let broken = false;
  /** What the client's last request for connection details failed with. */
  let why: FailureKind | undefined;
  /** It has had connection details, and a socket that was open. */
  let admitted = false;
  let opened = false;

  const tell = (event: LinkEvent): void => {
    if (broken) return;
    try {
      listener(event);
    } catch {
      logger.log('error', 'chatjs.listener-failed', { contactId: ticket.contactId });
    }
  };

  const listen = (to: ChatjsSession): void => {
    const item = ({ data }: ChatjsEvent): void => {
      if (typeof data === 'object' && data !== null) tell({ type: 'item', raw: data as RawItem });
    };
    // The first of the two `established` tells of an HTTP answer only; the other one is the socket.
    to.onConnectionEstablished((event) => {
      if (event.connectCalled === true) return;
      opened = true;
      tell({ type: 'established' });
    });
    to.onConnectionLost(() => tell({ type: 'lost' }));
    // After a refused socket the client asks for other details, which it is kept from: it was the socket, then.
    to.onConnectionBroken(() => tell({ type: 'broken', why: why ?? (admitted && !opened ? 'failed' : undefined) }));
    to.onDeepHeartbeatSuccess(() => tell({ type: 'alive' }));
    to.onDeepHeartbeatFailure(() => tell({ type: 'stale' }));
    to.onMessage(item);
    to.onTyping(item);
    to.onDeliveredReceipt(item);
    to.onReadReceipt(item);
    to.onParticipantIdle(item);
    to.onParticipantReturned(item);
    to.onParticipantInvited(item);
    to.onAutoDisconnection(item);
    to.onParticipantDisplayNameUpdated(item);
    to.onChatRehydrated(item);
  };

  /** Runs one call of the client: what it throws and what it rejects with come out the same way. */
  const call = async <T>(run: (session: ChatjsSession) => Promise<T> | undefined): Promise<T> => {
    if (!session || broken) throw new LinkError('unsent');
    try {
      const answer = await run(session);
      if (answer === undefined) throw new LinkError('failed');
      return answer;
    } catch (thrown) {
      throw linkError(thrown);
    }
  };

  return {
    async connect() {
      try {
        session = create(ticket);
        listen(session);
      } catch (thrown) {
        throw linkError(thrown);
      }
      await call((at) => {
        const connected = at.connect();
        watchFetches(at.controller, clock, (kind) => {
          why = kind;
        });
        return connected;
      });
      admitted = true;
      // Broken while the answer was on its way: the client has just begun to open a socket.
      if (broken) terminate(session.controller, logger);
    },

    async send(text, clientToken) {
      const { data } = await call((at) => at.sendMessage({ message: text, contentType: 'text/plain', clientToken }));
      if (typeof data?.Id !== 'string') throw new LinkError('failed');
      const at = Date.parse(data.AbsoluteTime ?? '');
      return { id: data.Id, at: Number.isNaN(at) ? clock.now() : at };
    },

    async typing() {
      const contentType = 'application/vnd.amazonaws.connect.event.typing';
      await call((at) => at.sendEvent({ contentType, clientToken: chance.newId() }));
    },

    async transcript({ page, before, limit }: TranscriptQuery): Promise<RawPage> {
      const { data } = await call((at) =>
        at.getTranscript({
          scanDirection: 'BACKWARD',
          sortOrder: 'ASCENDING',
          maxResults: limit,
          ...(page !== undefined ? { nextToken: page } : before !== undefined && { startPosition: { id: before } }),
        }),
      );
      if (!Array.isArray(data?.Transcript)) throw new LinkError('failed');
      return { items: data.Transcript as RawItem[], older: data.NextToken || undefined };
    },

    ask(operation, body, signal) {
      return call((at) => {
        const bearer = at.controller?.connectionHelper?.getConnectionToken?.();
        const access = { endpoint: endpointOf(ticket), bearer: typeof bearer === 'string' ? bearer : undefined };
        return askParticipantService(operation, body, { ...access, fetch, signal });
      });
    },

    async disconnect() {
      await call((at) => at.disconnectParticipant());
    },

    break() {
      if (broken) return;
      broken = true;
      terminate(session?.controller, logger);
    },
  };
}

/**
 * Keeps the client from hammering. While a socket is refused it asks for connection details 25 times a second, and with
 * a device clock a day ahead it never stops; a request too many is refused here, and the client gives up as it would
 * after any error, which hands recovery to the supervisor. `tell` hears how each of its requests failed, which the
 * client keeps to itself; undefined for one that did not.
 */
function watchFetches(
  controller: ChatjsController | undefined,
  clock: Clock,
  tell: (kind: FailureKind | undefined) => void,
): void {
  const provider = controller?.connectionDetailsProvider;
  const fetch = provider?.fetchConnectionDetails?.bind(provider);
  if (!provider || !fetch) return;
  let last = clock.now();
  provider.fetchConnectionDetails = () => {
    const now = clock.now();
    if (Math.abs(now - last) < fetchEveryMs) return Promise.reject(new LinkError('unsent'));
    last = now;
    return fetch().then(
      (details) => {
        tell(undefined);
        return details;
      },
      (thrown: unknown) => {
        tell(linkError(thrown).kind);
        throw thrown;
      },
    );
  };
}

/**
 * Leaves without ending the chat. The manager is terminated first: a mere close lets a request for connection details
 * that is under way open a new socket later, which nobody would ever close.
 */
function terminate(controller: ChatjsController | undefined, logger: Logger): void {
  const manager = controller?.connectionHelper?.baseInstance?.websocketManager;
  for (const step of [() => manager?.terminateWebSocketManager?.('released'), () => controller?.breakConnection?.()]) {
    try {
      step();
    } catch {
      logger.log('warn', 'chatjs.break-failed');
    }
  }
}
