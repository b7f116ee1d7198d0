import { en } from '../../../src/i18n/en.js';
import type { Moment, Screen, Writing } from '../check.js';
import { saysOf, storyNow, type Tab } from './tab.js';

/** Something that was written in a tab. */
interface Written {
  readonly text: string;
  readonly by: string;
  fate: Writing['fate'];
}

/** Something that was told of the n-th message with a text. */
type Told = Moment | { readonly at: number; readonly tab: string; readonly is: 'told-sent'; readonly text: string; readonly nth: number } | { readonly at: number; readonly tab: string; readonly is: 'told-ended' }; // prettier-ignore

/** Sits beside the customer: remembers what was written, and what stood on the screens when. */
export class Witness {
  readonly writings: Written[] = [];
  readonly told: Told[] = [];
  #tabs: Tab[] = [];
  #known = new Map<string, { up: boolean; down: boolean; ended: boolean; sent: Map<string, number> }>();

  wrote(text: string, by: string): void {
    this.writings.push({ text, by, fate: 'open' });
  }

  /** The customer took back the newest that was refused. */
  tookBack(text: string): void {
    const writing = this.writings.findLast((one) => one.text === text && one.fate === 'refused');
    if (writing) writing.fate = 'taken-back';
  }

  /** The page had said that it cannot keep anything, and is gone. */
  forgot(): void {
    for (const writing of this.writings) writing.fate = 'forgotten';
  }

  /** Looks at this tab from now on. */
  watch(tab: Tab): void {
    this.#tabs.push(tab);
    tab.onLook = () => this.#look(tab);
    tab.onGone = () => this.#leave(tab.name);
    this.#look(tab);
  }

  /**
   * Without a line in any tab of the browser there is none, and every tab that is awake can know. One that sleeps may have
   * the line: nothing can stop it here, so that it goes on for the others.
   */
  #lookAtLine(): void {
    const at = storyNow();
    const down = this.#tabs.every((tab) => tab.isOver || tab.window.openSockets === 0);
    for (const { name } of this.#tabs.filter(({ isOver, isStale }) => !isOver && !isStale)) {
      const known = this.#known.get(name);
      if (known && down !== known.down) this.told.push({ at, tab: name, is: 'knows-down', yes: (known.down = down) });
    }
  }

  /** A tab that is gone, or sleeps, shows nothing, and can know nothing. */
  #leave(tab: string): void {
    const at = storyNow();
    this.told.push({ at, tab, is: 'knows-down', yes: false }, { at, tab, is: 'shows-up', yes: false });
    const known = this.#known.get(tab);
    if (known) Object.assign(known, { up: false, down: false, ended: false });
  }

  #look(tab: Tab): void {
    const { name } = tab;
    if (tab.isStale || tab.isOver) return;
    const known = this.#known.get(name) ?? { up: false, down: false, ended: false, sent: new Map<string, number>() };
    this.#known.set(name, known);
    const at = storyNow();
    const { glance } = tab;
    const up = glance !== undefined && isUp(glance);
    if (up !== known.up) this.told.push({ at, tab: name, is: 'shows-up', yes: (known.up = up) });
    this.#lookAtLine();
    if (!glance) return;
    const ended = glance.phase === 'ended';
    if (ended && !known.ended) this.told.push({ at, tab: name, is: 'told-ended' });
    known.ended = ended;
    const stand = new Map<string, number>();
    const sent = new Map<string, number>();
    for (const [place, { own, text }] of glance.rows.entries()) {
      if (!own) continue;
      stand.set(text, (stand.get(text) ?? 0) + 1);
      const says = saysOf(glance.rows, place);
      if (says === 'sent') sent.set(text, (sent.get(text) ?? 0) + 1);
      if (says !== 'failed') continue;
      const writing = this.writings.findLast((one) => one.text === text && one.fate === 'open');
      if (writing) writing.fate = 'refused';
    }
    for (const [text, count] of stand) {
      const written = this.writings.filter((one) => one.text === text).length;
      if (count > written) this.told.push({ at, tab: name, is: 'twice', text });
    }
    for (const [text, count] of sent) {
      for (let nth = (known.sent.get(text) ?? 0) + 1; nth <= count; nth++) {
        this.told.push({ at, tab: name, is: 'told-sent', text, nth });
        known.sent.set(text, nth);
      }
    }
  }
}

/** Whether a look at a tab says that all gets through. */
export const isUp = ({ news, phase }: { readonly news: string; readonly phase: Screen['phase'] }): boolean =>
  phase === 'live' && (news === '' || news === en.back);
