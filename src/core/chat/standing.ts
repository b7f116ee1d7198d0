import type { ChatEvent } from './events.js';
import type { ChatState, Phase } from './state.js';

/**
 * Whether the contact a session goes on with lives. Where another tab comes with a newer one, or had asked for one, it is
 * given up as soon as it is certain that it does not.
 */
export class Standing {
  /** The key of a start that was not answered when this began: it is newer than the contact there is. */
  owed: string | undefined;
  #phase: () => Phase;
  #is: 'unknown' | 'there' | 'over' = 'unknown';
  #isGone = false;
  #asking: (() => void)[] = [];

  constructor(phase: () => Phase) {
    this.#phase = phase;
  }

  /** What was begun here is no question. */
  begin(): void {
    this.#is = 'there';
    this.owed = undefined;
  }

  /** Its ticket was refused. Returns whether somebody waits to hear so. */
  refuse(): boolean {
    const isAwaited = this.#asking.length > 0;
    this.#is = 'over';
    this.#answer();
    return isAwaited;
  }

  /** Nobody learns more here. */
  letGo(): void {
    this.#isGone = true;
    this.#answer();
  }

  /** The event as the customer is told it: that it is over is not told where there is something newer. */
  told(event: ChatEvent): ChatEvent {
    const isNewer = this.owed !== undefined || this.#asking.length > 0;
    return event.type === 'over' && this.#is === 'unknown' && isNewer ? { type: 'superseded' } : event;
  }

  /** Learns from a snapshot. Returns what that has made certain; undefined: nothing that was not. */
  learn({ phase }: ChatState, before: ChatState): 'there' | 'over' | undefined {
    const was = this.#is;
    const isOver = phase !== before.phase && (phase.name === 'ended' || phase.name === 'requesting');
    if (phase.name === 'live' && phase.link === 'up') this.#is = 'there';
    else if (isOver && was === 'unknown') this.#is = 'over';
    this.#answer();
    return was === 'unknown' && this.#is !== 'unknown' ? this.#is : undefined;
  }

  /** Resolves once it is certain whether it is over, with whether it is. */
  async isOver(): Promise<boolean> {
    const { name } = this.#phase();
    if (this.#isGone || this.#is !== 'unknown' || (name !== 'connecting' && name !== 'live'))
      return name === 'ended' || this.#is === 'over';
    await new Promise<void>((resolve) => this.#asking.push(resolve));
    return this.isOver();
  }

  #answer(): void {
    for (const resolve of this.#asking.splice(0)) resolve();
  }
}
