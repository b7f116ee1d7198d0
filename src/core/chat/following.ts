import type { Words } from '../tabs/words.js';
import { mayHaveArrived } from './files.js';
import { doubted, isLeaving, isMuchMore, sharedOut, type Inheritance } from './inheritance.js';
import type { Intent, Wish } from './intents.js';
import { lacking, sentOf } from './items.js';
import type { Saved } from './ports.js';
import { hearEvent, hearWhole, isBefore, nothingHeard, type News, type Replica } from './replica.js';
import { deferMs, type Role } from './shared-ports.js';
import type { ChatState } from './state.js';

/** What a tab that follows asks of itself and of the one that leads. */
export interface Follower extends Role {
  /** The leader was heard, or is to give a sign of life, or may be replaced by this tab. */
  readonly leader: { heard(): void; expect(): void; seize(): void };
  readonly want: (wish: Wish) => Promise<void>;
  /** Tells the leader what is wanted. */
  readonly tell: (intent: Intent) => void;
  readonly writeAgain: (drafts: ChatState['drafts']) => void;
}

/** What a tab knows of the conversation while another one leads, and how it learns it. It lasts while this tab leads. */
export class Following {
  #role: Follower;
  #replica: Replica | undefined;
  #unread: Replica | undefined;
  #isMissing = false;
  /** There are other tabs, or were: one of them may have led while this one slept. */
  hasCompany = false;
  #stopDeferring: (() => void) | undefined;
  #kept: readonly unknown[] = [];
  /** What an earlier life of this page left behind, until it is gone on with. */
  #saved: Promise<Partial<Saved>> | undefined;
  /** Whoever leads was told of it, or is just being told. */
  #isTold = false;
  /** Whether it was read; undefined while this is none of the tabs. */
  #hasRead: boolean | undefined;
  #reading: Promise<unknown> | undefined;
  #leads = false;
  #hasLed = false;

  constructor(role: Follower) {
    this.#role = role;
  }

  /** What this tab follows; while it leads, what it went on with. */
  get replica(): Replica | undefined {
    return this.#replica;
  }

  /** Is one of the tabs from now on. */
  join(): void {
    this.#hasRead = false;
    this.#reading = this.#saved = this.#role.ports.storage?.load().then((saved) => {
      if (this.#hasRead === false) this.#hasRead = true;
      const { drafts = [], fresh = [], ticket, unwanted } = saved;
      this.#isTold ||= (ticket ?? unwanted ?? drafts[0] ?? fresh[0]) === undefined;
      this.keep();
      return saved;
    });
  }

  /** Resolves once it is read what an earlier life left behind: whoever goes on with a leader's would write over it. */
  get reading(): Promise<unknown> | undefined {
    return this.#replica && this.#hasRead === false ? this.#reading : undefined;
  }

  leave(): void {
    this.#replica = this.#hasRead = undefined;
    this.#stopDefer();
  }

  /** This tab leads; `seized`: in the place of one that may not know so yet. Returns what it goes on with. */
  rest(seized: boolean): Replica | undefined {
    this.#stopDefer();
    this.#leads = this.#hasLed = true;
    const replica = this.#replica;
    if (replica && replica === this.#unread) {
      this.#replica = undefined;
      this.#role.writeAgain(replica.whole.state.drafts);
      return undefined;
    }
    const isStale = this.#isMissing && this.hasCompany;
    if (!replica || !(isStale || seized)) return replica;
    return { ...replica, whole: (isStale ? doubted : sharedOut)(replica.whole) };
  }

  /**
   * Another tab leads, or will. What this one knew as it led stays on screen, and goes on from there. `unread`: it had not
   * come to reading what an earlier life left behind.
   */
  goOn(replica: Replica, unread: boolean): void {
    this.#replica = replica;
    this.#unread = unread ? replica : undefined;
    this.#leads = false;
    if (!unread) return;
    // Nothing is written over what was to be read.
    this.#isTold = false;
    this.join();
  }

  /** What an earlier life of this page left behind: once, and then what is kept now. */
  async saved(): Promise<Partial<Saved>> {
    const [first] = [this.#saved, (this.#saved = undefined)];
    return (await (first ?? this.#role.ports.storage?.load())) ?? {};
  }

  /** Whoever leads knows what an earlier life left behind, or is just being told. */
  forgetSaved(): void {
    this.#saved = undefined;
    this.#isTold = true;
  }

  /** All was forgotten in another tab. `isMissed`: this one was not told, and all it knows and wants is from before. */
  forget(often: number | undefined = 0, isMissed: boolean): void {
    const { forgotten, ports, wishes } = this.#role;
    if (often <= forgotten.often) return;
    forgotten.often = often;
    this.#saved = undefined;
    if (isMissed) {
      this.#replica = this.#unread = undefined;
      wishes.forget();
    }
    ports.memory.clearTab(often);
    this.#kept = keptOf({ ticket: undefined, leaving: false }, []);
  }

  /** Asks for all there is. */
  greet(): void {
    if (this.#leads) return;
    const { leader, ports, say } = this.#role;
    const { visible } = ports.tabs;
    this.#isMissing = true;
    say({ type: 'hello', visible });
    if (visible && this.#replica) leader.expect();
  }

  /** A reload of a tab that follows loses nothing that the leader has not heard, and brings back nothing that is settled. */
  keep(): void {
    const { ports, wishes } = this.#role;
    const { storage } = ports;
    if (this.#leads || !storage || this.#hasRead === undefined) return;
    const { drafts } = wishes;
    // What an earlier life kept is taken over before it is written over: the leader may know of nothing.
    const isTold = this.#isTold && !wishes.list.some(({ does }) => does === 'resume');
    if (!this.#replica || this.#replica === this.#unread || !this.#hasRead || !isTold) {
      if (drafts.length > 0) storage.save({ fresh: drafts });
      return;
    }
    const { leaving, ticket } = this.#replica.whole;
    const now = keptOf(this.#replica.whole, drafts);
    if (now.length === this.#kept.length && now.every((each, index) => each === this.#kept[index])) return;
    // What an earlier life left here is also in whatever tab the browser made a duplicate of.
    if (this.#kept.length === 0 && !this.#hasLed) storage.part?.();
    this.#kept = now;
    storage.save({ ticket, leaving, drafts, fresh: undefined, typed: '', ...(ticket && { memory: ticket.memory }) });
  }

  hear(words: Words): void {
    const { beside, leader, ports, settle } = this.#role;
    const { epoch, from, type } = words;
    if (type === 'hello') this.#defer();
    if (type === 'hello' || type === 'alive?' || type === 'intent') return;
    if (type === 'whole') {
      this.#hearWhole(words);
      // What the leader does not know is brought along before it is written over.
      return this.keep();
    }
    if (epoch < (this.#replica?.epoch ?? 0)) return this.#miss();
    // Only this is said when it is asked. What else is heard it may have said before it hung.
    if (type === 'alive') leader.heard();
    if (type === 'yield') {
      if (words.to === ports.tabs.id) leader.seize();
    } else if (type === 'done') settle(words.id, words.answer);
    else if (type === 'beside') beside.hear(words.words);
    else if (type === 'event') {
      this.#know(hearEvent(this.#replica, { ...words, leader: from }));
      this.#role.noteTakenBack(words.event);
      if (words.event.type === 'forgotten') this.forget(this.#replica?.whole.forgotten, false);
    } else if (this.#replica?.epoch !== epoch || this.#replica.number < words.number) this.#miss();
  }

  #hearWhole(words: Extract<Words, { readonly type: 'whole' }>): void {
    const { epoch, knew, leader, leads, number, whole } = words;
    if ((whole.forgotten ?? 0) < this.#role.forgotten.often) return this.#remind(leads);
    this.forget(whole.forgotten, this.#replica !== undefined);
    const { arrive, beside, due, ports, tell } = this.#role;
    const [before, wasMissing] = [this.#replica, this.#isMissing];
    const news = hearWhole(before, { epoch, leader, number, whole });
    if (leads && epoch >= (before?.epoch ?? 0)) {
      // Another one was asked.
      if (epoch !== before?.epoch) this.#role.leader.heard();
      this.#isMissing = false;
      this.#stopDefer();
      if (words.beside !== undefined) beside.hear(words.beside);
    }
    this.#learn(news);
    arrive();
    if (leads) this.#takeBackAgain(whole);
    const isSame = before?.epoch === epoch && before.leader === leader;
    // A tab that missed something may have missed that its wishes are done.
    if (!leads || (isSame ? !wasMissing : news === 'old')) return;
    const wanted = due();
    // Before a start that is still wanted begins anew what is there already.
    if (!isSame && before && (isBefore(knew, before) || before.leader === ports.tabs.id))
      this.#bringAlong(before.whole, whole);
    wanted.forEach(tell);
  }

  /** Somebody tells of what was forgotten. One that leads has not heard so, and hears of it late. */
  #remind(leads: boolean): void {
    this.#isMissing = false;
    const { forgotten, ports, tell, wishes } = this.#role;
    const { often } = forgotten;
    const wish = wishes.list.find(({ does }) => does === 'forget');
    if (leads) tell(wish ?? { does: 'forget', id: ports.chance.newId(), often, at: 0 });
  }

  /** A tab that was away has brought along what was taken back meanwhile. */
  #takeBackAgain({ state }: Inheritance): void {
    const { takenBack, want } = this.#role;
    for (const { localId } of state.drafts) {
      if (takenBack.has(localId)) void want({ does: 'event', event: { type: 'draft-discarded', localId } });
    }
  }

  /** The leader may know nothing of what this tab knows. */
  #bringAlong(kept: Inheritance, { state, ticket }: Inheritance): void {
    const { want, writeAgain } = this.#role;
    const known = new Set([...state.drafts.map(({ localId }) => localId), ...state.items.map(({ key }) => key)]);
    // A start that is told before may have begun by then: what was written for it comes by itself.
    const isSame = !kept.ticket || kept.ticket.contactId === ticket?.contactId;
    const unknown = kept.state.drafts.filter(({ localId }) => !known.has(localId));
    if (isSame) writeAgain(unknown);
    const isMore =
      isMuchMore(kept, state) ||
      // What is asked for there may fail before it is heard of this.
      (kept.ticket !== undefined && state.phase.name === 'requesting') ||
      unknown.some(({ state }) => !isSame || state.name === 'failed') ||
      kept.leaving ||
      (kept.ticket?.connected && ticket?.connected === false) ||
      kept.unwanted?.length ||
      isLeaving(kept.state) ||
      kept.state.drafts.some(mayHaveArrived) ||
      lacking(state, kept.state.items).length > 0 ||
      sentOf(kept.state.items).some(({ key }) => state.drafts.some(({ localId }) => localId === key));
    if (isMore) void want({ does: 'resume', kept });
  }

  #know(news: News): void {
    this.#learn(news);
    this.keep();
  }

  #learn(news: News): void {
    if (news === 'old') return;
    if (news === 'missed') return this.#miss();
    this.#replica = news;
    this.#role.show();
  }

  /** Something was said that does not follow from what is known. */
  #miss(): void {
    if (!this.#isMissing) this.greet();
  }

  /** Somebody is new. When nobody leads who could answer, this tab tells what it knows. */
  #defer(): void {
    if (!this.#replica) return;
    this.#stopDeferring ??= this.#role.ports.clock.after(deferMs, () => {
      this.#stopDeferring = undefined;
      if (!this.#replica) return;
      const { leader, number, whole } = this.#replica;
      this.#role.say({ type: 'whole', leads: false, leader, number, knew: nothingHeard, whole, beside: undefined });
    });
  }

  #stopDefer(): void {
    this.#stopDeferring?.();
    this.#stopDeferring = undefined;
  }
}

/** What a tab keeps that does not lead, to see whether it has changed. */
const keptOf = ({ ticket, leaving }: Pick<Inheritance, 'ticket' | 'leaving'>, drafts: ChatState['drafts']) => [
  ticket,
  leaving,
  ...drafts.map(({ localId }) => localId),
];
