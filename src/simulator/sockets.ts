import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { contentType, type Conversation, type Item, type Participant } from './contact.js';
import { join } from './contact-people.js';
import { openFrameGate, type FrameGate } from './sockets-frames.js';
import type { World } from './world.js';

/** Path prefix of every socket address. */
export const socketPath = '/participant/socket/';

/** One open socket of one participant. */
export interface OpenSocket {
  readonly id: string;
  readonly conversation: Conversation;
  readonly participant: Participant;
  readonly openedAt: number;
  readonly subscribed: boolean;
  /** Half-open: nothing goes out, nothing is read, the other side is not told. */
  readonly paused: boolean;
}

/** What can be done to open sockets. */
export type SocketAction =
  | { readonly do: 'reset' }
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  | { readonly do: 'pause' | 'resume' | 'unsubscribe' }
  /** Sends this text as a frame, whatever it is. */
  | { readonly do: 'send'; readonly text: string };

/** Which sockets an action is for; without anything, all of them. */
export interface SocketFilter {
  readonly contactId?: string;
  readonly participantId?: string;
  readonly socketId?: string;
}

export interface Sockets {
  /** Answers an upgrade request; false when its address is no socket address of the service. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  list(filter?: SocketFilter): OpenSocket[];
  /** Does something to every socket that fits, and returns how many there were. */
  act(action: SocketAction, filter?: SocketFilter): number;
  /** Does `deed` while what this participant says is not echoed to them; `release` sends the echoes after all. */
  withhold<Result>(participantId: string, deed: () => Result): { result: Result; release: () => void };
  /** Calls `listener` whenever a socket came or went. Returns the stop. */
  onChange(listener: () => void): () => void;
  /** Ends every socket. */
  close(): void;
}

interface Live extends OpenSocket {
  subscribed: boolean;
  paused: boolean;
  readonly ws: WebSocket;
  readonly gate: FrameGate;
}

/** What one participant says during one call, until its answer has gone out. */
interface Withheld {
  readonly participantId: string;
  readonly items: Item[];
  open: boolean;
}

const lingerMs = 30_000;

/** The WebSocket side of the participant service: subscribe, heartbeat, ping, and everything that is said. */
export function createSockets(world: World): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 131_072, perMessageDeflate: false });
  const live = new Set<Live>();
  const silent = new Set<Duplex>();
  const listeners = new Set<() => void>();
  const quiet = new AsyncLocalStorage<Withheld>();
  const { faults } = world;

  const send = (one: Live, frame: unknown): void => {
    if (!one.paused && one.ws.readyState === one.ws.OPEN)
      one.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  };

  const deliver = (one: Live, item: Item): void => {
    if (!one.subscribed) return;
    one.gate.pass(
      JSON.stringify({ content: JSON.stringify(item), contentType: 'application/json', topic: 'aws/chat' }),
    );
  };

  const cutAll = (): void => {
    for (const one of live) cut(one);
    for (const socket of silent) socket.destroy();
  };

  const stop = world.on((event) => {
    if (event.type === 'reset') {
      cutAll();
      return;
    }
    if (event.type !== 'contact' && event.type !== 'published') return;
    if (event.type === 'contact') {
      if (event.change === 'ended') {
        world.clock.after(lingerMs, () => {
          for (const one of live) if (one.conversation === event.conversation) one.ws.close(1000);
        });
      }
      return;
    }
    const { item, conversation } = event;
    const withheld = quiet.getStore();
    const echoes =
      withheld?.open && item.ParticipantId === withheld.participantId && canWait(item) ? withheld : undefined;
    echoes?.items.push(item);
    for (const one of live) {
      if (one.conversation === conversation && one.participant.id !== echoes?.participantId) deliver(one, item);
    }
  });

  const hear = (one: Live, text: string): void => {
    if (one.paused) return;
    const frame = parseFrame(text);
    const { heartbeat, heartbeatDelayMs, ping, pingStatus: statusCode } = faults.of(one.conversation.id);
    const beat = (answer: object): void => {
      if (heartbeatDelayMs === 0) send(one, answer);
      else world.clock.after(heartbeatDelayMs, () => send(one, answer));
    };
    if (frame?.topic === 'aws/heartbeat') {
      if (heartbeat === 'answer') beat({ topic: 'aws/heartbeat' });
    } else if (frame?.topic === 'aws/ping') {
      if (ping === 'answer')
        beat({ topic: 'aws/ping', statusCode, statusContent: statusCode === 200 ? 'OK' : 'Unhealthy' });
    } else if (frame?.topic === 'aws/subscribe') {
      subscribe(one, frame.topics);
    } else send(one, { message: 'Forbidden', connectionId: one.id, requestId: world.newId() });
  };

  const subscribe = (one: Live, topics: readonly unknown[]): void => {
    const knob = faults.of(one.conversation.id).subscribe;
    if (knob === 'ignore') return;
    const welcome = knob === 'accept' && topics.length > 0 && topics.every((topic) => topic === 'aws/chat');
    send(one, { topic: 'aws/subscribe', content: { status: welcome ? 'success' : 'failure', topics } });
    if (!welcome) return;
    one.subscribed = true;
    join(world, one.conversation, one.participant);
  };

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const attach = (ws: WebSocket, conversation: Conversation, participant: Participant): void => {
    const one: Live = {
      id: world.newId(),
      conversation,
      participant,
      openedAt: world.now(),
      subscribed: false,
      paused: false,
      ws,
      gate: openFrameGate(world, conversation.id, (text) => {
        send(one, text);
      }),
    };
    live.add(one);
    if (faults.of(conversation.id).upgrade === 'stall') act(one, { do: 'pause' });
    changed();
    ws.on('message', (data, binary) => {
      if (!binary) hear(one, (data as Buffer).toString('utf8'));
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      one.gate.shut();
      live.delete(one);
      changed();
    });
  };

  const matching = (filter: SocketFilter = {}): Live[] => {
    const { contactId, participantId, socketId } = filter;
    const conversation = contactId === undefined ? undefined : world.conversationOf(contactId);
    return [...live].filter(
      (one) =>
        (contactId === undefined || one.conversation === conversation) &&
        (participantId === undefined || one.participant.id === participantId) &&
        (socketId === undefined || one.id === socketId),
    );
  };

  return {
    upgrade(request, socket, head) {
      const { pathname } = new URL(request.url ?? '/', 'http://simulator');
      if (!pathname.startsWith(socketPath)) return false;
      socket.on('error', () => socket.destroy());
      const grant = world.tokens.check(decodeURIComponent(pathname.slice(socketPath.length)), 'socket');
      const conversation = grant && world.conversations.get(grant.conversationId);
      const knobs = conversation ? faults.of(conversation.id) : faults.knobs;
      if (knobs.upgrade === 'hang') {
        silent.add(socket);
        socket.on('close', () => silent.delete(socket));
        return true;
      }
      if (knobs.upgrade === 'refuse') return refuse(socket, knobs.upgradeStatus);
      const participant = grant && conversation && world.participant(conversation, grant.participantId);
      if (!participant || conversation.over) return refuse(socket, 403);
      if (matching({ participantId: participant.id }).length >= knobs.socketsPerParticipant) return refuse(socket, 429);
      server.handleUpgrade(request, socket, head, (ws) => {
        attach(ws, conversation, participant);
      });
      return true;
    },
    list: (filter) => matching(filter),
    act(action, filter) {
      const chosen = matching(filter);
      for (const one of chosen) act(one, action);
      return chosen.length;
    },
    withhold(participantId, deed) {
      const withheld: Withheld = { participantId, items: [], open: true };
      const release = (): void => {
        withheld.open = false;
        for (const item of withheld.items) for (const one of matching({ participantId })) deliver(one, item);
      };
      const result = quiet.run(withheld, deed);
      return { result, release };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stop();
      cutAll();
      server.close();
    },
  };

  function act(one: Live, action: SocketAction): void {
    switch (action.do) {
      case 'reset':
        // The TCP connection is cut without a close frame: the other side sees code 1006.
        cut(one);
        return;
      case 'close':
        one.ws.close(action.code ?? 1000, action.reason);
        return;
      case 'pause':
        one.paused = true;
        one.ws.pause();
        return;
      case 'resume':
        one.paused = false;
        one.ws.resume();
        return;
      case 'unsubscribe':
        one.subscribed = false;
        return;
      case 'send':
        send(one, action.text);
    }
  }
}

/** Echoes of what was said can be late; who left and what ended keeps its order. */
function canWait(item: Item): boolean {
  return item.Type === 'MESSAGE' || item.Type === 'ATTACHMENT' || item.ContentType === contentType.typing;
}

/** A paused socket would keep its end to itself: it reads again first. */
function cut(one: Live): void {
  if (one.paused) one.ws.resume();
  one.ws.terminate();
}

/** Answers an upgrade request with an HTTP status. */
export function refuse(socket: Duplex, status: number): true {
  socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  return true;
}

function parseFrame(text: string): { readonly topic: unknown; readonly topics: readonly unknown[] } | undefined {
  try {
    const frame = JSON.parse(text) as { topic?: unknown; content?: { topics?: unknown } } | null;
    const topics = frame?.content?.topics;
    return frame ? { topic: frame.topic, topics: Array.isArray(topics) ? topics : [] } : undefined;
  } catch {
    return undefined;
  }
}
