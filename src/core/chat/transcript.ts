import { backoff, delay } from '../clock.js';
import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import { mayHaveArrived } from './files.js';
import { isFile } from './items.js';
import type { ChatConnection, ChatPorts, Receipt, TranscriptQuery } from './ports.js';
import type { ChatState, Item } from './state.js';

/** The most the service hands out at once. */
const pageSize = 100;
/** How many pages are read of a conversation of which nothing is known: more are for those who scroll up. */
const pagesAtFirst = 2;
/** What a look takes: few messages come between two of them. */
const lookSize = 15;
/** Least and most time between two looks, in milliseconds: while somebody says something, and past so long a silence. */
const looks = { least: 25_000, most: 40_000 } as const;
const quietLooks = { least: 45_000, most: 57_000 } as const;
const quietMs = 600_000;
/** How many times as far apart they are after so many in a row the service had no room for. One may be bad luck. */
const apart = (throttled: number): number => (throttled < 2 ? 1 : Math.min(8, 2 ** (throttled - 1)));

/** Keeps the conversation whole from the service's transcript, which is the truth: the socket never replays. */
export class Transcript {
  #store: Store<ChatState, ChatEvent>;
  #ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>;
  /** Numbers the runs: a run that is not the newest says nothing about completeness. */
  #run = 0;
  /** Ends the pause before the next look: without it, every link that moves would leave a timer behind for a minute. */
  #pause = new AbortController();
  /** The oldest item that was read. Older ones may be here, with something missing between: an own one that was sent. */
  #oldest: string | undefined;

  constructor(store: Store<ChatState, ChatEvent>, ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>) {
    this.#store = store;
    this.#ports = ports;
  }

  /** The link moved: whatever is being filled may be incomplete again. */
  interrupt(): void {
    this.#run++;
    this.#pause.abort();
    this.#pause = new AbortController();
  }

  /**
   * Fills what may be missing, and looks again now and then until the link moves: a message can get lost on a socket
   * that is fine, or whose subscription is gone, and nobody tells. A service that is busy is looked at less often.
   */
  async follow(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    this.interrupt();
    const run = this.#run;
    await this.#fill(connection, signal, run);
    const { chance, clock } = this.#ports;
    let [newest, since] = [this.#store.state.items.at(-1), clock.now()];
    let throttled = 0;
    while (run === this.#run && !signal.aborted) {
      const last = this.#store.state.items.at(-1);
      if (last !== newest) [newest, since] = [last, clock.now()];
      const { least, most } = Math.abs(clock.now() - since) > quietMs ? quietLooks : looks;
      const pause = least + chance.random() * (most - least);
      await delay(clock, pause * apart(throttled), this.#pause.signal).catch(() => {});
      if (run !== this.#run) return;
      const code = await this.#look(connection, signal, run);
      throttled = code === 'connection/throttled' ? throttled + 1 : 0;
    }
  }

  /** Fills what may be missing, and tries until the link moves. */
  #fill(connection: ChatConnection, signal: AbortSignal, run: number): Promise<ErrorCode | undefined> {
    return this.#read(connection, signal, run, { limit: pageSize, isPatient: true });
  }

  /** Looks once more, for somebody who waits for something. */
  look(connection: ChatConnection, signal: AbortSignal): Promise<unknown> {
    return this.#look(connection, signal, this.#run);
  }

  /** Looks whether anything is missing, once. Returns why that could not be seen. */
  #look(connection: ChatConnection, signal: AbortSignal, run: number): Promise<ErrorCode | undefined> {
    return this.#read(connection, signal, run, { limit: lookSize, isPatient: false });
  }

  /**
   * Reads the newest page, then backwards until the page that holds the last item known to be complete, or the beginning.
   * As long as nothing was ever read, the newest pages are enough: of one contact that has just begun, all that was said
   * before anybody looked, because nothing can be read any more once it is over. What fails after the first page, or for whoever is
   * patient, is tried again from there. Returns why it failed otherwise.
   */
  async #read(
    connection: ChatConnection,
    signal: AbortSignal,
    run: number,
    { isPatient, limit }: { readonly isPatient: boolean; readonly limit: number },
  ): Promise<ErrorCode | undefined> {
    const current = (): boolean => run === this.#run && !signal.aborted;
    const { chance, clock, logger } = this.#ports;
    const { earlier, syncedTo: target } = this.#store.state;
    let items: Item[] = [];
    const [seen, told]: [Receipt[], Receipt[]] = [[], []];
    let query: TranscriptQuery = { limit };
    for (let attempt = 0, pages = 0; current();) {
      try {
        const answer = await connection.transcript(query, signal);
        attempt = 0;
        items.unshift(...answer.items);
        seen.unshift(...(answer.seen ?? []));
        told.unshift(...(answer.told ?? []));
        const { older } = answer;
        const isFirst = target === undefined && earlier.name === 'unknown';
        const isLong = ++pages >= pagesAtFirst || items[0]?.contactId !== items.at(-1)?.contactId;
        const isEnough = isFirst && isLong && this.#hasFiles(items);
        const met = isEnough || answer.items.some((item) => item.id === target);
        if (!met && older !== undefined) {
          query = { page: older, limit };
          continue;
        }
        if (current()) {
          if (earlier.name === 'unknown') this.#oldest = items[0]?.id;
          this.#store.dispatch({ type: 'filled', items, older, seen, told });
          logger.log('debug', 'transcript.filled', { count: items.length });
        } else this.#store.dispatch({ type: 'heard', items });
      } catch (error) {
        if (!current()) return undefined;
        const { code } = DeskbellError.from(error);
        logger.log('warn', 'transcript.failed', { code, attempt });
        if (!isPatient && items.length === 0) return code;
        // A page may not outlive whatever handed it out: the oldest item tells where to go on, or it begins anew.
        const before = items[0]?.id;
        if (code === 'connection/refused' && query.before !== undefined) {
          items = [];
          query = { limit };
        } else if (before !== undefined) query = { before, limit };
        await delay(clock, 250 + backoff(attempt++, 500, 6_000, chance), signal).catch(() => {});
        continue;
      }
      return undefined;
    }
    return undefined;
  }

  /** Whether all files are among these that were handed over: the answer to doing it again does not say where they are. */
  #hasFiles(items: readonly Item[]): boolean {
    return this.#store.state.drafts.every(
      (draft) => !draft.file || !mayHaveArrived(draft) || items.some((item) => isFile(item, draft.attachmentId)),
    );
  }

  /** Fetches the page before the oldest item held. Failing is quiet: the customer can ask again. */
  async loadEarlier(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    const { earlier, items: here, syncedTo } = this.#store.state;
    if (earlier.name !== 'more') return;
    this.#store.dispatch({ type: 'earlier-asked' });
    // A page is handed out by one connection and may not outlive it; the oldest item read always tells where to go on.
    // What another tab has read begins at the newest again: between its oldest items some may be missing.
    const before = this.#oldest ?? syncedTo ?? here[0]?.id;
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
