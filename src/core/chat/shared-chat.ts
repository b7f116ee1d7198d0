import { createStore, type Store } from '../store.js';
import { Leadership } from '../tabs/leadership.js';
import { parseWords, worded, type Saying } from '../tabs/words.js';
import { Beside, type Companion } from './beside.js';
import type { ChatControl } from './control.js';
import type { FormerContact } from './course.js';
import type { ChatEvent } from './events.js';
import { draftedFile, mayHaveArrived } from './files.js';
import { Following } from './following.js';
import { doubted, isOverSince, restoredFrom, type Inheritance } from './inheritance.js';
import { drafted, isDraft, takenBackBefore, withIntent, type Intent, type Wish } from './intents.js';
import { contactIdOf } from './items.js';
import { Leading } from './leading.js';
import type { Memory } from './ports.js';
import { waitsForStart } from './selectors.js';
import type { ChatSession } from './session.js';
import type { Role, SharedChatPorts } from './shared-ports.js';
import { initialChatState, type ChatState, type FileInfo } from './state.js';
import { disowned } from './starts.js';
import { requestOf, type ChatOptions, type Ticket } from './ticket.js';
import { rests, transition } from './transition.js';
import { Wishes } from './wishes.js';
import { writtenAfter } from './writing.js';

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
  #beside = new Beside();
  #role: Role;
  #leading: Leading | undefined;
  #following: Following;
  /** Files whose bytes this tab has kept, for itself or for the one that leads. */
  #files = new Set<string>();
  /** Messages nobody wants any more, for as long as somebody may still tell of them. */
  #takenBack = new Set<string>();
  /** A start of which it is not certain yet whether it is to be. */
  #asking: Intent | undefined;
  /** Something was written for a start that is not under way yet: it would come too early. */
  #holds = false;

  constructor(ports: SharedChatPorts, options: ChatOptions = {}) {
    const { clock, tabs } = ports;
    this.#ports = ports;
    this.#options = options;
    this.#shown = createStore<ChatState, ChatState>(initialChatState, (_, next) => next);
    this.store = this.#shown;
    this.#leadership = new Leadership(tabs, clock, {
      onLead: (seized) => this.#lead(seized),
      onLost: () => this.#follow(),
      onBack: () => {
        this.#forgetToo();
        this.#following.greet();
      },
      ask: () => this.#say({ type: 'alive?', visible: tabs.visible }),
    });
    const optionsNow = (): ChatOptions => this.#options;
    this.#role = {
      ports,
      wishes: this.#wishes,
      due: () => this.#wishes.list.filter((intent) => !this.#waits(intent)),
      files: this.#files,
      takenBack: this.#takenBack,
      forgotten: { often: ports.memory.forgotten },
      forgetToo: () => this.#forgetToo(),
      beside: this.#beside,
      get options() {
        return optionsNow();
      },
      say: (saying) => this.#say(saying),
      show: () => this.#show(),
      arrive: () => this.#arrive(),
      settle: (id, answer) => this.#settle(id, answer),
      noteTakenBack: (event) => this.#noteTakenBack(event),
    };
    this.#following = new Following({
      ...this.#role,
      leader: this.#leadership,
      want: (wish) => this.#want(wish).then(() => {}),
      tell: (intent) => this.#tell(intent),
      writeAgain: (drafts) => this.#writeAgain(drafts),
    });
    this.#join();
  }

  /** The session, in the tab that leads. */
  get session(): ChatSession | undefined {
    return this.#leading?.session;
  }

  get handle(): string | undefined {
    return this.ticket?.handle;
  }

  /** The ticket of the contact there is. Its tokens are secrets of this site's tabs. */
  get ticket(): Ticket | undefined {
    return this.session ? this.session.ticket : this.#following.replica?.whole.ticket;
  }

  /** The contact that is over, until another one is there. */
  get former(): FormerContact | undefined {
    return this.session ? this.session.former : this.#following.replica?.whole.former;
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
    this.session?.configure(options);
  }

  async resume(): Promise<void> {
    await this.#placed();
    const { session } = this;
    if (session && this.#leading?.isBlind) {
      this.#following.forgetSaved();
      await session.resume();
      // Put aside before it had read anything: whoever leads now goes on with that.
      return session.hasRead || !this.#stopListening ? undefined : this.resume();
    }
    const saved = await this.#following.saved();
    const restored = restoredFrom(saved, this.#wishes.drafts, this.#ports.clock.now());
    const { drafts } = restored;
    this.#writeAgain(drafts);
    for (const { file, localId } of drafts) if (file) this.#files.add(localId);
    const { leaving = false, ticket, unwanted } = saved;
    const state = transition(initialChatState, restored);
    const isMore = state.items.length > 0 || state.drafts.some((draft) => draft.state.name !== 'waiting');
    const kept = ticket || unwanted || isMore ? { ...this.#nothing, state, ticket, leaving, unwanted } : undefined;
    // Where another tab leads, one may have gone on with it, and be gone.
    const done = this.#want({ does: 'resume', kept: kept && !this.#leading ? doubted(kept) : kept });
    this.#following.forgetSaved();
    await done;
  }

  async start({ continues = false }: { readonly continues?: boolean } = {}): Promise<void> {
    if (!rests(this.store.state)) return;
    const { chance, clock } = this.#ports;
    const asking: Intent = { does: 'start', id: chance.newId(), continues, options: this.#options, at: clock.now() };
    this.#asking = asking;
    this.#show();
    await this.resume();
    // The customer may give up meanwhile, or start in another tab.
    const isWanted = (): boolean => this.#asking === asking && rests(this.#base) && !this.#hasEndedSince(asking.at);
    const { phase } = this.#base;
    const goesOn = phase.name === 'failed' && phase.contact !== undefined;
    const isOpen = !isWanted() || goesOn || !this.gate || (await this.gate());
    const begins = isOpen && isWanted();
    const isGivenUp = this.#asking === undefined;
    if (this.#asking === asking) this.#asking = undefined;
    // What waited for the gate is no older than its answer; anything else that took its time, this tab slept through.
    const at = this.gate ? clock.now() : asking.at;
    if (begins) await this.#want({ ...asking, options: this.#options, at });
    else this.#show();
    if (isGivenUp && rests(this.#base)) await this.#callOffEarlier();
  }

  /** Given up before it was told: what an earlier life of this page has asked for is not wanted either. */
  async #callOffEarlier(): Promise<void> {
    const { clock, storage, tabs } = this.#ports;
    const { startKey } = (await storage?.load()) ?? {};
    if (startKey === undefined || tabs.isAlone || this.#asking || !rests(this.#base)) return;
    storage?.save({ startKey: undefined });
    const unwanted = [disowned(requestOf(this.#options, startKey), clock.now())];
    await this.#want({ does: 'resume', kept: { ...this.#nothing, unwanted } });
  }

  get #nothing(): Inheritance {
    const forgotten = this.#role.forgotten.often;
    return {
      state: initialChatState,
      ticket: undefined,
      former: undefined,
      leaving: false,
      starting: undefined,
      forgotten,
    };
  }

  retry(): Promise<void> {
    return this.start();
  }

  async end(): Promise<void> {
    const { phase } = this.store.state;
    const isOnlyAsked = this.#asking !== undefined && rests(this.#base);
    this.#asking = undefined;
    if (isOnlyAsked) this.#show();
    // Where nothing is, nothing is meant: another tab may just have started something.
    else if (phase.name !== 'idle' && phase.name !== 'ended') {
      const contactId = contactIdOf(this.store.state);
      await this.#want({ does: 'end', contactId, ...(phase.name === 'live' && { connected: true }) });
    }
    // What was written for a start nobody has heard of yet does not go with another one.
    if (waitsForStart(this.store.state)) await this.#want({ does: 'event', event: { type: 'withdrawn' } });
  }

  shutdown(): void {
    this.#asking = undefined;
    const { clock, memory } = this.#ports;
    const often = Math.max(this.#role.forgotten.often, memory.forgotten) + 1;
    // Whoever leads may hang, and this page be gone before it wakes.
    if (!this.#leading) {
      memory.clear(often);
      this.#following.forget(often, true);
    }
    void this.#want({ does: 'forget', often, at: clock.now() }).then(() => {
      // Whoever wants something again stays to hear of it.
      if (this.#wishes.list.length === 0 && !this.#asking) this.#leave();
    });
  }

  send(text: string, localId = this.#ports.chance.newId()): void {
    if (text.trim() === '' || this.store.state.phase.name === 'ended') return;
    this.#write({ localId, text, written: this.#writtenNow });
  }

  sendFile(file: FileInfo, bytes: object): void {
    if (this.store.state.phase.name === 'ended') return;
    const localId = this.#ports.chance.newId();
    const event = draftedFile(localId, file);
    // The tab that leads keeps it, too. Until it does, this one may reload; and it may be the next to lead.
    if (!this.#leading && !event.failed) {
      this.#ports.storage?.saveFile(localId, bytes);
      this.#files.add(localId);
    }
    void this.#want({ does: 'event', id: localId, event: { ...event, written: this.#writtenNow }, bytes });
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

  fileUrl(attachmentId: string): Promise<string | undefined> {
    return this.#want({ does: 'file-url', attachmentId });
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
  accompany(companion: Companion): () => void {
    const stop = this.#beside.put(companion);
    if (this.#leading) this.#leading.performDue();
    else this.#following.greet();
    return stop;
  }

  /** The tab that leads says something of what goes beside the chat: the others' `hear` gets it. */
  sayBeside(words: unknown): void {
    if (this.#leading) this.#say({ type: 'beside', words });
  }

  /** Asks what goes beside the chat, in the tab that leads. Resolves when nothing is left to do about it. */
  askBeside(method: string, words: readonly unknown[]): Promise<void> {
    return this.#want({ does: 'beside', method, words }).then(() => {});
  }

  // What is shown: what is, and on top of it what the customer wants.

  get #base(): ChatState {
    return this.session?.store.state ?? this.#following.replica?.whole.state ?? initialChatState;
  }

  #show(): void {
    const { list } = this.#wishes;
    const wanted = this.#asking ? [...list, this.#asking] : list;
    const held = wanted.filter((intent) => this.#holds && isDraft(intent));
    const first = wanted.filter((intent) => !held.includes(intent));
    this.#shown.dispatch([...first, ...held].reduce(withIntent, this.#base));
    for (const id of this.#files) if (this.store.state.items.some(({ key }) => key === id)) this.#drop(id);
    this.#passHeld();
  }

  /** A start that was pressed before the chat was over meant that one: this tab slept until it had heard of it. */
  #hasEndedSince(at: number): boolean {
    if (this.#leading) return this.#leading.hasEndedSince(at);
    return isOverSince(at, this.#following.replica?.whole.endedAt, this.#ports.clock.now());
  }

  // What the customer wants, and whether it is done.

  get #writtenNow(): number {
    return writtenAfter(this.store.state.drafts, this.#ports.clock.now());
  }

  #write(draft: Parameters<typeof drafted>[0]): void {
    void this.#want({ does: 'event', id: draft.localId, event: drafted(draft) });
  }

  /**
   * What was written in an earlier life, or for a leader that is gone: whoever knows of it does nothing about it. What may
   * have arrived, or failed, is told with where that was.
   */
  #writeAgain(drafts: ChatState['drafts']): void {
    for (const draft of drafts) {
      if (draft.state.name === 'failed' || mayHaveArrived(draft) || this.#wishes.has(draft.localId)) continue;
      this.#write({ ...draft, shared: true });
    }
  }

  #want(wish: Wish): Promise<string | undefined> {
    this.#join();
    const intent = { id: this.#ports.chance.newId(), ...wish };
    const done = this.#wishes.add(intent);
    if (!this.#waits(intent)) this.#pass(intent);
    else this.#keepHeld();
    this.#following.keep();
    this.#show();
    return done;
  }

  #pass(intent: Intent): void {
    if (this.#leading) this.#leading.performInTime(intent);
    else for (const each of isDraft(intent) ? this.#wishes.list.filter(isDraft) : [intent]) this.#tell(each);
  }

  /** What is written for a chat that is asked for comes after that: where one is over, it would be told not sent. */
  #waits(intent: Intent): boolean {
    const starts = this.#asking ?? this.#wishes.list.find(({ does }) => does === 'start');
    const waits = starts !== undefined && isDraft(intent) && this.#base.phase.name === 'ended';
    this.#holds ||= waits;
    return waits;
  }

  #keepHeld(): void {
    if (this.#leading) this.#ports.storage?.save({ fresh: this.#wishes.drafts });
  }

  #passHeld(): void {
    const drafts = this.#wishes.list.filter(isDraft);
    if (!this.#holds || drafts.some((intent) => this.#waits(intent))) return;
    this.#holds = false;
    if (this.#leading) this.#ports.storage?.save({ fresh: undefined });
    for (const intent of this.#leading ? drafts : drafts.slice(-1)) this.#pass(intent);
  }

  /** The file is sent, or not wanted any more. */
  #drop(localId: string): void {
    if (this.#files.delete(localId)) this.#ports.storage?.dropFile(localId);
  }

  /** What was taken back does not come again with a tab that had not heard of it. */
  #noteTakenBack(event: ChatEvent): void {
    if (event.type !== 'draft-discarded') return;
    const { localId } = event;
    if (this.#base.drafts.some((draft) => draft.localId === localId)) return;
    this.#takenBack.add(localId);
    this.#drop(localId);
  }

  #tell(intent: Intent): void {
    this.#say({ type: 'intent', intent });
    this.#leadership.expect();
  }

  #settle(id: string, answer?: string): void {
    // A tab that slept has just kept the bytes of what was taken back meanwhile.
    if (answer === takenBackBefore) this.#drop(id);
    if (!this.#wishes.has(id)) return;
    this.#wishes.done(id, answer);
    this.#following.keep();
    this.#show();
  }

  // Being one of the tabs: the one that leads, or one of those that follow.

  #lead(seized: boolean): void {
    this.#forgetToo();
    const { reading } = this.#following;
    if (reading) {
      void reading.then(() => this.#leadership.leads && !this.#leading && this.#lead(seized));
      return;
    }
    this.#leading = new Leading(this.#role, this.#following.rest(seized), () => this.#leadership.isUnseen, seized);
    this.#leading.begin();
    if (this.#holds) this.#keepHeld();
  }

  #follow(): void {
    const isUnread = this.#leading?.isUnread === true;
    const replica = this.#leading?.stop();
    if (!replica) return;
    this.#leading = undefined;
    this.#following.goOn(replica, isUnread);
    this.#forgetToo();
    this.#show();
    this.#following.greet();
  }

  /** What this tab knows may have been forgotten in another one, which may be gone, while this one slept. */
  #forgetToo(): void {
    const { forgotten } = this.#ports.memory;
    if (forgotten <= this.#role.forgotten.often) return;
    const leads = this.#leading?.stop();
    this.#leading = this.#asking = undefined;
    this.#following.forget(forgotten, true);
    if (leads) this.#lead(false);
    this.#show();
  }

  #say(saying: Saying): void {
    const { tabs } = this.#ports;
    const { replica } = this.#following;
    tabs.say(worded(tabs.id, this.#leading?.epoch ?? replica?.epoch ?? 0, saying));
  }

  #join(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#ports.tabs.listen((heard) => {
      const words = parseWords(heard);
      if (!words) return;
      this.#following.hasCompany = true;
      (this.#leading ?? this.#following).hear(words);
    });
    this.#following.join();
    this.#leadership.join();
    this.#following.greet();
  }

  #leave(): void {
    this.#leadership.leave();
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#following.leave();
    this.#show();
  }

  /** Resolves when this tab leads, or knows what the leader knows. */
  #placed(): Promise<void> {
    this.#join();
    if (this.#leading || this.#following.replica) return Promise.resolve();
    this.#leadership.expect();
    return new Promise((resolve) => this.#whenPlaced.push(resolve));
  }

  #arrive(): void {
    for (const resolve of this.#whenPlaced.splice(0)) resolve();
  }
}
