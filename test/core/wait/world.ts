import { MemoryConnection } from '../../../src/adapters/memory/connection.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import type { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { sampleAgent, sampleTicket } from '../../../src/adapters/memory/samples.js';
import { MemoryWaitBroker } from '../../../src/adapters/memory/wait-broker.js';
import { sampleEnd, sampleWait } from '../../../src/adapters/memory/wait-samples.js';
import type { MemoryWaitStorage } from '../../../src/adapters/memory/wait-storage.js';
import type { ChatConnection, ChatRequest, ChatTicket, ConnectionEvent } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { silent } from '../../../src/core/log.js';
import { chatSubject } from '../../../src/core/wait/chat-subject.js';
import type { Later } from '../../../src/core/patience.js';
import type { EndReport, RequeueTicket } from '../../../src/core/wait/ports.js';
import { WaitSession } from '../../../src/core/wait/session.js';

/** Repeatable chance. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** A clock that settles as Node does it quickest: hours pass in milliseconds. */
export class QuickClock extends ManualClock {
  override settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

interface Contact {
  readonly id: string;
  readonly connection: MemoryConnection;
  /** Whether somebody is in it. */
  connected: boolean;
  live: boolean;
  endedAt: number;
  /** The contact it goes on with. */
  readonly from: string | undefined;
}

/** How the service and the way to it behave, in percent of all requests. */
export interface Weather {
  /** The request is lost, or its answer is. */
  readonly lost: number;
  readonly refused: number;
  readonly mode: 'fast' | 'continuous';
  readonly automaticAfterMs: number | undefined;
}

/** One customer's contacts at Amazon Connect and the broker before it: both know what is true, whatever pages think. */
export class Service {
  readonly contacts = new Map<string, Contact>();
  readonly clock: ManualClock;
  /** Most contacts that were waited in, or talked in, at the same time. */
  mostConnected = 0;
  isCalm = false;
  #roll: (below: number) => number;
  #weather: Weather;
  #intents = new Map<string, string>();

  constructor(clock: ManualClock, roll: (below: number) => number, weather: Weather) {
    this.clock = clock;
    this.#roll = roll;
    this.#weather = weather;
  }

  get live(): readonly Contact[] {
    return [...this.contacts.values()].filter(({ live }) => live);
  }

  /** Contacts that were made to go on with `id`. */
  after(id: string): readonly Contact[] {
    return [...this.contacts.values()].filter(({ from }) => from === id);
  }

  contact(id: string): Contact {
    const contact = this.contacts.get(id);
    if (!contact) throw new Error(`There is no contact ${id}.`);
    return contact;
  }

  /** One contact for one key, however often it is asked for. */
  make(key: string, from?: string): Contact {
    const known = this.#intents.get(key);
    if (known) return this.contact(known);
    const id = `c-${this.contacts.size + 1}`;
    const connection = new MemoryConnection(() => this.clock.now(), id);
    connection.endsWhenAsked = false;
    const contact: Contact = { id, connection, connected: false, live: true, endedAt: 0, from };
    this.contacts.set(id, contact);
    this.#intents.set(key, id);
    // Nobody came in time.
    this.clock.after(300_000, () => contact.connected || this.end(id));
    return contact;
  }

  end(id: string): void {
    const contact = this.contact(id);
    if (!contact.live) return;
    contact.live = false;
    contact.endedAt = this.clock.now();
    contact.connection.finish();
  }

  ticket(contact: Contact): ChatTicket {
    const { id } = contact;
    const told = { waiting: true, endings: true };
    return sampleTicket({ contactId: id, handle: `h-${id}`, participantId: `p-${id}`, ...told });
  }

  /** Runs a request as networks do: it may not arrive, and its answer may not. */
  async ask<Answer>(effect: () => Answer): Promise<Answer> {
    await this.pass(50 + this.#roll(400));
    const { lost, refused } = this.#weather;
    const fate = this.isCalm ? 100 : this.#roll(100);
    if (fate < lost / 2) return this.#late('token/timeout', 10_000);
    if (fate >= lost && fate < lost + refused) {
      const code = (['token/busy', 'token/unavailable', 'token/rate-limited'] as const)[this.#roll(3)];
      throw new DeskbellError(code ?? 'token/busy', { retryable: true, retryAfterMs: 500 });
    }
    const answer = effect();
    if (fate < lost) return this.#late(this.#roll(2) ? 'token/timeout' : 'token/network', 8_000);
    await this.pass(50);
    return answer;
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  async #late(code: 'token/timeout' | 'token/network', ms: number): Promise<never> {
    await this.pass(ms);
    throw new DeskbellError(code, { retryable: true });
  }

  requeue(id: string): RequeueTicket | Later {
    const { mode } = this.#weather;
    const ended = this.contact(id);
    if (ended.live) throw new DeskbellError('token/not-found');
    const ready = ended.endedAt + 45_000 - this.clock.now();
    if (mode === 'continuous' && ready > 0) return { retryAfterMs: Math.min(10_000, ready) };
    const contact = this.make(`requeue ${id}`, id);
    if (!contact.live) throw new DeskbellError('token/start-again');
    return { ...this.ticket(contact), requeuedFrom: id, mode, placeKept: true };
  }

  report(id: string): EndReport | Later {
    if (this.#roll(3) === 0 && !this.isCalm) return { retryAfterMs: 1_000 };
    const { automaticAfterMs } = this.#weather;
    return this.contact(id).live ? sampleEnd({ class: 'other', next: 'start' }) : sampleEnd({ automaticAfterMs });
  }

  note(): void {
    const connected = this.live.filter(({ connected }) => connected).length;
    this.mostConnected = Math.max(this.mostConnected, connected);
  }
}

/** A page in one tab, which dies with a reload: nothing it still hears has any effect, what it asked for has. */
export interface Page {
  readonly chat: ChatSession;
  readonly wait: WaitSession;
  readonly resumed: Promise<void>;
  die(): void;
}

export function openPage(
  service: Service,
  storage: { readonly chat: MemoryStorage; readonly wait: MemoryWaitStorage },
  chance: { random(): number; newId(): string },
  /** A second tab beside another: it hears what is said by a line of its own. */
  isSecond = false,
): Page {
  let isAlive = true;
  const never = new Promise<never>(() => {});
  const { clock } = service;
  const alive = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      const value = await promise;
      return isAlive ? value : await never;
    } catch (error) {
      if (isAlive) throw error;
      return never;
    }
  };
  const ports = {
    clock: {
      now: () => clock.now(),
      after: (ms: number, task: () => void) => clock.after(ms, () => isAlive && task()),
    },
    chance,
    logger: silent,
  };
  const idIn = (handle: string): string => handle.slice('h-'.length);
  const connections: MemoryConnection[] = [];
  const chat = new ChatSession({
    ...ports,
    broker: {
      startChat: ({ idempotencyKey }: ChatRequest) =>
        alive(service.ask(() => service.ticket(service.make(idempotencyKey)))),
    },
    connect: () => connectionTo(service, connections, isSecond),
    storage: {
      load: () => storage.chat.load(),
      save: (fields) => isAlive && storage.chat.save(fields),
      get forgotten() {
        return storage.chat.forgotten;
      },
      clear: (often) => storage.chat.clear(often),
      clearTab: (often) => storage.chat.clearTab(often),
      watch: (listener) => storage.chat.watch(listener),
      saveFile: (localId, bytes) => storage.chat.saveFile(localId, bytes),
      loadFile: (localId) => storage.chat.loadFile(localId),
      dropFile: (localId) => storage.chat.dropFile(localId),
    },
  });
  const broker = new MemoryWaitBroker();
  broker.report = sampleWait({ nextPollMs: 60_000 });
  const wait = new WaitSession(
    {
      ...ports,
      broker: Object.assign(broker, {
        after: (handle: string) => alive(service.ask(() => service.report(idIn(handle)))),
        requeue: (handle: string) => alive(service.ask(() => service.requeue(idIn(handle)))),
        stop: (handle: string) => alive(service.ask(() => service.end(idIn(handle)))),
      }),
      storage: {
        load: () => storage.wait.load(),
        save: (fields) => isAlive && storage.wait.save(fields),
      },
    },
    { source: chatSubject(chat), chat },
  );
  const resumed = (async () => {
    await chat.resume();
    await wait.resume();
  })();
  return {
    chat,
    wait,
    resumed,
    die() {
      isAlive = false;
      for (const connection of connections) connection.close();
    },
  };
}

/** The connection to whatever contact a ticket is for. It is refused where that contact is over. */
function connectionTo(service: Service, opened: MemoryConnection[], isSecond: boolean): ChatConnection {
  let to: MemoryConnection | undefined;
  let id = '';
  const there = (): MemoryConnection => to ?? new MemoryConnection();
  return {
    async open(ticket: ChatTicket, listener: (event: ConnectionEvent) => void, signal: AbortSignal) {
      await service.pass(300);
      signal.throwIfAborted();
      const contact = service.contact(ticket.contactId);
      if (!contact.live) throw new DeskbellError('connection/refused');
      to = isSecond ? new MemoryConnection(() => service.clock.now(), `second-${contact.id}`) : contact.connection;
      id = contact.id;
      opened.push(to);
      await to.open(ticket, listener, signal);
      contact.connected = true;
      service.note();
    },
    send: (text, token, signal) => there().send(text, token, signal),
    upload: (...args) => there().upload(...args),
    attach: (...args) => there().attach(...args),
    fileUrl: (...args) => there().fileUrl(...args),
    receipt: () => Promise.resolve('later'),
    typing: () => there().typing(),
    transcript: (query, signal) => there().transcript(query, signal),
    async end(signal) {
      await there().end(signal);
      service.clock.after(50, () => service.end(id));
    },
    check: () => there().check(),
    close: () => to?.close(),
  };
}

export { sampleAgent };
