import type { Clock } from '../clock.js';
import type { Tabs } from './ports.js';

/** How long a leader has to give a sign of life when it is asked for one, in milliseconds. */
const answerMs = 500;
/** A timer that comes later than this was asleep, and so may have been what it waited for. Milliseconds. */
const asleepMs = 2_000;
/** How long a leader that nobody sees keeps the lead when somebody asks, in milliseconds. */
const unseenMs = 60_000;

export interface LeadershipListener {
  /** This tab leads from now on. `seized`: the one before it was made to let go, and may be at something still. */
  readonly onLead: (seized: boolean) => void;
  /** It leads no more: another one may do so already. */
  readonly onLost: () => void;
  /** It is among the others again, or came to be seen: what did it miss? */
  readonly onBack: () => void;
  /** Asks the leader for a sign of life. */
  readonly ask: () => void;
}

/** Whether this tab is the one that leads: when it asks, seizes, yields and lets go. */
export class Leadership {
  #tabs: Tabs;
  #clock: Clock;
  #listener: LeadershipListener;
  #leads = false;
  #hiddenAt: number | undefined;
  #letGo: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(tabs: Tabs, clock: Clock, listener: LeadershipListener) {
    this.#tabs = tabs;
    this.#clock = clock;
    this.#listener = listener;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Whether nobody has seen this tab for so long that another one should lead. */
  get isUnseen(): boolean {
    return this.#hiddenAt !== undefined && Math.abs(this.#clock.now() - this.#hiddenAt) >= unseenMs;
  }

  /** Is one of the tabs from now on, and leads when it is its turn. */
  join(): void {
    this.#unwatch ??= this.#tabs.watch((change) => {
      if (change === 'left') this.#quit();
      else if (change === 'returned' && !this.#letGo) this.#ask(false);
      this.#hiddenAt = change === 'visible' || this.#tabs.visible ? undefined : (this.#hiddenAt ?? this.#clock.now());
      if (change === 'returned' || change === 'visible') this.#listener.onBack();
    });
    if (!this.#tabs.visible) this.#hiddenAt = this.#clock.now();
    if (!this.#letGo) this.#ask(false);
  }

  /** Is none of the tabs any more. */
  leave(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#quit();
  }

  /** Something is to be done that only a leader can do: one that gives no sign of life is one no more. */
  expect(): void {
    if (this.#leads || !this.#letGo || this.#stopWaiting) return;
    const askedAt = this.#clock.now();
    this.#listener.ask();
    this.#stopWaiting = this.#clock.after(answerMs, () => {
      this.#stopWaiting = undefined;
      if (Math.abs(this.#clock.now() - askedAt) > asleepMs) this.expect();
      else this.seize();
    });
  }

  /** The leader was heard. */
  heard(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  /** Takes the lead from whoever has it. */
  seize(): void {
    if (this.#leads || !this.#letGo) return;
    this.#letGo();
    this.#ask(true);
  }

  #ask(seize: boolean): void {
    const onLead = (): void => {
      this.heard();
      this.#leads = true;
      this.#listener.onLead(seize);
    };
    const onLost = (): void => {
      this.#ask(false);
      this.#lose();
      // Whoever has it now may hang before it comes to anything.
      this.expect();
    };
    this.#letGo = this.#tabs.lead(seize, onLead, onLost);
  }

  #quit(): void {
    this.heard();
    this.#letGo?.();
    this.#letGo = undefined;
    this.#lose();
  }

  #lose(): void {
    if (!this.#leads) return;
    this.#leads = false;
    this.#listener.onLost();
  }
}
