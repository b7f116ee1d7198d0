import { browserChance } from '../../../src/adapters/browser/chance.js';
import { chatjsConnection } from '../../../src/adapters/chatjs/connect.js';
import { MemoryLogger } from '../../../src/adapters/memory/logger.js';
import { MemoryNetwork } from '../../../src/adapters/memory/network.js';
import type { ChatConnection, ChatStorage, ContactBroker } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import type { Clock } from '../../../src/core/clock.js';
import { after, storyNow, watchSockets } from './time.js';

/** Never settles: what becomes of a call whose page is gone. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** What a page finds around it. */
export interface Surroundings {
  readonly broker: ContactBroker;
  readonly storage: ChatStorage;
  /** The port the service is at. */
  readonly port: string;
  /** When it is this customer's turn to connect, where somebody says. */
  readonly turn: (() => Promise<number>) | undefined;
  /** Is told how many sockets of this life are open, after each change. */
  readonly onSockets: (open: number) => void;
}

/**
 * One life of a page: a session of ours over the real client. When it is over, as in a crash, nothing it still does has
 * an effect: its timers are gone, its sockets are closed, what it keeps is not written.
 */
export class Life {
  readonly network = new MemoryNetwork();
  readonly logger = new MemoryLogger();
  readonly session: ChatSession;
  #over = false;
  #timers = new Set<() => void>();
  #connections = new Set<ChatConnection>();
  #stopSockets: () => void;

  constructor({ broker, storage, port, turn, onSockets }: Surroundings) {
    this.#stopSockets = watchSockets(port, onSockets);
    const { logger } = this;
    const clock: Clock = { now: storyNow, after: (ms, task) => this.#after(ms, task) };
    const living = { clock, chance: browserChance, logger };
    this.session = new ChatSession({
      ...living,
      broker: {
        startChat: async (...asked) => (this.#over ? never() : broker.startChat(...asked)),
        stop: async (handle) => (this.#over ? never() : broker.stop?.(handle)),
      },
      storage: this.#guarded(storage),
      connect: () => {
        if (this.#over) return silence;
        const connection = chatjsConnection({ ...living, network: this.network, turn });
        this.#connections.add(connection);
        return connection;
      },
    });
  }

  /** What is left running once everything is closed: a name, and how many. */
  get loose(): Readonly<Record<string, number>> {
    return { timers: this.#timers.size, 'network listeners': this.network.watchers };
  }

  end(): void {
    this.#over = true;
    for (const stop of [...this.#timers]) stop();
    for (const connection of this.#connections) connection.close();
    this.#stopSockets();
  }

  #after(ms: number, task: () => void): () => void {
    if (this.#over) return () => {};
    const stop = (): void => {
      unset();
      this.#timers.delete(stop);
    };
    const unset = after(ms, () => {
      this.#timers.delete(stop);
      task();
    });
    this.#timers.add(stop);
    return stop;
  }

  #guarded(storage: ChatStorage): ChatStorage {
    const write =
      <Args extends unknown[]>(task: (...args: Args) => void) =>
      (...args: Args): void => {
        if (!this.#over) task(...args);
      };
    return {
      load: () => (this.#over ? never() : storage.load()),
      save: write((fields) => storage.save(fields)),
      get forgotten() {
        return storage.forgotten;
      },
      clear: write((often) => storage.clear(often)),
      clearTab: write((often) => storage.clearTab(often)),
      watch: (listener) => storage.watch(listener),
      saveFile: write((localId, bytes) => storage.saveFile(localId, bytes)),
      loadFile: (localId) => storage.loadFile(localId),
      dropFile: write((localId) => storage.dropFile(localId)),
    };
  }
}

const silence: ChatConnection = {
  open: never,
  send: never,
  upload: never,
  attach: never,
  fileUrl: never,
  typing: () => {},
  transcript: never,
  receipt: never,
  end: never,
  check: () => {},
  close: () => {},
};
