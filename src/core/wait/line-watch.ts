import { backoff, delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import type { Store } from '../store.js';
import { emptyGauge, figuresOf, gaugeOf, read, tick, type Gauge } from './gauge.js';
import { tell, toldNothing, toldOf, type Told } from './news.js';
import type { WaitingSubject, WaitPorts } from './ports.js';
import type { WaitState } from './state.js';
import type { WaitEvent } from './transition.js';

/** Bounds of what the broker may ask for between two questions, in milliseconds. */
const pollAtLeastMs = 1_000;
const pollAtMostMs = 300_000;
/** How often it is looked at what the passing of time changes, in milliseconds. */
const tickMs = 5_000;

/**
 * Asks the broker about the one contact that waits, as often as the broker says and no more, and only while somebody is
 * connected and waiting.
 */
export class LineWatch {
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #subject: WaitingSubject | undefined;
  #gauge: Gauge = emptyGauge;
  #told: Told = toldNothing;
  /** Ends the questions; there is one while questions are asked. */
  #asking: AbortController | undefined;
  #askedAt = -Infinity;
  /** The broker cannot say anything about this contact, now or later. */
  #isMute = false;
  #stopTicking: (() => void) | undefined;

  constructor(store: Store<WaitState, WaitEvent>, ports: WaitPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  /** This contact waits now; undefined: none does. */
  follow(subject: WaitingSubject | undefined): void {
    const isStale = !subject && this.#store.state.line.name !== 'none';
    if (isStale || this.#subject?.contactId !== subject?.contactId) this.#begin(subject);
    this.#subject = subject;
    const wanted = subject?.asks === true && subject.linked && !this.#isMute;
    if (wanted && !this.#asking) {
      this.#asking = new AbortController();
      void this.#ask(subject, this.#asking.signal);
    } else if (!wanted) this.#pause();
  }

  #begin(subject: WaitingSubject | undefined): void {
    const { line } = this.#store.state;
    const now = this.#ports.clock.now();
    // What another tab showed of it stays on screen.
    const known = !this.#subject && line.name === 'waiting' && line.contactId === subject?.contactId ? line : undefined;
    this.#pause();
    this.#stopTicking?.();
    this.#stopTicking = undefined;
    this.#gauge = known?.figures ? gaugeOf(known.figures, now) : emptyGauge;
    this.#told = known ? toldOf(known, now) : toldNothing;
    this.#isMute = false;
    this.#askedAt = -Infinity;
    if (!known) this.#store.dispatch({ type: 'waits-no-more' });
    if (!subject) return;
    const { contactId, channel } = subject;
    this.#store.dispatch({ type: 'waits', contactId, channel, at: now });
    if (subject.asks) this.#tick();
  }

  #pause(): void {
    this.#asking?.abort(new DeskbellError('connection/lost'));
    this.#asking = undefined;
  }

  async #ask({ handle }: WaitingSubject, signal: AbortSignal): Promise<void> {
    const { broker, chance, clock, logger } = this.#ports;
    let failures = 0;
    // A link that comes and goes does not ask more often than one that stays.
    let pause = Math.max(0, this.#askedAt + pollAtLeastMs - clock.now());
    try {
      for (;;) {
        if (pause > 0) await delay(clock, Math.min(pause, pollAtMostMs), signal);
        this.#askedAt = clock.now();
        try {
          const report = await broker.wait(handle, signal);
          if (signal.aborted) return;
          failures = 0;
          pause = Math.max(pollAtLeastMs, report.nextPollMs);
          const now = clock.now();
          this.#gauge = read(this.#gauge, report, now);
          const { state, waitedMs, offers } = report;
          const line = this.#store.state.line;
          const queued = state === 'queued' || (state === 'unknown' && line.name === 'waiting' && line.queued);
          const since = waitedMs === undefined ? undefined : now - waitedMs;
          this.#store.dispatch({ type: 'reported', queued, since, offers });
          this.#show();
        } catch (error) {
          if (signal.aborted) return;
          const { code, retryable, retryAfterMs = 0 } = DeskbellError.from(error);
          logger.log('info', 'wait.failed', { code, attempt: failures });
          if (!retryable) return this.#mute();
          const backedOff = pollAtLeastMs + backoff(++failures, this.#gauge.intervalMs / 2, pollAtMostMs, chance);
          pause = Math.max(retryAfterMs, backedOff);
        }
      }
    } catch {
      // Nobody waits any more, or nobody can: the pause was cut short.
    }
  }

  /** The card stays, without figures. */
  #mute(): void {
    this.#isMute = true;
    this.#pause();
    this.#gauge = emptyGauge;
    this.#show();
  }

  #tick(): void {
    this.#stopTicking = this.#ports.clock.after(tickMs, () => {
      this.#gauge = tick(this.#gauge, this.#ports.clock.now());
      this.#show();
      this.#tick();
    });
  }

  #show(): void {
    const now = this.#ports.clock.now();
    const figures = figuresOf(this.#gauge, now);
    this.#store.dispatch({ type: 'measured', figures });
    const { line } = this.#store.state;
    if (line.name !== 'waiting') return;
    const told = tell(this.#told, figures, line.offers.length > 0, now);
    if (!told) return;
    this.#told = told;
    this.#store.dispatch({ type: 'told' });
  }
}
