import type { Chance, Clock } from '../clock.js';
import { createStore, type Store } from '../store.js';
import { Leadership } from '../tabs/leadership.js';
import type { Tabs } from '../tabs/ports.js';
import { parseWords, worded, type Saying, type Words } from '../tabs/words.js';
import type { ChatControl } from './control.js';
import type { FormerContact } from './course.js';
import { draftedFile, mayHaveArrived, unconfirmed } from './files.js';
import {
  isLeaving,
  isMuchMore,
  restoredFrom,
  sentOf,
  type Held,
  type Inheritance,
  type Starting,
} from './inheritance.js';
import { drafted, isByCustomer, perform, withIntent, type Intent, type Wish } from './intents.js';
import type { ChatStorage, Memory, Saved } from './ports.js';
import { hearEvent, hearWhole, isBefore, joined, type Mark, type News, type Replica } from './replica.js';
import type { ChatSession } from './session.js';
import { initialChatState, type ChatState, type FileInfo } from './state.js';
import type { ChatOptions, Ticket } from './ticket.js';
import { rests, transition, type ChatEvent } from './transition.js';
import { Wishes } from './wishes.js';

/** How long a tab lets the leader answer before it says itself what it knows, in milliseconds. */
const deferMs = 150;
const nothingHeard: Mark = { epoch: 0, number: 0 };
/** How many of the intents that are done a leader remembers. */
const rememberedDone = 1_000;

/** What one tab keeps. `part`: what is there may be another tab's too, which goes on with it: it is left alone from now on. */
export type OwnStorage = Pick<ChatStorage, 'load' | 'save' | 'clear' | 'saveFile' | 'dropFile'> & {
  readonly part?: () => void;
};

export interface SharedChatPorts {
  readonly tabs: Tabs;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'newId'>;
  /** Where this tab, and no other, keeps something: a tab that does not lead keeps the ticket there, and what it wrote. */
  readonly storage?: OwnStorage | undefined;
  /** Makes the session of a tab that leads: a new one, or one that goes on with what another tab hands on. */
  readonly make: (inheritance?: Inheritance) => ChatSession;
}

/** What goes beside a chat and is only in the tab that leads, as its session is: waiting and endings. */
export interface Beside {
  /** This tab leads, with this session, until the returned stop is called. */
  lead(session: ChatSession): () => void;
  /** In the tab that leads: all there is, for tabs that are new. */
  whole(): unknown;
  /** What the tab that leads says of it, or, in the tab that leads, the one before it said last. Nobody has checked it. */
  hear(words: unknown): void;
  /** In the tab that leads: does what was asked for, in whichever tab. Resolves when nothing is left to do about it. */
  perform(method: string, words: readonly unknown[]): Promise<void>;
}

/**
 * One chat in all tabs of a site. One tab leads and has the session. The others show the same, and pass on what the
 * customer does in them until it is done. When the tab that leads is gone, another one goes on with what it knows.
 */
export class SharedChat implements ChatControl {
  readonly store: Pick<Store<ChatState, never>, 'state' | 'subscribe'>;
  /** Asked in the tab where a new chat is started: whether it is to be. Without it, the door is open. Never rejects. */
  gate: (() => Promise<boolean>) | undefined;
  #ports: SharedChatPorts;
  #options: ChatOptions;
  #shown: Store<ChatState, ChatState>;
  #leadership: Leadership;
  #stopListening: (() => void) | undefined;
  #whenPlaced: (() => void)[] = [];
  #wishes = new Wishes();
  /** Files whose bytes this tab has kept, for itself or for the one that leads. */
  #files = new Set<string>();
  /** Messages nobody wants any more, for as long as somebody may still tell of them. */
  #takenBack = new Set<string>();
  /** A start of which it is not certain yet whether it is to be. */
  #asking: Intent | undefined;

  /** What this tab leads with. */
  #session: ChatSession | undefined;
  #stopTelling: (() => void) | undefined;
  #epoch = 0;
  #number = 0;
  /** Counts the times this tab led. */
  #term = 0;
  /** How far this tab had heard of leaders before it when it began to lead; undefined: of none. */
  #knew: Mark | undefined;
  #told: Held | undefined;
  #starting: Starting | undefined;
  #done = new Set<string>();

  /** What this tab follows; while it leads, what it went on with. */
  #replica: Replica | undefined;
  #isMissing = false;
  #stopDeferring: (() => void) | undefined;
  #kept: readonly unknown[] = [];
  /** What an earlier life of this page left behind, until it is gone on with; and whether it was read. */
  #saved: Promise<Partial<Saved>> | undefined;
  #hasRead = false;

  #beside: Beside | undefined;
  /** What was said last of what goes beside the chat. */
  #heardBeside: unknown;
  #stopBeside: (() => void) | undefined;
  /** Asked for before there is anything beside the chat in the tab that leads. */
  #askedBeside: Intent[] = [];

  constructor(ports: SharedChatPorts, options: ChatOptions = {}) {
    const { clock, tabs } = ports;
    this.#ports = ports;
    this.#options = options;
    this.#shown = createStore<ChatState, ChatState>(initialChatState, (_, next) => next);
    this.store = this.#shown;
    this.#leadership = new Leadership(tabs, clock, {
      onLead: () => this.#lead(),
      onLost: () => this.#follow(),
      onBack: () => this.#greet(),
      ask: () => this.#say({ type: 'alive?', visible: tabs.visible }),
    });
    this.#join();
  }

  /** The session, in the tab that leads. */
  get session(): ChatSession | undefined {
    return this.#session;
  }

  get handle(): string | undefined {
    return this.ticket?.handle;
  }

  /** The ticket of the contact there is. Its tokens are secrets of this site's tabs. */
  get ticket(): Ticket | undefined {
    return this.#session ? this.#session.ticket : this.#replica?.whole.ticket;
  }

  /** The contact that is over, until another one is there. */
  get former(): FormerContact | undefined {
    return this.#session ? this.#session.former : this.#replica?.whole.former;
  }

  /** Absolute address of the site's token broker, where it is known. */
  get broker(): string | undefined {
    return this.#options.broker;
  }

  /** How long a conversation is remembered, where the page said so. */
  get memory(): Memory | undefined {
    return this.#options.memory;
  }

  configure(options: ChatOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#session?.configure(options);
  }

  async resume(): Promise<void> {
    await this.#placed();
    const [first] = [this.#saved, (this.#saved = undefined)];
    if (this.#session && !this.#knew) return this.#session.resume();
    const saved = (await (first ?? this.#ports.storage?.load())) ?? {};
    this.#writeAgain(saved.drafts ?? []);
    const { leaving = false, ticket } = saved;
    const state = transition(initialChatState, restoredFrom(saved));
    const kept = ticket && { state, ticket, former: undefined, leaving, starting: undefined };
    await this.#want({ does: 'resume', kept });
  }

  async start({ continues = false }: { readonly continues?: boolean } = {}): Promise<void> {
    if (!rests(this.store.state)) return;
    const asking: Intent = { does: 'start', id: this.#ports.chance.newId(), continues, options: this.#options };
    this.#asking = asking;
    this.#show();
    await this.resume();
    // The customer may give up meanwhile, or start in another tab.
    const isWanted = (): boolean => this.#asking === asking && rests(this.#base);
    const { phase } = this.#base;
    const goesOn = phase.name === 'failed' && phase.contact !== undefined;
    const isOpen = !isWanted() || goesOn || !this.gate || (await this.gate());
    const begins = isOpen && isWanted();
    if (this.#asking === asking) this.#asking = undefined;
    if (begins) await this.#want({ ...asking, options: this.#options });
    else this.#show();
  }

  retry(): Promise<void> {
    return this.start();
  }

  async end(): Promise<void> {
    const { phase } = this.store.state;
    if (this.#asking) {
      this.#asking = undefined;
      this.#show();
      // Where nothing is, nothing is meant: another tab may just have started something.
    } else if (phase.name !== 'idle' && phase.name !== 'ended')
      await this.#want({ does: 'end', contactId: 'contact' in phase ? phase.contact?.contactId : undefined });
  }

  shutdown(): void {
    this.#asking = undefined;
    void this.#want({ does: 'forget' }).then(() => this.#leave());
  }

  send(text: string, localId = this.#ports.chance.newId()): void {
    if (text.trim() === '' || this.store.state.phase.name === 'ended') return;
    this.#write({ localId, text });
  }

  sendFile(file: FileInfo, bytes: object): void {
    if (this.store.state.phase.name === 'ended') return;
    const localId = this.#ports.chance.newId();
    const event = draftedFile(localId, file);
    // The tab that leads keeps it, too. Until it does, this one may reload; and it may be the next to lead.
    if (!this.#session && !event.failed) {
      this.#ports.storage?.saveFile(localId, bytes);
      this.#files.add(localId);
    }
    void this.#want({ does: 'event', id: localId, event, bytes });
  }

  retryDraft(localId: string): void {
    void this.#want({ does: 'event', event: { type: 'draft-retried', localId } });
  }

  discardDraft(localId: string): string {
    const text = this.store.state.drafts.find((draft) => draft.localId === localId)?.text ?? '';
    void this.#want({ does: 'event', event: { type: 'draft-discarded', localId } });
    if (!this.store.state.drafts.some((draft) => draft.localId === localId)) this.#drop(localId);
    return text;
  }

  note(text: string): void {
    if (text !== this.store.state.typed) void this.#want({ does: 'event', event: { type: 'noted', text } });
  }

  async loadEarlier(): Promise<void> {
    if (this.store.state.earlier.name === 'more') await this.#want({ does: 'earlier' });
  }

  markRead(): void {
    const { items, readTo } = this.store.state;
    const upTo = items[items.length - 1]?.key;
    if (upTo !== undefined && upTo !== readTo) void this.#want({ does: 'event', event: { type: 'read', upTo } });
  }

  check(): void {
    void this.#want({ does: 'check' });
  }

  /** Puts something beside this chat that only the tab that leads has. Returns the stop. */
  accompany(beside: Beside): () => void {
    this.#beside = beside;
    if (this.#heardBeside !== undefined) beside.hear(this.#heardBeside);
    if (this.#session) this.#leadBeside(this.#session);
    else this.#greet();
    return () => {
      this.#stopBeside?.();
      this.#stopBeside = this.#beside = undefined;
    };
  }

  /** The tab that leads says something of what goes beside the chat: the others' `hear` gets it. */
  sayBeside(words: unknown): void {
    if (this.#session) this.#say({ type: 'beside', words });
  }

  /** Asks what goes beside the chat, in the tab that leads. Resolves when nothing is left to do about it. */
  askBeside(method: string, words: readonly unknown[]): Promise<void> {
    return this.#want({ does: 'beside', method, words });
  }

  // What is shown: what is, and on top of it what the customer wants.

  get #base(): ChatState {
    return this.#session?.store.state ?? this.#replica?.whole.state ?? initialChatState;
  }

  #show(): void {
    const { list } = this.#wishes;
    this.#shown.dispatch((this.#asking ? [...list, this.#asking] : list).reduce(withIntent, this.#base));
    for (const id of this.#files) if (this.store.state.items.some(({ key }) => key === id)) this.#drop(id);
  }

  // What the customer wants, and whether it is done.

  #write(draft: Parameters<typeof drafted>[0]): void {
    void this.#want({ does: 'event', id: draft.localId, event: drafted(draft) });
  }

  /** What was written in an earlier life, or for a leader that is gone: whoever knows of it does nothing about it. */
  #writeAgain(drafts: ChatState['drafts']): void {
    for (const draft of drafts) if (draft.state.name !== 'failed') this.#write(draft);
  }

  #want(wish: Wish): Promise<void> {
    this.#join();
    const intent = { id: this.#ports.chance.newId(), ...wish };
    const done = this.#wishes.add(intent);
    if (this.#session) void this.#perform(intent);
    else this.#tell(intent);
    this.#keep();
    this.#show();
    return done;
  }

  /** The file is sent, or not wanted any more. */
  #drop(localId: string): void {
    if (this.#files.delete(localId)) this.#ports.storage?.dropFile(localId);
  }

  /** What was taken back does not come again with a tab that had not heard of it. */
  #noteTakenBack(event: ChatEvent): void {
    if (event.type !== 'draft-discarded') return;
    const { localId } = event;
    if (!this.#base.drafts.some((draft) => draft.localId === localId)) this.#takenBack.add(localId);
  }

  #tell(intent: Intent): void {
    this.#say({ type: 'intent', intent });
    this.#leadership.expect();
  }

  #settle(id: string): void {
    if (!this.#wishes.has(id)) return;
    this.#wishes.done(id);
    this.#keep();
    this.#show();
  }

  /** In the tab that leads: does what is wanted, in whichever tab, once. */
  async #perform(intent: Intent): Promise<void> {
    const { id } = intent;
    const term = this.#term;
    const session = this.#session;
    if (!session) return;
    if (intent.does === 'beside' && !this.#beside) return void this.#askedBeside.push(intent);
    const isTakenBack = intent.does === 'event' && intent.event.type === 'drafted' && this.#takenBack.has(id);
    if (!this.#done.has(id) && !isTakenBack) {
      this.#done.add(id);
      const [oldest] = this.#done.size > rememberedDone ? this.#done : [];
      if (oldest !== undefined) this.#done.delete(oldest);
      if (intent.does === 'start') this.#starting = intent;
      if (intent.does === 'event' && intent.bytes) this.#files.add(id);
      await (intent.does === 'beside' ? this.#beside?.perform(intent.method, intent.words) : perform(session, intent));
      if (intent.does === 'event') this.#noteTakenBack(intent.event);
      // Whoever leads now is told again.
      if (term !== this.#term || !this.#session) return;
      if (intent === this.#starting) this.#starting = undefined;
      if (intent.does === 'resume' && intent.kept) this.#goOnWith(intent.kept);
    }
    if (!this.#wishes.has(id)) this.#say({ type: 'done', id });
    this.#settle(id);
  }

  /** A reload of a tab that follows loses nothing that the leader has not heard, and brings back nothing that is settled. */
  #keep(): void {
    const { storage } = this.#ports;
    // What an earlier life kept is read before it is written over: the leader may know of nothing.
    if (this.#session || !this.#replica || !storage || !this.#hasRead) return;
    const { leaving, ticket } = this.#replica.whole;
    const { drafts } = this.#wishes;
    const now = [ticket, leaving, ...drafts.map(({ localId }) => localId)];
    if (now.length === this.#kept.length && now.every((each, index) => each === this.#kept[index])) return;
    // What an earlier life left here is also in whatever tab the browser made a duplicate of.
    if (this.#kept.length === 0 && this.#term === 0) storage.part?.();
    this.#kept = now;
    storage.save({ ticket, leaving, drafts, typed: '', ...(ticket && { memory: ticket.memory }) });
  }

  // Leading.

  #lead(): void {
    this.#stopDefer();
    this.#term++;
    this.#knew = this.#replica && { epoch: this.#replica.epoch, number: this.#replica.number };
    this.#epoch = Math.max((this.#replica?.epoch ?? 0) + 1, this.#ports.clock.now());
    this.#number = 0;
    this.#done.clear();
    this.#take(this.#replica?.whole);
  }

  #take(inheritance: Inheritance | undefined): void {
    const session = this.#ports.make(inheritance);
    this.#session = session;
    session.configure(this.#options);
    if (inheritance?.starting) this.#starting = inheritance.starting;
    this.#told = this.#held(session);
    this.#stopTelling = session.store.subscribe(() => this.#tellEvent(session));
    this.#leadBeside(session);
    this.#number++;
    this.#sayWhole();
    // What an earlier life left behind is read before anything new is written over it.
    if (inheritance || this.#wishes.list.length > 0) void session.resume();
    if (inheritance?.starting) void this.#perform({ ...inheritance.starting, does: 'start' });
    else if (session.isOrphaned) void this.#goOnAsking(session);
    for (const intent of this.#wishes.list) void this.#perform(intent);
    this.#show();
    this.#arrive();
  }

  /**
   * Whoever asked for a contact is gone. A ticket that was dead is replaced here instead; a way back is what goes beside
   * the chat can ask for again.
   */
  async #goOnAsking(session: ChatSession): Promise<void> {
    const { phase } = session.store.state;
    if (phase.name === 'requesting' && !phase.after) return session.start({ key: this.#ports.chance.newId() });
    await session.resume();
    if (session === this.#session && session.isOrphaned) await session.end();
  }

  #tellEvent(session: ChatSession): void {
    const { applied } = session;
    if (!applied) return;
    const [held, told] = [this.#held(session), this.#told];
    const isNew = (Object.keys(held) as (keyof Held)[]).some((name) => held[name] !== told?.[name]);
    this.#told = held;
    this.#say({ type: 'event', number: ++this.#number, event: applied, ...(isNew && { held }) });
    this.#show();
  }

  #held({ inheritance }: ChatSession): Held {
    const { state, ...held } = inheritance;
    return { ...held, starting: state.phase.name === 'requesting' ? this.#starting : undefined };
  }

  /** Another tab has something: all of it comes where nothing is, and otherwise what was written and not sent. */
  #goOnWith(other: Inheritance): void {
    const session = this.#session;
    if (!session) return;
    if (isMuchMore(other, session.store.state)) {
      const own = session.inheritance;
      this.#letGo(session);
      return this.#take(joined(other, own));
    }
    const isSame = other.ticket !== undefined && other.ticket.contactId === session.ticket?.contactId;
    const known = new Set(session.store.state.drafts.map(({ localId }) => localId));
    for (const draft of other.state.drafts) {
      const { file, localId, state, text } = draft;
      if (known.has(localId) || this.#takenBack.has(localId)) continue;
      // What was refused, or went out into another contact, is not sent again into this one.
      const isOut = !isSame && mayHaveArrived(draft);
      const code = state.name === 'failed' ? state.code : isOut ? unconfirmed(draft) : undefined;
      if (code) session.store.dispatch({ type: 'drafted', localId, text, file, failed: code });
      else void perform(session, { id: localId, does: 'event', event: drafted(draft) });
    }
    session.learn(other);
  }

  #leadBeside(session: ChatSession): void {
    this.#stopBeside = this.#beside?.lead(session);
    if (this.#beside) for (const intent of this.#askedBeside.splice(0)) void this.#perform(intent);
  }

  #letGo(session: ChatSession): void {
    this.#stopBeside?.();
    this.#stopTelling?.();
    session.letGo();
    this.#session = this.#stopBeside = undefined;
  }

  #hearBeside(words: unknown): void {
    this.#heardBeside = words;
    this.#beside?.hear(words);
  }

  // Following.

  /** Another tab leads, or will. What this one knew stays on screen, and goes on from there. */
  #follow(): void {
    const session = this.#session;
    if (!session) return;
    const whole = { ...session.inheritance, ...this.#held(session) };
    this.#replica = { epoch: this.#epoch, leader: this.#ports.tabs.id, number: this.#number, whole };
    this.#letGo(session);
    this.#stopDefer();
    this.#starting = undefined;
    this.#show();
    this.#greet();
  }

  #greet(): void {
    if (this.#session) return;
    const { visible } = this.#ports.tabs;
    this.#isMissing = true;
    this.#say({ type: 'hello', visible });
    if (visible && this.#replica) this.#leadership.expect();
  }

  #know(news: News): void {
    if (news === 'old') return;
    if (news === 'missed') return this.#miss();
    this.#replica = news;
    this.#keep();
    this.#show();
  }

  /** Something was said that does not follow from what is known. */
  #miss(): void {
    if (!this.#isMissing) this.#greet();
  }

  // Saying and hearing.

  #say(saying: Saying): void {
    const { tabs } = this.#ports;
    tabs.say(worded(tabs.id, this.#session ? this.#epoch : (this.#replica?.epoch ?? 0), saying));
  }

  #sayWhole(): void {
    const session = this.#session;
    if (session) {
      const whole = { ...session.inheritance, ...this.#held(session) };
      const beside = this.#beside?.whole();
      this.#say({
        type: 'whole',
        leads: true,
        leader: this.#ports.tabs.id,
        number: this.#number,
        knew: this.#knew ?? nothingHeard,
        whole,
        beside,
      });
    } else if (this.#replica) {
      const { leader, number, whole } = this.#replica;
      this.#say({ type: 'whole', leads: false, leader, number, knew: nothingHeard, whole, beside: undefined });
    }
  }

  #hearLeading(words: Words): void {
    const { epoch, from, type } = words;
    if (epoch > this.#epoch) this.#insist(epoch);
    if (type === 'intent') return void this.#perform(words.intent);
    if (type === 'event') return this.#hearLastWords(words);
    if (type === 'beside' && epoch === this.#replica?.epoch) this.#hearBeside(words.words);
    if (type !== 'hello' && type !== 'alive?') return;
    if (type === 'hello') this.#sayWhole();
    else this.#say({ type: 'alive', number: this.#number });
    if (words.visible && this.#leadership.isUnseen) this.#say({ type: 'yield', to: from });
  }

  /**
   * Somebody knows of a newer leader: one before this, of which it never heard, or one that hung until after its time.
   * If this tab still leads when that can have been heard, the others are told.
   */
  #insist(epoch: number): void {
    this.#stopDeferring ??= this.#ports.clock.after(deferMs, () => {
      this.#stopDeferring = undefined;
      if (!this.#session) return;
      this.#knew = { epoch: this.#epoch, number: this.#number };
      this.#epoch = epoch + 1;
      this.#number++;
      this.#sayWhole();
    });
  }

  /** What was on its way from the leader before this one: what the customer did there is done here. */
  #hearLastWords({ epoch, event, held, number }: Extract<Words, { readonly type: 'event' }>): void {
    const before = this.#replica;
    if (epoch !== before?.epoch || number <= before.number) return;
    const id = `${epoch}-${number}`;
    const { phase } = before.whole.state;
    const contactId = 'contact' in phase ? phase.contact?.contactId : undefined;
    if (event.type === 'leaving') void this.#perform({ id, does: 'end', contactId });
    else if (held?.starting) void this.#perform({ ...held.starting, does: 'start' });
    else if (isByCustomer(event)) {
      const wish = event.type === 'drafted' ? drafted(event) : event;
      void this.#perform({ id, does: 'event', event: wish });
    }
  }

  #hearFollowing(words: Words): void {
    const { epoch, from, type } = words;
    if (type === 'hello') this.#defer();
    if (type === 'hello' || type === 'alive?' || type === 'intent') return;
    if (type === 'whole') return this.#hearWhole(words);
    if (epoch < (this.#replica?.epoch ?? 0)) return this.#miss();
    this.#leadership.heard();
    if (type === 'yield') {
      if (words.to === this.#ports.tabs.id) this.#leadership.seize();
    } else if (type === 'done') this.#settle(words.id);
    else if (type === 'beside') this.#hearBeside(words.words);
    else if (type === 'event') {
      this.#know(hearEvent(this.#replica, { ...words, leader: from }));
      this.#noteTakenBack(words.event);
      if (words.event.type === 'forgotten') this.#ports.storage?.clear();
    } else if (this.#replica?.epoch !== epoch || this.#replica.number < words.number) this.#miss();
  }

  #hearWhole({ beside, epoch, knew, leader, leads, number, whole }: Extract<Words, { readonly type: 'whole' }>): void {
    const before = this.#replica;
    const news = hearWhole(before, { epoch, leader, number, whole });
    if (leads && epoch >= (before?.epoch ?? 0)) {
      this.#leadership.heard();
      this.#isMissing = false;
      this.#stopDefer();
      if (beside !== undefined) this.#hearBeside(beside);
    }
    this.#know(news);
    this.#arrive();
    if (!leads || news === 'old' || (before?.epoch === epoch && before.leader === leader)) return;
    const { list } = this.#wishes;
    // Before a start that is still wanted begins anew what is there already.
    if (before && (isBefore(knew, before) || before.leader === this.#ports.tabs.id))
      this.#bringAlong(before.whole, whole);
    for (const intent of list) this.#tell(intent);
  }

  /** The leader may know nothing of what this tab knows. */
  #bringAlong(kept: Inheritance, { state, ticket }: Inheritance): void {
    const known = new Set([...state.drafts.map(({ localId }) => localId), ...state.items.map(({ key }) => key)]);
    // A start that is told before may have begun by then: what was written for it comes by itself.
    const isSame = !kept.ticket || kept.ticket.contactId === ticket?.contactId;
    const unknown = kept.state.drafts.filter(({ localId }) => !known.has(localId));
    if (isSame) this.#writeAgain(unknown);
    const isMore =
      isMuchMore(kept, state) ||
      // What is asked for there may fail before it is heard of this.
      (kept.ticket !== undefined && state.phase.name === 'requesting') ||
      (!isSame && unknown.length > 0) ||
      isLeaving(kept.state) ||
      kept.state.drafts.some(mayHaveArrived) ||
      sentOf(kept.state).some(({ key }) => state.drafts.some(({ localId }) => localId === key));
    if (isMore) void this.#want({ does: 'resume', kept });
  }

  /** Somebody is new. When nobody leads who could answer, this tab tells what it knows. */
  #defer(): void {
    if (!this.#replica) return;
    this.#stopDeferring ??= this.#ports.clock.after(deferMs, () => {
      this.#stopDeferring = undefined;
      this.#sayWhole();
    });
  }

  #stopDefer(): void {
    this.#stopDeferring?.();
    this.#stopDeferring = undefined;
  }

  // Being one of the tabs.

  #join(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#ports.tabs.listen((heard) => {
      const words = parseWords(heard);
      if (words && this.#session) this.#hearLeading(words);
      else if (words) this.#hearFollowing(words);
    });
    this.#saved = this.#ports.storage?.load().then((saved) => {
      this.#hasRead = true;
      this.#keep();
      return saved;
    });
    this.#leadership.join();
    this.#greet();
  }

  #leave(): void {
    this.#leadership.leave();
    this.#stopListening?.();
    this.#stopListening = this.#replica = undefined;
    this.#stopDefer();
    this.#show();
  }

  /** Resolves when this tab leads, or knows what the leader knows. */
  #placed(): Promise<void> {
    this.#join();
    if (this.#session || this.#replica) return Promise.resolve();
    this.#leadership.expect();
    return new Promise((resolve) => this.#whenPlaced.push(resolve));
  }

  #arrive(): void {
    for (const resolve of this.#whenPlaced.splice(0)) resolve();
  }
}
