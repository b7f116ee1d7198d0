import type { ChatjsEvent, ChatjsSession } from '../../src/adapters/chatjs/chatjs-types.js';
import type { RawItem } from '../../src/adapters/chatjs/ports.js';
import { eventPrefix, type FakeService } from './fake-chatjs.js';

type Handler = (event: ChatjsEvent) => void;

/**
 * One session as amazon-connect-chatjs 5.0.0 behaves, its faults included: it calls an HTTP answer established, dies on
 * the first failed request of a reconnect, turns a 403 there into the end of the chat, asks for connection details
 * without a pause while sockets are refused, of which it says nothing, and never notices an upgrade nobody answers.
 */
export class FakeSession implements ChatjsSession {
  socket: 'none' | 'opening' | 'open' = 'none';
  /** A half-open socket: looks open, carries nothing. */
  deaf = false;
  terminated = false;
  #service: FakeService;
  #handlers = new Map<string, Handler>();
  #stopHeartbeat: () => void = () => {};
  #wasLost = false;
  #fetching = false;
  #connectCalled = false;
  controller;

  constructor(service: FakeService) {
    this.#service = service;
    this.controller = {
      connectionDetailsProvider: { fetchConnectionDetails: () => this.#createConnection() },
      connectionHelper: {
        getConnectionToken: () => 'secret-connection',
        baseInstance: { websocketManager: { terminateWebSocketManager: () => this.#terminate() } },
      },
      breakConnection: () => this.#close(),
    };
  }

  #on = (name: string) => (handler: Handler) => void this.#handlers.set(name, handler);
  onConnectionEstablished = this.#on('established');
  onConnectionLost = this.#on('lost');
  onConnectionBroken = this.#on('broken');
  onDeepHeartbeatSuccess = this.#on('alive');
  onDeepHeartbeatFailure = this.#on('stale');
  onMessage = this.#on('message');
  onTyping = this.#on('typing');
  onDeliveredReceipt = this.#on('delivered');
  onReadReceipt = this.#on('read');
  onParticipantIdle = this.#on('idle');
  onParticipantReturned = this.#on('returned');
  onParticipantInvited = this.#on('invited');
  onAutoDisconnection = this.#on('auto');
  onParticipantDisplayNameUpdated = this.#on('renamed');
  onChatRehydrated = this.#on('rehydrated');

  /** Like the client's event bus: later, and deaf to what handlers throw. */
  emit(name: string, event: ChatjsEvent = {}): void {
    const withSecrets = { ...event, chatDetails: { participantToken: 'secret' } };
    queueMicrotask(() => {
      try {
        this.#handlers.get(name)?.(withSecrets);
      } catch {
        // The client swallows it too.
      }
    });
  }

  receive(item: RawItem): void {
    if (this.socket !== 'open' || this.deaf) return;
    const { ContentType: contentType } = item;
    const suffix = typeof contentType === 'string' ? contentType.replace(eventPrefix, '') : '';
    const names: Record<string, string> = {
      typing: 'typing',
      'message.delivered': 'delivered',
      'message.read': 'read',
      'participant.idle': 'idle',
      'participant.returned': 'returned',
      'participant.invited': 'invited',
      'participant.autodisconnection': 'auto',
      'participant.displayname.updated': 'renamed',
      'chat.rehydrated': 'rehydrated',
    };
    this.emit(names[suffix] ?? 'message', { data: item });
    if (suffix === 'chat.ended') this.#close();
  }

  connect(): Promise<unknown> | undefined {
    if (this.#connectCalled) return undefined;
    this.#connectCalled = true;
    return this.#createConnection().then(
      () => {
        this.emit('established', { connectCalled: true });
        this.#openSocket();
        return { connectSuccess: true, connectCalled: true };
      },
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the client rejects with bare objects
      (error: unknown) => Promise.reject({ _debug: error, connectSuccess: false, connectCalled: true }),
    );
  }

  sendMessage({ message, clientToken }: { readonly message: string; readonly clientToken: string }) {
    const outcome = this.#service.nextSends.shift() ?? this.#service.send;
    return this.#service.answer(outcome, () => {
      const { Id, AbsoluteTime } = this.#service.take(clientToken, message);
      return { data: { Id: String(Id), AbsoluteTime: String(AbsoluteTime) } };
    });
  }

  sendEvent(event: object): Promise<unknown> {
    this.#service.typings++;
    this.#service.sentEvents.push(event);
    return this.#service.answer(this.#service.typing, () => ({}));
  }

  getTranscript({
    maxResults,
    nextToken,
    startPosition,
  }: {
    readonly maxResults: number;
    readonly nextToken?: string;
    readonly startPosition?: { readonly id: string };
  }) {
    this.#service.transcripts.push(maxResults);
    return this.#service.answer(this.#service.transcript, () => {
      const { items } = this.#service;
      const before = nextToken ?? startPosition?.id;
      const place = items.findIndex(({ Id }) => Id === before);
      const end = place < 0 ? items.length : place;
      const start = Math.max(0, end - maxResults);
      const token = start > 0 && { NextToken: String(items[start]?.['Id']) };
      return { data: { Transcript: items.slice(start, end), ...token } };
    });
  }

  disconnectParticipant(): Promise<unknown> {
    this.#service.disconnects++;
    return this.#service.answer(this.#service.disconnect, () => {
      if (this.#service.endsWhenAsked) this.#service.end();
      return {};
    });
  }

  /** The server or the network closes the socket. */
  kill(): void {
    if (this.socket === 'none') return;
    this.socket = 'none';
    this.#stopHeartbeat();
    this.#lost();
    this.#reconnect();
  }

  #createConnection(): Promise<unknown> {
    const service = this.#service;
    if (service.online) service.connections++;
    const outcome = service.online ? (service.nextConnections.shift() ?? service.connection) : 'network';
    const answered = service.answer(outcome, () => ({}));
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the client rejects with bare objects
    return answered.catch((_debug: unknown) => Promise.reject({ reason: 'Failed to fetch connectionDetails', _debug }));
  }

  #openSocket(): void {
    if (this.terminated) return;
    this.socket = 'opening';
    if (this.#service.upgrade === 'hang') return;
    queueMicrotask(() => {
      if (this.terminated) return;
      if (this.#service.upgrade === 'refuse') {
        this.socket = 'none';
        this.#reconnect();
        return;
      }
      this.socket = 'open';
      this.deaf = false;
      this.#wasLost = false;
      this.emit('established', { data: {} });
      this.#heartbeat();
    });
  }

  /** Every 10 s. An unanswered one is told at the next, and only then does the client open another socket. */
  #heartbeat(unanswered = false): void {
    if (unanswered) {
      this.emit('stale', { data: {} });
      this.#reconnect();
      return;
    }
    const answered = this.#service.heartbeats && !this.deaf;
    if (answered) this.emit('alive', { data: {} });
    this.#stopHeartbeat = this.#service.clock.after(10_000, () => this.#heartbeat(!answered));
  }

  #lost(): void {
    if (!this.#wasLost) this.emit('lost', { data: {} });
    this.#wasLost = true;
  }

  #reconnect(): void {
    if (this.terminated || this.#fetching) return;
    this.#fetching = true;
    this.controller.connectionDetailsProvider.fetchConnectionDetails().then(
      () => {
        this.#fetching = false;
        this.#openSocket();
      },
      (error: { readonly _debug?: { readonly statusCode?: number } }) => {
        this.#fetching = false;
        if (this.terminated) return;
        if (this.#wasLost && error._debug?.statusCode === 403) {
          this.emit('message', {
            data: { Id: '', AbsoluteTime: '', Type: 'EVENT', ContentType: `${eventPrefix}chat.ended` },
          });
        } else this.emit('broken', { data: {} });
        this.#close();
      },
    );
  }

  #terminate(): void {
    if (this.terminated) return;
    this.emit('broken', { data: {} });
    this.#close();
  }

  #close(): void {
    this.terminated = true;
    this.socket = 'none';
    this.#stopHeartbeat();
  }
}
