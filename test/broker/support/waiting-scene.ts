import { ConnectFailure } from '../../../src/broker/connect-failure.js';
import type { ContactFigures } from '../../../src/broker/connect-metrics.js';
import type { QueueReading } from '../../../src/broker/connect-queues.js';
import type { ContactRecord } from '../../../src/broker/contact-record.js';
import { checkConfig, type BrokerConfig } from '../../../src/broker/config.js';
import type { HandleClaims } from '../../../src/broker/guards/handle.js';
import { createQueues } from '../../../src/broker/queues.js';
import { createWaiting, type Waiting } from '../../../src/broker/waiting.js';
import type { WaitBody } from '../../../src/protocol/wait.js';
import { config, site } from './broker-world.js';
import { segment } from './memory-connect.js';

export interface Measured {
  readonly id: string;
  readonly at: number;
  readonly throttled: boolean;
}

interface SceneOptions {
  readonly config?: Partial<BrokerConfig>;
  /** Calls of GetContactMetrics that other applications make a second. */
  readonly elsewhere?: number;
}

/** Somebody who waits in line and never asks this broker. */
export const stranger = '?';

/**
 * A line of contacts as plain data, what is asked of Amazon Connect about it, and a clock that only a test moves. Its
 * quota is that of the service: 2 calls a second, 5 at once, shared with other applications.
 */
export class WaitingScene {
  readonly clock = { now: Date.UTC(2026, 0, 15, 12) };
  /** Ids, next one first. */
  line: string[] = [];
  readonly records = new Map<string, ContactRecord>();
  readonly measured: Measured[] = [];
  readonly described: string[] = [];
  readonly failures: ConnectFailure[] = [];
  /** Contacts that were told how long their customers have waited before. */
  readonly settled: string[] = [];
  /** What the current figures of queues are. */
  readings: readonly QueueReading[] = [];
  perPlaceSeconds = 30;
  /** What a contact's own estimate stays at, once set. */
  readonly frozen = new Map<string, number>();
  /** What happens to a measurement before it is answered. */
  before: (() => Promise<void>) | undefined;
  metricsFail: string | undefined;
  describeFails: string | undefined;
  readonly waiting: Waiting;
  elsewhere: number;
  #tokens = 5;
  #filledAt = this.clock.now;

  constructor({ config: changes = {}, elsewhere = 0 }: SceneOptions = {}) {
    const checked = checkConfig({ ...config, waiting: {}, ...changes });
    const now = (): number => this.clock.now;
    this.elsewhere = elsewhere;
    if (!checked.waiting) throw new Error('A scene without waiting.');
    const random = (): number => 0.5;
    const queues = createQueues({
      config: checked,
      now,
      random,
      logger: { log() {} },
      connect: {
        queueFigures: () => Promise.resolve({ countedAt: now() - 5_000, readings: this.readings }),
        effectiveHours: () => Promise.reject(new Error('Hours are unknown.')),
        describeQueue: () => Promise.reject(new Error('Hours are unknown.')),
      },
    });
    this.waiting = createWaiting({
      config: checked,
      waiting: checked.waiting,
      queues,
      places: {
        settle: ({ contactId }) => {
          this.settled.push(contactId);
          return Promise.resolve();
        },
      },
      now,
      random,
      connect: {
        contactMetrics: (id) => this.#metrics(id),
        describeContact: (id) => this.#describe(id),
      },
    });
  }

  /** They come to the end of the line, one each second before now. */
  join(...ids: string[]): void {
    for (const [index, id] of ids.entries()) {
      const enqueuedAt = this.clock.now - (ids.length - index) * 1_000;
      if (id !== stranger) this.records.set(id, segment({ id, initiatedAt: enqueuedAt, enqueuedAt }));
      this.line.push(id);
    }
  }

  change(id: string, changes: Partial<ContactRecord>): void {
    this.records.set(id, { ...(this.records.get(id) ?? segment({ id })), ...changes });
  }

  /** The first ones get an agent. */
  serve(count = 1): void {
    for (const id of this.line.splice(0, count)) if (id !== stranger) this.change(id, { connectedAt: this.clock.now });
  }

  async ask(id: string, claims: Partial<HandleClaims> = {}): Promise<WaitBody> {
    const own: HandleClaims = { contactId: id, participantId: 'p', channel: 'chat', subject: 'v', origin: site };
    return this.waiting.look({ ...own, ...claims }, (failure) => this.failures.push(failure));
  }

  /**
   * Lets time go by in steps of a tenth of a second, and everybody who is named ask as often as they are told to.
   * Resolves with the last answer of each.
   */
  async live(
    ids: readonly string[],
    seconds: number,
    each?: (second: number) => void,
  ): Promise<ReadonlyMap<string, WaitBody>> {
    const answers = new Map<string, WaitBody>();
    const due = new Map(ids.map((id, index) => [id, this.clock.now + index * 100]));
    for (let tenth = 1; tenth <= seconds * 10; tenth++) {
      this.clock.now += 100;
      if (tenth % 10 === 0) each?.(tenth / 10);
      const asking = [...due].filter(([, at]) => at <= this.clock.now).map(([id]) => id);
      await Promise.all(
        asking.map(async (id) => {
          const body = await this.ask(id);
          answers.set(id, body);
          due.set(id, this.clock.now + body.nextPollMs);
        }),
      );
    }
    return answers;
  }

  async #metrics(id: string): Promise<ContactFigures | undefined> {
    this.#fill();
    const throttled = this.#tokens < 1;
    if (!throttled) this.#tokens -= 1;
    this.measured.push({ id, at: this.clock.now, throttled });
    await this.before?.();
    const name = throttled ? 'ThrottlingException' : this.metricsFail;
    if (name) throw new ConnectFailure('GetContactMetrics', { name, $metadata: { httpStatusCode: 429 } });
    const position = this.line.indexOf(id) + 1;
    if (position === 0) return undefined;
    return { position, etaSeconds: this.frozen.get(id) ?? position * this.perPlaceSeconds };
  }

  #fill(): void {
    const seconds = (this.clock.now - this.#filledAt) / 1_000;
    this.#filledAt = this.clock.now;
    this.#tokens = Math.max(0, Math.min(5, this.#tokens + seconds * (2 - this.elsewhere)));
  }

  #describe(id: string): Promise<ContactRecord | undefined> {
    this.described.push(id);
    if (this.describeFails) {
      return Promise.reject(new ConnectFailure('DescribeContact', { name: this.describeFails }));
    }
    return Promise.resolve(this.records.get(id));
  }
}

/** One reading of a chat queue. */
export const reading = (queueId: string, changes: Partial<QueueReading> = {}): QueueReading => ({
  queueId,
  channel: 'chat',
  contactsInQueue: 10,
  agentsStaffed: 4,
  agentsAvailable: 0,
  etaSeconds: 330,
  ...changes,
});

/** Most calls in any stretch of so many milliseconds. */
export function mostWithin(measured: readonly Measured[], ms: number): number {
  const times = measured.map(({ at }) => at);
  return Math.max(0, ...times.map((from, first) => times.filter((at, i) => i >= first && at < from + ms).length));
}
