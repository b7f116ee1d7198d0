import type { RawItem } from '../../../src/adapters/chatjs/ports.js';
import type { Moment, Writing } from '../check.js';
import { Dice } from '../random.js';
import type { Call, Deed, FrameFault, Outcome, Story } from './plan.js';
import { Refusal, Service } from './service.js';
import { Timeline, type Owner } from './timeline.js';

/** What amazon-connect-chatjs rejects calls with. */
export interface Failure {
  readonly type: string;
  readonly statusCode: number | undefined;
}

const networkFailure: Failure = { type: 'TypeError', statusCode: undefined };
const htmlFailure: Failure = { type: 'SyntaxError', statusCode: undefined };
/** Requests a second and at once, of the whole instance. */
const quotas: Partial<Record<Call, readonly [number, number]>> = {
  connect: [6, 9],
  send: [10, 15],
  transcript: [8, 12],
  disconnect: [3, 5],
  announce: [2, 5],
  complete: [2, 5],
};

const huge = Buffer.alloc(1_000_000, 'x').toString();

type Window = Extract<Deed, { readonly ms: number }>;

/** Something between the page and the service that may fail, and everything that is wrong right now. */
export class World {
  readonly line = new Timeline();
  readonly service: Service;
  readonly dice: Dice;
  readonly #others: Dice;
  readonly story: Story;
  readonly tell: ((line: string) => void) | undefined;
  /** How wrong the device's clock is. */
  skewMs: number;
  readonly moments: Moment[] = [];
  readonly writings: (Writing & {
    readonly localId: string;
    readonly at: number;
    readonly kept: boolean;
    fate: Writing['fate'];
  })[] = [];
  /** The customer's wishes for a contact so far, and whether the newest is still being answered. */
  intent = 0;
  wanted = false;
  /** Wishes that were called off before anything was connected. */
  readonly calledOff = new Set<number>();
  /** Wishes whose tab went before they were answered. */
  readonly left = new Set<number>();
  /** Keys the device has lost before they were answered. */
  readonly lostKeys = new Set<string>();
  /** The device's clock has jumped over the time in which what was called off is asked for again and stopped. */
  jumpedAhead = false;
  /** Which wish each key belongs to. */
  readonly intents = new Map<string, number>();
  /** The tab it was wanted in. */
  wantedBy: { readonly isFrozen: boolean; readonly isOpen: boolean } | undefined;
  /** The customer has asked to end before anything was connected. */
  givingUp: object | undefined;
  /** Sockets that are open at the service. */
  sockets = 0;
  livesSoFar = 0;
  /** Receipts whose answer reached the page, and how many of those were told again. */
  readonly receiptsAnswered = new Set<string>();
  receiptsRepeated = 0;
  /** How often nobody led soon after a leader had gone. */
  leaderless = 0;
  /** Whether one page has told all of them: what another one told it may learn from the service alone. */
  receiptsByOne = true;
  readonly #windows = new Set<Window>();
  readonly #next = new Map<Call, Outcome[]>();
  readonly #frames: { readonly fare: FrameFault; readonly ms: number }[] = [];
  /** Whatever waits for a stalled network. */
  #stalled: (() => void)[] = [];
  readonly #buckets = new Map<Call, { left: number; at: number }>();

  /** @param tell hears what happens, as sentences for whoever looks into a story */
  constructor(story: Story, tell?: (line: string) => void) {
    this.story = story;
    this.tell = tell;
    this.dice = new Dice(story.seed ^ 0x5bd1e995);
    this.#others = new Dice(story.seed ^ 0x27d4eb2f);
    this.service = new Service(this.line, story.circumstances);
    this.skewMs = story.circumstances.skewMs;
  }

  /** How long others have their turns to connect before this customer does, in milliseconds: mostly there are none. */
  get turnMs(): number {
    return this.#others.happens(0.2) ? this.#others.below(15_000) : 0;
  }

  /** Of what was asked for so far, nobody knows the key any more. */
  loseKeys(): void {
    for (const key of this.intents.keys()) this.lostKeys.add(key);
    for (const contact of this.service.contacts) contact.isLost ||= this.lostKeys.has(contact.key);
  }

  /** Whether data flows between the page and the world. */
  get down(): 'reset' | 'stall' | undefined {
    let how: 'reset' | 'stall' | undefined;
    for (const window of this.#windows) {
      if (window.do === 'down' && how !== 'reset') how = window.how;
    }
    return how;
  }

  /** What the browser says about the network. */
  get online(): boolean {
    for (const window of this.#windows) {
      if (window.do === 'offline-lie' || (window.do === 'down' && window.tells)) return false;
    }
    return true;
  }

  window<Name extends Window['do']>(name: Name): Extract<Window, { readonly do: Name }> | undefined {
    for (const window of this.#windows) {
      if (window.do === name) return window as Extract<Window, { readonly do: Name }>;
    }
    return undefined;
  }

  /** One way, in milliseconds. */
  latency(): number {
    return this.story.circumstances.latencyMs * (0.6 + 0.8 * this.dice.roll());
  }

  /** Something is wrong for a while. `onEnd` is called when it is over. */
  open(window: Window, onEnd: () => void = () => {}): void {
    this.#windows.add(window);
    this.service.health(false);
    this.line.after(window.ms, () => this.#shut(window, onEnd));
  }

  /** The next calls of this kind fare like this. */
  expect(call: Call, fares: Outcome, times: number): void {
    const queue = this.#next.get(call) ?? [];
    for (let left = times; left > 0; left--) queue.push(fares);
    this.#next.set(call, queue);
    this.disturb();
  }

  spoil(fare: FrameFault, times: number, ms: number): void {
    for (let left = times; left > 0; left--) this.#frames.push({ fare, ms });
    this.disturb();
  }

  /** Something went wrong at this moment. */
  disturb(): void {
    this.service.health(false);
    if (this.#windows.size === 0) this.service.health(true);
  }

  /** All trouble is over. */
  heal(): void {
    this.#windows.clear();
    this.#next.clear();
    this.#frames.length = 0;
    this.#unstall();
    this.service.health(true);
  }

  /** A call over HTTP. It may never be answered. */
  request<T>(
    owner: Owner,
    call: Call,
    act: () => T | Refusal,
    done: (failure: Failure | undefined, answer: T | undefined) => void,
  ): void {
    const { line } = this;
    const reply = (ms: number, failure: Failure | undefined, answer?: T): void => {
      this.tell?.(`${call}: ${failure ? (failure.statusCode ?? failure.type) : 'answered'}`);
      line.after(ms, () => done(failure, answer), owner);
    };
    const refused = (status: number): void => reply(this.latency() * 2, { type: 'Exception', statusCode: status });
    const answered = (fares: Outcome | undefined, answer: T | Refusal): void => {
      if (fares === 'hang-after') return;
      const { down } = this;
      if (down === 'stall') return void this.#stalled.push(() => answered(fares, answer));
      if (down === 'reset' || fares === 'reset-after') return reply(this.latency(), networkFailure);
      if (fares === 'html-after') return reply(this.latency(), htmlFailure);
      if (answer instanceof Refusal) return refused(answer.status);
      reply(this.latency(), undefined, answer);
    };
    const attempt = (): void => {
      const { down } = this;
      if (down === 'stall') return void this.#stalled.push(attempt);
      if (down === 'reset') return reply(12, networkFailure);
      const fares = this.#fate(call);
      if (fares === 'hang') return;
      if (fares === 'reset') return reply(this.latency(), networkFailure);
      if (fares === 'html') return reply(this.latency(), htmlFailure);
      if (typeof fares === 'number') return refused(fares);
      // What reached the service has its effect, whatever becomes of the page.
      line.after(this.latency() + (fares === 'slow' ? 10_000 : 0), () =>
        answered(fares, this.#spend(call) ? act() : new Refusal(429)),
      );
    };
    attempt();
  }

  /** Sends a frame to a page: `arrive` is called as often as it arrives. Returns the earliest time for the next frame. */
  frame(raw: RawItem, notBefore: number, arrive: (raw: RawItem, ms: number) => void): number {
    const { now } = this.line;
    const due = Math.max(notBefore, now + this.latency());
    const fault = this.#frames.shift();
    const ms = due - now;
    switch (fault?.fare) {
      case 'drop':
      case 'truncated':
        return due;
      case 'double':
        arrive(raw, ms);
        arrive(raw, ms + fault.ms);
        return due;
      case 'reorder':
      case 'late':
        arrive(raw, ms + fault.ms);
        return notBefore;
      case 'garbage':
        arrive({ Id: 7, Type: null, Content: { a: [] }, ParticipantRole: 'AGENT', AbsoluteTime: 'soon' }, ms);
        break;
      case 'unknown':
        arrive({ ...raw, Id: `${String(raw['Id'])}-x`, Type: 'EVENT', ContentType: 'application/vnd.of.tomorrow' }, ms);
        break;
      case 'huge':
        arrive({ ...raw, Id: '', Content: huge }, ms);
        break;
      case undefined:
        break;
    }
    arrive(raw, ms);
    return due;
  }

  /** Runs `task` once the network lets data through. */
  whenFlowing(task: () => void): void {
    if (this.down === 'stall') this.#stalled.push(task);
    else task();
  }

  #shut(window: Window, onEnd: () => void): void {
    if (!this.#windows.delete(window)) return;
    if (this.down !== 'stall') this.#unstall();
    if (this.#windows.size === 0) this.service.health(true);
    onEnd();
  }

  #unstall(): void {
    const stalled = this.#stalled;
    this.#stalled = [];
    for (const task of stalled) this.line.after(this.latency(), task);
  }

  #fate(call: Call): Outcome | undefined {
    const next = this.#next.get(call)?.shift();
    if (next !== undefined) return next;
    for (const window of this.#windows) {
      if (window.do === 'calls' && (window.call === 'all' || window.call === call)) return window.fares;
    }
    return undefined;
  }

  /** Takes one of the requests the service allows. Returns false when there is none left. */
  #spend(call: Call): boolean {
    const quota = quotas[call];
    if (!quota) return true;
    const [perSecond, burst] = quota;
    const { now } = this.line;
    const bucket = this.#buckets.get(call) ?? { left: burst, at: now };
    this.#buckets.set(call, bucket);
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }
}
