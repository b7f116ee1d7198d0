import { backoff, delay } from '../clock.js';
import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatConnection, ChatPorts, Receipt } from './ports.js';
import type { ChatState, Item } from './state.js';
import type { ChatEvent } from './transition.js';

/** The most the service hands out at once. */
const pageSize = 100;
/** What a look takes: few messages come between two of them. */
const lookSize = 15;
/** Least and most time between two looks, in milliseconds, while somebody says something. */
const looks = { least: 25_000, most: 40_000 } as const;
/** Past so long a silence, looks are four times as far apart; milliseconds. */
const quietMs = 600_000;

/** Keeps the conversation whole from the service's transcript, which is the truth: the socket never replays. */
export class Transcript {
  #store: Store<ChatState, ChatEvent>;
  #ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>;
  /** Numbers the runs: a run that is not the newest says nothing about completeness. */
  #run = 0;
  /** The oldest item that was read. Older ones may be here, with something missing between: an own one that was sent. */
  #oldest: string | undefined;

  constructor(store: Store<ChatState, ChatEvent>, ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>) {
    this.#store = store;
    this.#ports = ports;
  }

  /** The link moved: whatever is being filled may be incomplete again. */
  interrupt(): void {
    this.#run++;
  }

  /**
   * Fills what may be missing, and looks again now and then until the link moves: a message can get lost on a socket
   * that is fine, or whose subscription is gone, and nobody tells. A service that is busy is looked at less often.
   */
  async follow(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    const run = ++this.#run;
    await this.#fill(connection, signal, run);
    const { chance, clock } = this.#ports;
    let [newest, since] = [this.#store.state.items.at(-1), clock.now()];
    let apart = 1;
    while (run === this.#run && !signal.aborted) {
      const last = this.#store.state.items.at(-1);
      if (last !== newest) [newest, since] = [last, clock.now()];
      const quiet = Math.abs(clock.now() - since) > quietMs ? 4 : 1;
      const pause = looks.least + chance.random() * (looks.most - looks.least);
      await delay(clock, pause * Math.max(quiet, apart), signal).catch(() => {});
      const code = await this.#look(connection, signal, run);
      apart = code === 'connection/throttled' ? Math.min(8, apart * 2) : 1;
    }
  }

  /** Fills what may be missing, and tries until the link moves. */
  async #fill(connection: ChatConnection, signal: AbortSignal, run: number): Promise<void> {
    const { chance, clock } = this.#ports;
    for (let attempt = 0; ; attempt++) {
      if (!(await this.#read(connection, signal, run, pageSize))) return;
      await delay(clock, 250 + backoff(attempt, 500, 15_000, chance), signal).catch(() => {});
    }
  }

  /** The same once. Returns why it failed. */
  #look(connection: ChatConnection, signal: AbortSignal, run: number): Promise<ErrorCode | undefined> {
    return this.#read(connection, signal, run, lookSize);
  }

  /**
   * Reads the newest page, then backwards until the page that holds the last item known to be complete, or the beginning.
   * As long as nothing was ever read, the newest page is enough. Returns why it failed, undefined when there is nothing
   * to try again.
   */
  async #read(
    connection: ChatConnection,
    signal: AbortSignal,
    run: number,
    limit: number,
  ): Promise<ErrorCode | undefined> {
    const current = (): boolean => run === this.#run && !signal.aborted;
    const { logger } = this.#ports;
    const { earlier, syncedTo: target } = this.#store.state;
    const items: Item[] = [];
    const [seen, told]: [Receipt[], Receipt[]] = [[], []];
    let page: string | undefined;
    while (current()) {
      try {
        const answer = await connection.transcript({ page, limit }, signal);
        items.unshift(...answer.items);
        seen.unshift(...(answer.seen ?? []));
        told.unshift(...(answer.told ?? []));
        page = answer.older;
        const met =
          (target === undefined && earlier.name === 'unknown') || answer.items.some((item) => item.id === target);
        if (!met && page !== undefined) continue;
        if (current()) {
          if (earlier.name === 'unknown') this.#oldest = items[0]?.id;
          this.#store.dispatch({ type: 'filled', items, older: page, seen, told });
          logger.log('debug', 'transcript.filled', { count: items.length });
        } else this.#store.dispatch({ type: 'heard', items });
        return undefined;
      } catch (error) {
        if (!current()) return undefined;
        const { code } = DeskbellError.from(error);
        logger.log('warn', 'transcript.failed', { code });
        return code;
      }
    }
    return undefined;
  }

  /** Fetches the page before the oldest item held. Failing is quiet: the customer can ask again. */
  async loadEarlier(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    const { earlier } = this.#store.state;
    if (earlier.name !== 'more') return;
    this.#store.dispatch({ type: 'earlier-asked' });
    const before = this.#oldest ?? this.#store.state.items[0]?.id;
    // A page is handed out by one connection and may not outlive it; the oldest item read always tells where to go on.
    for (const query of [{ page: earlier.page }, { before }]) {
      try {
        const { items, older } = await connection.transcript({ ...query, limit: pageSize }, signal);
        this.#oldest = items[0]?.id ?? before;
        this.#store.dispatch({ type: 'earlier-came', items, older });
        return;
      } catch (error) {
        this.#ports.logger.log('warn', 'transcript.failed', { code: DeskbellError.from(error).code });
      }
    }
    this.#store.dispatch({ type: 'earlier-failed' });
  }
}
