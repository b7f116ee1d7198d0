import type { Words } from '../tabs/words.js';
import { hearFirst } from '../ticket.js';
import { mayHaveArrived, overCode, unconfirmed } from './files.js';
import { isMuchMore, isOverSince, type Held, type Inheritance, type Starting } from './inheritance.js';
import { drafted, isByCustomer, isDraft, perform, shared, takenBackBefore, type Intent } from './intents.js';
import { contactIdOf } from './items.js';
import { joined, nothingHeard, type Mark, type Replica } from './replica.js';
import type { ChatSession } from './session.js';
import { deferMs, type Role } from './shared-ports.js';

/** How old may be what somebody has just pressed or written, in milliseconds: less than a leader has for a sign of life. */
const lateMs = 300;
/** How many of the intents that are done a leader remembers. */
const rememberedDone = 1_000;
/** How many starts are handed on: a tab sleeps through few of them. */
const rememberedBegun = 8;

/**
 * One time in which a tab leads: it has the session, tells every event of it under running numbers, and does what is
 * wanted in any tab, once.
 */
export class Leading {
  #role: Role;
  #isUnseen: () => boolean;
  #shares: boolean;
  /** What it goes on with. */
  #before: Replica | undefined;
  #session: ChatSession | undefined;
  #stopTelling: (() => void) | undefined;
  #epoch: number;
  #number = 0;
  /** How far this tab had heard of leaders before it when it began to lead; undefined: of none. */
  #knew: Mark | undefined;
  #told: Held | undefined;
  #starting: Starting | undefined;
  #begun: readonly string[] = [];
  #endedAt: number | undefined;
  #done = new Set<string>();
  /** Contacts somebody wanted to end: one that is heard of only later is ended then. */
  #toEnd = new Set<string>();
  #stopInsisting: (() => void) | undefined;
  /** What other tabs wrote a while ago, and what comes after it, until it is certain that this one still leads. */
  #late: { readonly tab: string; readonly intent: Intent }[] = [];
  /** The highest epoch anybody spoke of. */
  #newest = 0;

  /**
   * @param before what this tab knew as long as it followed
   * @param isUnseen whether nobody has seen this tab for so long that another one should lead
   * @param shares whether another tab may be at what is wanted here, too
   */
  constructor(role: Role, before: Replica | undefined, isUnseen: () => boolean, shares: boolean) {
    this.#role = role;
    this.#before = before;
    this.#isUnseen = isUnseen;
    this.#shares = shares;
    this.#knew = before && { epoch: before.epoch, number: before.number };
    this.#epoch = Math.max((before?.epoch ?? 0) + 1, role.ports.clock.now());
  }

  /** Newer leaders have higher ones. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether a start that was pressed then meant a chat that is over, or was called off. */
  hasEndedSince(at: number): boolean {
    return isOverSince(at, this.#endedAt, this.#role.ports.clock.now());
  }

  get session(): ChatSession | undefined {
    return this.#session;
  }

  /** It began without knowing of any leader before it. */
  get isBlind(): boolean {
    return this.#knew === undefined;
  }

  /** What an earlier life of this page left behind was not read yet, and nobody else told of it: there may be more. */
  get isUnread(): boolean {
    return this.isBlind && this.#session?.hasRead === false;
  }

  begin(): void {
    this.#take(this.#before?.whole);
  }

  /** Leads no more. Returns what it knew. */
  stop(): Replica | undefined {
    const session = this.#session;
    if (!session) return undefined;
    this.#stopInsisting?.();
    const { id } = this.#role.ports.tabs;
    const replica = { epoch: this.#epoch, leader: id, number: this.#number, whole: this.#whole(session) };
    this.#letGo(session);
    return replica;
  }

  /** Does what is wanted, in whichever tab, once. */
  async perform(intent: Intent): Promise<void> {
    const { id } = intent;
    const { beside, files, forgetToo, forgotten, noteTakenBack, ports, say, settle, takenBack, wishes } = this.#role;
    const session = this.#session;
    if (!session) return;
    if (intent.does === 'beside' && beside.isEmpty) return beside.postpone(intent);
    // The site was cleared where it was wanted. Somebody may have begun something there since.
    if (
      intent.does === 'forget' &&
      intent.often > forgotten.often &&
      intent.often <= ports.memory.forgotten &&
      this.#isLong(intent.at)
    )
      return forgetToo();
    const isTakenBack =
      intent.does === 'event' && intent.event.type === 'drafted' && takenBack.has(intent.event.localId);
    let answer: string | undefined | void = isTakenBack ? takenBackBefore : undefined;
    const isPast =
      (intent.does === 'start' && this.#isPast(intent)) ||
      (intent.does === 'forget' && intent.often <= forgotten.often);
    if (!this.#done.has(id) && !isTakenBack && !isPast) {
      // A question may be asked again before it is answered, and so may what waits for certainty.
      if (intent.does !== 'file-url' && intent.does !== 'resume') this.#done.add(id);
      const [oldest] = this.#done.size > rememberedDone ? this.#done : [];
      if (oldest !== undefined) this.#done.delete(oldest);
      if (intent.does === 'start') this.#starting = intent;
      if (intent.does === 'event' && intent.bytes) files.add(id);
      if (intent.does === 'end' && intent.contactId !== undefined) this.#toEnd.add(intent.contactId);
      if (intent.does === 'forget') forgotten.often = intent.often;
      answer = await (intent.does === 'beside' ? beside.perform(intent) : perform(session, this.#asOfNow(intent)));
      if (intent.does === 'event') noteTakenBack(intent.event);
      // Whoever leads now is told again.
      if (!this.#session) return;
      if (intent === this.#starting) this.#starting = undefined;
      if (intent.does === 'resume' && intent.kept && !(await this.#goOnWith(intent.kept))) return;
    }
    const told = answer ?? undefined;
    if (!wishes.has(id)) say({ type: 'done', id, answer: told });
    settle(id, told);
  }

  /** What was written in another tab for a start that is called off by now is not sent, as if it had been known here. */
  #asOfNow(intent: Intent): Intent {
    if (intent.does !== 'event' || intent.event.type !== 'drafted') return intent;
    const { event } = intent;
    const isOff = this.#isCalledOff && event.written !== undefined && this.hasEndedSince(event.written);
    return isOff ? { ...intent, event: { ...event, failed: event.failed ?? overCode(event) } } : intent;
  }

  /** The last start was called off. */
  get #isCalledOff(): boolean {
    return this.#session?.store.state.phase.name === 'idle' && this.#endedAt !== undefined;
  }

  /** What was asked of what goes beside the chat before it was there. */
  performDue(): void {
    for (const intent of this.#role.beside.due()) void this.perform(intent);
  }

  hear(words: Words): void {
    const { beside, say } = this.#role;
    const { epoch, from, type } = words;
    if (epoch > this.#epoch) this.#insist(epoch);
    if (type === 'intent') return this.#performFor(from, words.intent);
    if (type === 'event') return this.#hearLastWords(words);
    if (type === 'beside' && epoch === this.#before?.epoch) beside.hear(words.words);
    if (type !== 'hello' && type !== 'alive?') return;
    if (type === 'hello') this.#sayWhole();
    else say({ type: 'alive', number: this.#number });
    if (words.visible && this.#isUnseen()) say({ type: 'yield', to: from });
  }

  /**
   * A start that comes late may have begun in another tab that leads now instead of this one, which is just about to hear
   * so: two would be two contacts.
   */
  performInTime(intent: Intent): void {
    const isLate = intent.does === 'start' && this.#isLong(intent.at);
    if (isLate) this.#afterNews(() => void this.perform(intent));
    else void this.perform(intent);
  }

  /** So may what another tab wrote a while ago be in that one's chat. What it wrote after it, and an end, come after it. */
  #performFor(tab: string, intent: Intent): void {
    if (intent.does !== 'end' && !isDraft(intent)) return this.performInTime(intent);
    const written = intent.does === 'event' && intent.event.type === 'drafted' ? intent.event.written : undefined;
    // What was written after something else counts as later than that, also where the clock was put back meanwhile.
    const isLate = written !== undefined && this.#role.ports.clock.now() - written > lateMs;
    if (!isLate && !this.#late.some((late) => late.tab === tab)) return void this.perform(intent);
    this.#late.push({ tab, intent });
    if (this.#late.length > 1) return;
    this.#afterNews(() => {
      for (const late of this.#late.splice(0)) void this.perform(late.intent);
    });
  }

  #isLong(since: number): boolean {
    return Math.abs(this.#role.ports.clock.now() - since) > lateMs;
  }

  /** Does it when this tab has heard whether another one leads. */
  #afterNews(task: () => void): void {
    const { clock } = this.#role.ports;
    const now = clock.now();
    clock.after(deferMs, () => void hearFirst(clock, now).then(task));
  }

  #take(inheritance: Inheritance | undefined): void {
    const { arrive, beside, due, options, ports, show, wishes } = this.#role;
    const session = ports.make({ inheritance, isOnly: !ports.tabs.isAlone, isSeized: this.#shares });
    this.#session = session;
    session.configure(options);
    if (inheritance?.starting) this.#starting = inheritance.starting;
    this.#noteBegun(...(inheritance?.begun ?? []));
    this.#endedAt = inheritance?.endedAt;
    this.#told = this.#held(session);
    this.#stopTelling = session.store.subscribe((state, before) =>
      this.#tellEvent(session, before.phase !== state.phase),
    );
    beside.lead(session);
    this.performDue();
    this.#number++;
    this.#sayWhole();
    // What an earlier life left behind is read before anything new is written over it.
    if (inheritance || wishes.list.length > 0) void session.resume();
    if (inheritance?.starting) void this.perform({ ...inheritance.starting, does: 'start' });
    else if (session.isOrphaned) void this.#goOnAsking(session);
    for (const intent of due()) this.performInTime(this.#shares ? shared(intent) : intent);
    show();
    arrive();
  }

  #letGo(session: ChatSession): void {
    this.#role.beside.letGo();
    this.#stopTelling?.();
    session.letGo();
    this.#session = undefined;
  }

  /**
   * Whoever asked for a contact is gone. A ticket that was dead is replaced here instead; a way back is what goes beside
   * the chat can ask for again.
   */
  async #goOnAsking(session: ChatSession): Promise<void> {
    const { phase } = session.store.state;
    if (phase.name === 'requesting' && !phase.after) return session.start({ key: this.#role.ports.chance.newId() });
    await session.resume();
    if (session === this.#session && session.isOrphaned) await session.end();
  }

  /**
   * Another tab has something: all of it comes where nothing is, and otherwise what was written and not sent. Of two
   * contacts the newer one is taken once it is certain that the other is over. Resolves with whether this tab leads then.
   */
  async #goOnWith(other: Inheritance): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    // What was forgotten is nobody's here.
    if ((other.forgotten ?? 0) < this.#role.forgotten.often) return true;
    const number = other.ticket?.number;
    const isNewer = number !== undefined && number > session.number;
    const isLate = isNewer && (await session.isOver());
    if (session !== this.#session) return this.#goOnWith(other);
    // A start that was pressed where nobody knew of that contact meant it.
    const isMeant = isNewer && session.store.state.phase.name === 'requesting' && this.#starting !== undefined;
    // What was asked for here and called off is not asked for again, and what is over here is over.
    const { starting: asked } = other;
    const isDone =
      number !== undefined
        ? number === session.number
        : asked !== undefined && (this.#done.has(asked.id) || this.#isPast(asked));
    // What was asked for is called off also where it was had in a tab that hung by then.
    const isOff = this.#isCalledOff && this.#begun.includes(other.begun?.at(-1) ?? '');
    if (isLate || isMeant || (!isDone && !isOff && isMuchMore(other, session.store.state))) {
      const [own, starting] = [session.inheritance, this.#starting];
      this.#letGo(session);
      this.#take(joined(other, own, starting !== undefined));
      this.#session?.learn(own);
      if (other.ticket && this.#toEnd.has(other.ticket.contactId)) void this.#session?.end();
      // It had not come to asking yet.
      if (starting) this.#done.delete(starting.id);
      if (starting) void this.perform({ ...starting, does: 'start' });
      return true;
    }
    const isSame = other.ticket !== undefined && other.ticket.contactId === session.ticket?.contactId;
    const known = new Set(session.store.state.drafts.map(({ localId }) => localId));
    for (const draft of other.state.drafts) {
      const { file, localId, state, text, written } = draft;
      if (known.has(localId) || this.#role.takenBack.has(localId)) continue;
      // What was refused, or went out into another contact, is not sent again into this one.
      const isOut = !isSame && mayHaveArrived(draft);
      const code =
        state.name === 'failed' ? state.code : isOut ? unconfirmed(draft) : isOff ? overCode(draft) : undefined;
      if (code) session.store.dispatch({ type: 'drafted', localId, text, file, written, failed: code });
      else void perform(session, { id: localId, does: 'event', event: drafted(draft) });
    }
    session.learn(other, isOff);
    return true;
  }

  #tellEvent(session: ChatSession, isOther: boolean): void {
    const { applied, store } = session;
    if (!applied) return;
    const isOver = store.state.phase.name === 'ended' || applied.type === 'cancelled';
    if (isOther) this.#endedAt = isOver ? this.#role.ports.clock.now() : undefined;
    // Should its ticket turn out dead, what is asked for then is another start; called off, none is.
    if ((applied.type === 'ticketed' || applied.type === 'cancelled') && this.#starting) {
      this.#noteBegun(this.#starting.id);
      this.#starting = undefined;
    }
    const [held, told] = [this.#held(session), this.#told];
    const isNew = (Object.keys(held) as (keyof Held)[]).some((name) => held[name] !== told?.[name]);
    this.#told = held;
    this.#role.say({ type: 'event', number: ++this.#number, event: applied, ...(isNew && { held }) });
    this.#role.show();
  }

  /** These starts have led to a contact, or were called off. */
  #noteBegun(...ids: readonly string[]): void {
    this.#begun = [...this.#begun, ...ids].slice(-rememberedBegun);
  }

  /** Whether a start has led to a chat already, was called off, or meant a chat that is over. */
  #isPast({ at, id }: Pick<Starting, 'at' | 'id'>): boolean {
    return this.#begun.includes(id) || this.hasEndedSince(at);
  }

  #held({ inheritance }: ChatSession): Required<Held> {
    const { asked, former, leaving, number, state, ticket, unwanted } = inheritance;
    const starting = state.phase.name === 'requesting' ? this.#starting : undefined;
    const [begun, endedAt, forgotten] = [this.#begun, this.#endedAt, this.#role.forgotten.often];
    return { asked, begun, endedAt, forgotten, former, leaving, number, starting, ticket, unwanted };
  }

  #whole(session: ChatSession): Inheritance {
    return { ...session.inheritance, ...this.#held(session) };
  }

  #sayWhole(): void {
    const { beside, ports, say } = this.#role;
    if (!this.#session) return;
    say({
      type: 'whole',
      leads: true,
      leader: ports.tabs.id,
      number: this.#number,
      knew: this.#knew ?? nothingHeard,
      whole: this.#whole(this.#session),
      beside: beside.whole(),
    });
  }

  /**
   * Somebody knows of a newer leader: one before this, of which it never heard, or one that hung until after its time.
   * If this tab still leads when that can have been heard, the others are told.
   */
  #insist(epoch: number): void {
    this.#newest = Math.max(this.#newest, epoch);
    this.#stopInsisting ??= this.#role.ports.clock.after(deferMs, () => {
      this.#stopInsisting = undefined;
      this.#knew = { epoch: this.#epoch, number: this.#number };
      this.#epoch = this.#newest + 1;
      this.#number++;
      this.#sayWhole();
    });
  }

  /** What was on its way from the leader before this one: what the customer did there is done here, and receipts are told. */
  #hearLastWords({ epoch, event, held, number }: Extract<Words, { readonly type: 'event' }>): void {
    const before = this.#before;
    if (epoch !== before?.epoch || number <= before.number) return;
    const id = event.type === 'drafted' ? event.localId : `${epoch}-${number}`;
    const contactId = contactIdOf(before.whole.state);
    if (event.type === 'receipt-told') this.#session?.store.dispatch(event);
    else if (event.type === 'leaving') void this.perform({ id, does: 'end', contactId });
    else if (held?.starting) void this.perform({ ...held.starting, does: 'start' });
    else if (isByCustomer(event)) {
      const wish = event.type === 'drafted' ? drafted(event) : event;
      void this.perform({ id, does: 'event', event: wish });
    }
  }
}
