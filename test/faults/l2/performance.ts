import { en } from '../../../src/i18n/en.js';
import type { Finding } from '../check.js';
import type { Deed } from '../l1/plan.js';
import { after, haste, storyNow, wait } from '../l1/time.js';
import { Browsing } from './browsing.js';
import type { Plan } from './plan.js';
import type { Act, Script, Sight, TabDeed } from './script.js';
import { Stage } from './stage.js';
import { isUp } from './witness.js';
import type { Tab } from './tab.js';

/** How long what anybody is told of has time, in milliseconds: as long as all is well at the end of a day. */
const patienceMs = 60_000;

/** A line that is back sooner than this is not worth a word, in milliseconds. */
const blipMs = 1_500;

/** How long the broker asks no more of an instance that said it was full, at most, in milliseconds: of its own clock, which no story makes short. */
const brokerRestsMs = 30_000;

/** How a seed went. */
export interface Outcome {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** What happened, for whoever looks for the reason. */
  readonly diary: readonly string[];
}

/** One story, played in a tab of a stage. */
export class Performance {
  readonly stage: Stage;
  #browsing: Browsing;
  /** What ends a trouble that lasts, and has not yet. */
  #pending = new Set<() => void>();
  /** Somebody may have been told that the instance is full, and perhaps once more since. */
  #mayBeFull = false;
  /** When sockets were last cut, milliseconds of the story. */
  #cutAt = Infinity;

  constructor(stage: Stage, tab: Tab, options: Readonly<Record<string, string>>) {
    this.stage = stage;
    this.#browsing = new Browsing(stage, tab, options);
  }

  /** The tab that is looked at. */
  get #tab(): Tab {
    return this.#browsing.tab;
  }

  /** Plays what is told on a stage of this name. Resolves to what is wrong at the end. */
  static async play(script: Script, name: string): Promise<readonly Finding[]> {
    const stage = await Stage.make(name, script.knobs);
    const options = {
      ...(script.skewMs !== undefined && { skew: String(script.skewMs) }),
      ...(script.lifeMs !== undefined && { life: String(script.lifeMs) }),
      ...(script.storage !== undefined && { storage: script.storage }),
    };
    let findings: readonly Finding[] = [];
    try {
      const tab = script.from === 'page' ? await stage.tab(options) : await stage.chatting(options);
      findings = await new Performance(stage, tab, options).#playAll(script);
    } finally {
      const loose = await stage.close();
      findings = [...findings, ...leftovers(loose)];
    }
    return findings;
  }

  /** Plays the schedule of a seed, from the opening of the panel on. */
  static async playPlan({ circumstances, seed, steps }: Plan, name: string): Promise<Outcome> {
    const { chatEndedDelayMs, skewMs, ...knobs } = circumstances;
    const diary: string[] = [];
    const stage = await Stage.make(name, { ...knobs, seed, chatEndedDelayMs: chatEndedDelayMs / haste });
    let findings: readonly Finding[];
    try {
      const options = skewMs === 0 ? {} : { skew: String(skewMs) };
      const tab = await stage.tab(options);
      await stage.open(tab);
      const begunAt = storyNow();
      const performance = new Performance(stage, tab, options);
      for (const step of steps) {
        await wait(begunAt + step.at - storyNow());
        // What an end makes unreachable is what was said since this.
        if (step.do === 'end' || step.do === 'agent') await stage.looksCalm();
        diary.push(`${Math.round(storyNow() - begunAt)} ${JSON.stringify(step)}`);
        await performance.perform(step);
      }
      await performance.settle();
      diary.push(`${Math.round(storyNow() - begunAt)} well`);
      await stage.rest();
      await performance.lastWords().catch((error: unknown) => diary.push(String(error)));
      diary.push(performance.#tab.words);
      findings = await stage.findings();
    } catch (error) {
      findings = [{ kind: 'silent', what: `it could not be played to its end: ${String(error)}` }];
    }
    return { seed, diary, findings: [...findings, ...leftovers(await stage.close())] };
  }

  async #playAll({ acts, ends = 'live' }: Script): Promise<readonly Finding[]> {
    for (const act of acts) await this.act(act);
    await this.settle();
    const tab = this.#tab;
    if (ends !== 'idle') await this.stage.rest();
    if (ends === 'live') await this.lastWords();
    const phase = tab.glance?.phase ?? 'idle';
    if (phase !== ends) throw new Error(`It ends ${phase}, not ${ends}: ${tab.words}`);
    return this.stage.findings();
  }

  /** Both sides say something now that all is well, and each hears the other. */
  async lastWords(): Promise<void> {
    const tab = this.#tab;
    if (!tab.glance || !isUp(tab.glance) || tab.glance.leaving) return;
    this.#write('last of customer');
    await this.stage.say('last of agent');
    for (const other of this.stage.there) {
      // A tab in which nobody has wanted a chat shows none.
      const isOver = (): boolean => other.glance === undefined || other.glance.phase === 'ended';
      const hasAll = (): boolean => other.texts.includes('last of agent') && other.isSent('last of customer');
      await other.until('last words', () => isOver() || hasAll(), patienceMs);
    }
    await this.stage.rest();
  }

  /** What was to last longer than the story is over now. */
  async settle(): Promise<void> {
    for (const stop of this.#pending) stop();
    this.#pending.clear();
    this.#browsing.settle();
    await this.stage.heal();
    await this.#brokerRested();
    if (!this.#tab.window.navigator.onLine) this.stage.says(true);
  }

  /** Does what is told. */
  async act(act: Act): Promise<void> {
    const { stage } = this;
    const tab = this.#tab;
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the rest are deeds of plans
    switch (act.do) {
      case 'wait':
        return tab.wait(act.ms);
      case 'until':
        await tab.until(JSON.stringify(act), () => this.#sees(act), act.within ?? patienceMs);
        return;
      case 'never':
        return this.#never(act, act.ms);
      case 'press':
        if (act.name === en.delete || act.name === en.edit) {
          const failed = tab.rows.find((row) => row.failed);
          if (failed) stage.witness.tookBack(failed.text);
        }
        if (act.name === en.startAgain || act.name === en.tryAgain) stage.begin(tab);
        return tab.press(act.name);
      case 'send':
      case 'type':
        await tab.until('a box to write in', () => tab.box);
        return this.perform(act);
      case 'send-reload':
        this.#write(act.text);
        return tab.reload();
      case 'visit': {
        if (tab.glance?.keeps === false) stage.witness.forgot();
        const { memory, storage } = act;
        stage.forgets ||= storage !== undefined;
        return this.#browsing.go({ ...(memory && { memory }), ...(storage && { storage }) });
      }
      case 'open':
        return stage.open(tab);
      case 'browser-says':
        return stage.says(act.online);
      case 'heal':
        return this.settle();
      case 'timers': {
        const until = storyNow() + patienceMs;
        while (tab.window.pendingTimers().length > act.atMost && storyNow() < until) await tab.wait(200);
        const left = tab.window.pendingTimers();
        if (left.length > act.atMost) throw new Error(`Timers of ${left.join(', ')} ms are still to run.`);
        return;
      }
      case 'frame':
        await stage.simulator.sockets({ do: 'send', text: act.text });
        return;
      case 'agent-steps':
        return stage.play(...act.steps);
      case 'service-clock':
        await stage.simulator.ask('clock', 'POST', { advanceMs: act.advanceMs });
        return;
      case 'service-ends': {
        const id = (await stage.contacts()).at(-1)?.contactId ?? '';
        await stage.simulator.ask(`contacts/${id}/end`, 'POST', { reason: act.reason });
        return;
      }
      default:
        return this.perform(act);
    }
  }

  #sees(sight: Sight): boolean {
    const tab = this.#tab;
    if ('see' in sight) return tab.texts.includes(sight.see);
    if ('seeSent' in sight) return tab.isSent(sight.seeSent);
    if ('read' in sight) return tab.words.includes(sight.read);
    if ('news' in sight) return tab.news === sight.news;
    if ('offers' in sight) return tab.button(sight.offers) !== undefined;
    if ('typed' in sight) return tab.box?.value === sight.typed;
    return (tab.glance?.phase ?? 'idle') === sight.phase;
  }

  async #never(sight: Sight, ms: number): Promise<void> {
    const until = storyNow() + ms;
    let isSlow = false;
    let isAway = false;
    /** Until when the line was away, as far as could be seen. */
    let awayUntil = -Infinity;
    const seen = this.#tab
      .until(
        'end',
        () => {
          const now = storyNow();
          const wasAway = isAway;
          isAway = this.#tab.window.openSockets === 0;
          if (isAway || wasAway) awayUntil = now;
          if (now >= until) return 'over';
          if (!this.#sees(sight)) return undefined;
          // A machine that is busy may take longer than a blip to bring a line back: then there is something to say.
          const slowUntil = this.stage.hasLaggedSince(this.#cutAt) ? now : awayUntil;
          isSlow = 'news' in sight && slowUntil - this.#cutAt > blipMs;
          return 'seen';
        },
        ms + 2_000,
      )
      .catch(() => 'over' as const);
    if ((await seen) === 'seen' && !isSlow)
      throw new Error(`${JSON.stringify(sight)} was to be seen: ${this.#tab.words}`);
  }

  /** Writes and presses Enter, where there is a box. */
  #write(text: string): void {
    if (this.#tab.box) this.stage.send(this.#tab, text);
  }

  /** Does what a plan says. What cannot be done is not done. */
  async perform(deed: Deed | TabDeed): Promise<void> {
    const { simulator } = this.stage;
    const tab = this.#tab;
    // Nobody does anything in a tab that sleeps.
    if (byCustomer.has(deed.do)) this.#browsing.wake(tab);
    switch (deed.do) {
      case 'new-tab':
      case 'next-tab':
      case 'lose-tab':
      case 'freeze':
      case 'clock':
        return this.#browsing.perform(deed);
      case 'send':
        return this.#write(deed.text);
      case 'type':
        if (tab.box) tab.type(deed.text);
        return;
      case 'check':
        return tab.button(en.tryNow)?.click();
      case 'earlier':
        return tab.button(en.showEarlier)?.click();
      case 'end':
        return tab.button(en.endChat) ? this.stage.end(tab) : undefined;
      case 'again': {
        const button = tab.button(en.startAgain);
        if (button) this.stage.begin(tab);
        return button?.click();
      }
      case 'retry':
        tab.button(en.tryAgain)?.click();
        return tab.button(en.retry)?.click();
      case 'reload':
        return this.#browsing.reload();
      case 'hide':
        tab.shows(false);
        return this.#later(deed.ms, () => tab.isOver || tab.shows(tab === this.#tab));
      case 'offline-lie':
        this.stage.says(false);
        return this.#later(deed.ms, () => this.stage.says(true));
      case 'say':
        return this.stage.play(...deed.texts.map((text) => ({ do: 'say', text })));
      case 'agent':
        return this.stage.play(agentSteps[deed.what]);
      case 'down': {
        const { how, ms, tells } = deed;
        if (tells) this.stage.says(false);
        const fault = { route: '*', act: 'reset', ...(how === 'stall' && { delayMs: Math.min(ms, 10_000) / haste }) };
        const id = await this.#fault(fault);
        await simulator.turn({ upgrade: how === 'reset' ? 'refuse' : 'hang' });
        await simulator.sockets({ do: how === 'reset' ? 'reset' : 'pause' });
        return this.#later(ms, async () => {
          await this.#unfault(id);
          await this.#turnBack({ upgrade: '' });
          if (tells) this.stage.says(true);
        });
      }
      case 'sockets':
        this.#cutAt = storyNow();
        await simulator.sockets({ do: deed.what });
        return;
      case 'close':
        await simulator.sockets({ do: 'close', code: deed.code });
        return;
      case 'turn':
        await simulator.turn(scaled(deed.to));
        return this.#later(deed.ms, () => this.#turnBack(deed.to));
      case 'calls': {
        const { delayMs = 0, ...fate } = deed.fate;
        // Browsers repeat a request whose kept connection turns out to be cut.
        const times = fate.act === 'reset' ? deed.times * 2 : deed.times;
        const id = await this.#fault({ ...fate, route: deed.route, times, delayMs: delayMs / haste });
        this.#mayBeFull ||= fate.error === 'LimitExceededException';
        if (deed.ms !== Infinity) this.#later(deed.ms, () => this.#unfault(id).then(() => this.#brokerRested()));
      }
    }
  }

  async #fault(http: object): Promise<string> {
    const { added } = await this.stage.simulator.ask<{ added: string[] }>('faults', 'POST', { http: [http] });
    return added[0] ?? '';
  }

  /** It may be gone by itself. */
  async #unfault(id: string): Promise<void> {
    await this.stage.simulator.ask(`faults/${id}`, 'DELETE').catch(() => undefined);
  }

  /** The broker asks again of an instance that was full. */
  async #brokerRested(): Promise<void> {
    if (!this.#mayBeFull) return;
    await this.stage.simulator.brokerLater(brokerRestsMs);
  }

  /** These knobs stand again as they did at the beginning. */
  async #turnBack(turns: object): Promise<void> {
    const names = Object.keys(turns);
    const { table } = await this.stage.simulator.ask<{ table: { name: string; initial: unknown }[] }>('faults');
    const back = table.flatMap(({ initial, name }) => (names.includes(name) ? [[name, initial] as const] : []));
    await this.stage.simulator.turn({ ...Object.fromEntries(back) });
  }

  #later(ms: number, task: () => unknown): void {
    const stop = after(ms, () => {
      this.#pending.delete(stop);
      void task();
    });
    this.#pending.add(stop);
  }
}

const byCustomer: ReadonlySet<string> = new Set<Deed['do']>(['send', 'type', 'check', 'earlier', 'end', 'again', 'retry', 'reload']); // prettier-ignore

const agentSteps = {
  typing: { do: 'typing', ms: 20 },
  transfer: { do: 'transfer', to: { agent: 'Tom' } },
  lose: { do: 'lose' },
  idle: { do: 'idle' },
  end: { do: 'end' },
} as const;

/** Knobs with the waits of a story as the service has to wait them. */
const scaled = (turns: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(turns).map(([name, value]) => [
      name,
      typeof value === 'number' && name.endsWith('Ms') ? value / haste : value,
    ]),
  );

/** What a stage left behind, as broken promises. */
export const leftovers = (loose: Readonly<Record<string, number>>): readonly Finding[] =>
  Object.entries(loose).flatMap(([name, number]) =>
    number > 0 ? [{ kind: 'silent' as const, what: `${number} ${name} left` }] : [],
  );
