import type { ErrorCode } from '../errors.js';
import { createStore, type Store } from '../store.js';
import { hearFirst } from '../ticket.js';
import type { ChatControl } from './control.js';
import { Course, type AskTicket, type FormerContact } from './course.js';
import type { ChatEvent } from './events.js';
import { draftedFile, mayHaveArrived } from './files.js';
import { isLeaving, restoredFrom, shareWaiting, type ChatLead, type Inheritance } from './inheritance.js';
import { contactIdOf } from './items.js';
import { keep, keepAll } from './keep.js';
import type { ChatPorts, Memory } from './ports.js';
import { Standing } from './standing.js';
import { Starts } from './starts.js';
import { initialChatState, type ChatState, type FileInfo } from './state.js';
import { requestOf, requestTicket, type ChatOptions, type Past, type Ticket } from './ticket.js';
import { takenOver } from './restoring.js';
import { rests, transition } from './transition.js';

/** How often a customer's typing is told at most, in milliseconds. */
const typingEveryMs = 10_000;
/** How long a past conversation is waited for, in milliseconds: when the customer asked for it, and when the page did. */
const askedPatienceMs = 75_000;
const usualPatienceMs = 15_000;

/** How a chat is started. */
export interface Start {
  /** With the last conversation, where the site keeps it, and as soon as it can be had. */
  readonly continues?: boolean | undefined;
  /** The key of the intent, where it has one from another tab, which has asked at the door. */
  readonly key?: string | undefined;
}

/**
 * One customer's chat, from asking for a ticket to goodbye. It knows no DOM and no SDK, belongs to whoever created it,
 * and its methods do not reject for what goes wrong in life: the failure is in the snapshot.
 */
export class ChatSession implements ChatControl {
  readonly store: Store<ChatState, ChatEvent>;
  /** Asked before a new chat is started: whether it is to be. Without it, the door is open. Never rejects. */
  gate: (() => Promise<boolean>) | undefined;
  #ports: ChatPorts;
  #options: ChatOptions;
  #course: Course;
  #starts: Starts;
  #restored: Promise<Ticket | undefined> | undefined;
  #typedAt = -Infinity;
  #applied: ChatEvent | undefined;
  /** Whoever asked for a ticket is gone. */
  #isOrphaned: boolean;
  #standing: Standing;
  /** Whether it knows what an earlier life of this page left behind. */
  #hasRead: boolean;
  /** Another tab goes on with the chat. */
  #isGone = false;
  #stopKeeping: () => void;
  readonly #stopWatching: () => void;
  readonly #lead: ChatLead;

  /** `lead`: how it came to this tab, where the chat is in several. */
  constructor(ports: ChatPorts, options: ChatOptions = {}, lead: ChatLead = {}) {
    const { inheritance } = lead;
    this.#ports = ports;
    this.#options = options;
    this.#lead = lead;
    const initial = inheritance ? takenOver(inheritance.state) : initialChatState;
    const apply = (state: ChatState, given: ChatEvent): ChatState => {
      const event = this.#standing.told(given);
      const next = transition(state, event);
      if (next !== state) this.#applied = event;
      return next;
    };
    this.#standing = new Standing(() => this.store.state.phase);
    this.store = createStore(initial, apply, () => ports.logger.log('error', 'store.listener-failed'));
    this.#course = new Course(this.store, ports);
    this.#starts = new Starts(this.store, ports);
    this.#isOrphaned = initial.phase.name === 'requesting';
    this.#hasRead = inheritance !== undefined;
    if (inheritance) {
      const { asked, former, leaving, number, starting, ticket, unwanted } = inheritance;
      this.#course.restore(ticket, leaving, former, number);
      keepAll({ ...inheritance, state: initial }, ports.storage);
      this.#starts.restore(unwanted, asked);
      const loaded = ports.storage.load().then(({ startKey }) => {
        this.#standing.owed = startKey;
        // Of a request that was only just made the others may not have heard. It went out under the key that was kept.
        if (starting && !asked) this.#starts.restore([], requestOf(starting.options, startKey ?? starting.id));
        return ticket;
      });
      this.#restored = starting && !asked ? loaded : Promise.resolve(ticket);
    }
    this.#stopKeeping = inheritance ? keep(this.store, ports.storage) : this.#keepFresh();
    this.store.subscribe((state, before) => {
      const turnedOut = this.#standing.learn(state, before);
      if (turnedOut === 'over') void this.#goOnAsAsked();
      else if (turnedOut === 'there') this.#disownOwed();
    });
    this.#stopWatching = ports.storage.watch((keeps) => this.store.dispatch({ type: 'keeping', keeps }));
  }

  /** The broker's signed handle of the contact there is: a call that grows out of this chat names it. */
  get handle(): string | undefined {
    return this.#course.ticket?.handle;
  }

  /** The ticket of the contact there is. Its tokens are secrets of this tab. */
  get ticket(): Ticket | undefined {
    return this.#course.ticket;
  }

  /** The contact that is over, until another one is there. */
  get former(): FormerContact | undefined {
    return this.#course.former;
  }

  /** Absolute address of the site's token broker, where it is known. */
  get broker(): string | undefined {
    return this.#options.broker;
  }

  /** How long a conversation is remembered, where the page said so. */
  get memory(): Memory | undefined {
    return this.#options.memory;
  }

  /** Replaces what is known about the customer. It counts from the next start on. */
  configure(options: ChatOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Goes on with what an earlier life of this page left behind, if there is anything. Starts nothing new. */
  async resume(): Promise<void> {
    const ticket = await this.#restore();
    const { name } = this.store.state.phase;
    if (!ticket || this.#isGone || this.#course.connection || (name !== 'connecting' && name !== 'live')) return;
    await this.#course.open(ticket, () => this.#replace());
  }

  /** The ticket that was kept is dead: unless another tab has a newer one, another one is asked for. */
  async #replace(): Promise<void> {
    if (!this.#standing.refuse()) await this.#begin(true);
  }

  /** Starts a chat, or goes on with the one that is there. A second call while one is starting does nothing. */
  async start({ continues = false, key }: Start = {}): Promise<void> {
    const since = this.#ports.clock.now();
    await this.resume();
    await hearFirst(this.#ports.clock, since);
    if (this.#isGone) return;
    const { phase } = this.store.state;
    const { ticket } = this.#course;
    if (this.isOrphaned) return this.#begin(false, continues, key);
    if (phase.name === 'failed' && phase.contact && ticket) {
      return this.#course.reopen(ticket, () => this.#begin(true));
    }
    // Nothing may come between looking and asking, or a double click is two contacts.
    if (rests(this.store.state) && (key !== undefined || !this.gate || (await this.#mayBegin(this.gate)))) {
      await this.#begin(false, continues, key);
    }
  }

  /** Asks the gate. The customer may give up meanwhile. */
  async #mayBegin(gate: () => Promise<boolean>): Promise<boolean> {
    this.store.dispatch({ type: 'requested' });
    const open = await gate();
    if (this.#isGone || this.store.state.phase.name !== 'requesting') return false;
    if (!open) this.#cancel(true);
    return open;
  }

  /** Tries again after a failure: continues the contact where there still is one. */
  retry(): Promise<void> {
    return this.start();
  }

  /**
   * No contact is there: goes on with the one `ask` gets a ticket for, as a start does, or as another tab was about to.
   * Resolves with the code it failed with, which the snapshot tells too. When `signal` aborts before there is a ticket,
   * over is over again.
   */
  async goOn(ask: AskTicket, signal: AbortSignal): Promise<ErrorCode | undefined> {
    await this.#restore();
    if (signal.aborted || this.#isGone || (!rests(this.store.state) && !this.isOrphaned)) return undefined;
    this.#isOrphaned = false;
    this.#standing.begin();
    const giveUp = (): void => {
      if (this.store.state.phase.name === 'requesting') this.#cancel();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    await this.#course.begin(ask, ask, true);
    signal.removeEventListener('abort', giveUp);
    const after = this.store.state.phase;
    return after.name === 'failed' ? after.code : undefined;
  }

  /**
   * The contact waits: goes over to the one `ask` gets a ticket for, once that is connected, and not before. What is
   * typed stays, what is on its way is settled or goes out there. Resolves with whether it did; when not, nothing has
   * changed. The old contact is let go of, not ended.
   */
  moveTo(ask: AskTicket, signal: AbortSignal): Promise<boolean> {
    return this.#course.moveTo(ask, signal);
  }

  /** Writes a message. It goes out at once or as soon as it can; blank text and ended chats change nothing. */
  send(text: string, localId = this.#ports.chance.newId()): void {
    if (text.trim() === '') return;
    this.#typedAt = -Infinity;
    this.store.dispatch({ type: 'drafted', localId, text });
  }

  /** Sends a file, as soon as it can. One that the service would refuse fails at once. */
  sendFile(file: FileInfo, bytes: object): void {
    if (this.store.state.phase.name === 'ended') return;
    const event = draftedFile(this.#ports.chance.newId(), file);
    if (!event.failed) this.keepFile(event.localId, bytes);
    this.store.dispatch(event);
  }

  /** Keeps the bytes of a file that is to be sent, from whichever tab. */
  keepFile(localId: string, bytes: object): void {
    this.#ports.storage.saveFile(localId, bytes);
  }

  /** Sends a message that failed again, under the same ClientToken. */
  retryDraft(localId: string): void {
    this.store.dispatch({ type: 'draft-retried', localId });
  }

  /** Takes a message that failed away. Returns its text, for the customer to edit or keep. */
  discardDraft(localId: string): string {
    const text = this.store.state.drafts.find((draft) => draft.localId === localId)?.text ?? '';
    this.store.dispatch({ type: 'draft-discarded', localId });
    return text;
  }

  /** Remembers what stands in the box, and lets the others know that the customer is writing. */
  note(text: string): void {
    this.store.dispatch({ type: 'noted', text });
    const { phase } = this.store.state;
    const now = this.#ports.clock.now();
    if (text.trim() === '' || phase.name !== 'live' || phase.link !== 'up' || !phase.contact.features.typing) return;
    if (Math.abs(now - this.#typedAt) < typingEveryMs) return;
    this.#typedAt = now;
    this.#course.connection?.typing();
  }

  /** Where a file of the conversation can be had for the next minutes; undefined where it cannot. A secret, for one use. */
  fileUrl(attachmentId: string): Promise<string | undefined> {
    return this.#course.fileUrl(attachmentId);
  }

  /** Fetches the page before the oldest message, when there is one. */
  loadEarlier(): Promise<void> {
    return this.#course.loadEarlier();
  }

  /** Everything on screen has been seen. */
  markRead(): void {
    this.store.dispatch({ type: 'read' });
  }

  /** Looks at once whether the link still holds. */
  check(): void {
    this.#course.connection?.check();
  }

  /**
   * Ends the chat. It is over when the service says so; before anything was ever connected, at once, and it is stopped.
   * What waits to be sent then, or where no chat is, is told not sent.
   * `connected`: another tab knows that it was.
   */
  end(connected = false): Promise<void> {
    if (connected) this.#course.noteConnected();
    this.#course.stopMoving();
    this.store.dispatch({ type: 'leaving' });
    this.store.dispatch({ type: 'withdrawn' });
    const { phase } = this.store.state;
    // Somebody may be there already: they are told as soon as they can be, not left alone.
    if (this.#course.ticket?.connected && (phase.name === 'connecting' || phase.name === 'failed')) {
      this.#course.leaveLater();
      return phase.name === 'failed' ? this.start() : Promise.resolve();
    }
    if (phase.name === 'requesting' || phase.name === 'connecting' || phase.name === 'failed') {
      this.#cancel();
    }
    return Promise.resolve();
  }

  /**
   * Ends the use of this session on this device: lets go of the contact without ending it, and forgets everything, for the
   * `often`th time where tabs count.
   */
  shutdown(often?: number): void {
    this.#course.letGo();
    this.#starts.forget();
    this.store.dispatch({ type: 'forgotten' });
    this.#ports.storage.clear(often);
  }

  /** A ticket was being asked for in another tab, which is gone: nobody asks now. */
  get isOrphaned(): boolean {
    return this.#isOrphaned && this.store.state.phase.name === 'requesting';
  }

  /** The event that made the snapshot there is: whoever listens to the store can tell it to other tabs. */
  get applied(): ChatEvent | undefined {
    return this.#applied;
  }

  /** What this tab knows of the conversation, for another one to go on with. */
  get inheritance(): Inheritance {
    const { state } = this.store;
    const { former, leaving, number, ticket } = this.#course;
    const isOver = state.phase.name === 'ended';
    const { asked, unwanted } = this.#starts;
    return {
      state,
      ticket: isOver ? undefined : ticket,
      former,
      leaving,
      number,
      asked,
      unwanted,
      starting: undefined,
    };
  }

  /** Whether it knows what an earlier life of this page left behind: what it shows until then is not all there is. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** The highest number of a ticket it knows. */
  get number(): number {
    return this.#course.number;
  }

  /** Resolves once it is certain whether the contact it goes on with is over, with whether it is. */
  isOver(): Promise<boolean> {
    return this.#standing.isOver();
  }

  /**
   * Learns what another tab knows of the conversation there is: of one contact, whatever more was done or happened.
   * `isOff`: its contact was called off here.
   */
  learn({ asked, leaving, state, ticket, unwanted }: Inheritance, isOff = false): void {
    this.#starts.restore(unwanted);
    if (asked && this.ticket && !rests(this.store.state)) this.#starts.disown(asked);
    const { items, readTo, syncedTo } = state;
    this.store.dispatch({ type: 'recalled', contactId: contactIdOf(state), items, readTo, syncedTo });
    // Of two contacts the customer is shown one: in the other an agent would wait for nobody.
    if (ticket && (this.ticket || isOff) && ticket.contactId !== this.ticket?.contactId)
      this.#starts.restore([{ handle: ticket.handle }]);
    if (!ticket || ticket.contactId !== this.ticket?.contactId) return;
    if (ticket.connected) this.#course.noteConnected();
    if (leaving || isLeaving(state)) void this.end();
    const { drafts } = this.store.state;
    const waits = new Set(drafts.filter((draft) => draft.state.name === 'waiting').map((draft) => draft.localId));
    for (const draft of state.drafts.filter(mayHaveArrived)) {
      const { attachmentId, file, localId } = draft;
      if (attachmentId !== undefined) this.store.dispatch({ type: 'uploaded', localId, attachmentId, before: true });
      else if (waits.has(localId) && !file) {
        this.store.dispatch({ type: 'send-began', localId });
        this.store.dispatch({ type: 'send-unknown', localId });
      }
    }
  }

  /** Another tab goes on: stops everything here, ends nothing, and leaves alone what is kept. */
  letGo(): void {
    this.#isGone = true;
    this.#stopKeeping();
    this.#stopWatching();
    this.#starts.letGo();
    this.#course.letGo();
    this.#standing.letGo();
  }

  #cancel(closed?: boolean): void {
    this.#isOrphaned = false;
    // Once there is a ticket, a key that is kept is that of a start in another tab.
    const isOurs = this.store.state.phase.name !== 'connecting';
    this.#disownOwed();
    this.#starts.callOff(this.#course.ticket);
    this.#course.letGo();
    this.#ports.storage.save({ ticket: undefined, ...(isOurs && { startKey: undefined }) });
    this.store.dispatch({ type: 'cancelled', closed });
  }

  /** What an earlier life left behind is not written over before it is read, and read as soon as there is something new. */
  #keepFresh(): () => void {
    return this.store.subscribe(({ drafts, typed }, before) => {
      if (drafts === before.drafts && typed === before.typed) return;
      if (drafts !== before.drafts) this.#ports.storage.save({ fresh: drafts });
      void this.resume();
    });
  }

  /** What it went on with was over all the time: another tab had asked for what came after it, and is gone. */
  async #goOnAsAsked(): Promise<void> {
    await Promise.resolve(); // What was there is put away first.
    const { owed } = this.#standing;
    if (owed !== undefined && !this.#isGone) await this.#begin(false, false, owed);
  }

  /** What another tab had asked for beside what this one goes on with would be a second one, or is wanted no more. */
  #disownOwed(): void {
    const { owed } = this.#standing;
    this.#standing.owed = undefined;
    if (owed === undefined || !this.#lead.isOnly) return;
    this.#ports.storage.save({ startKey: undefined });
    this.#starts.disown(requestOf(this.#options, owed));
  }

  #restore(): Promise<Ticket | undefined> {
    const { clock, storage } = this.#ports;
    this.#restored ??= storage.load().then((saved) => {
      if (this.#isGone) return undefined;
      this.#hasRead = true;
      this.#standing.owed = saved.startKey;
      const { drafts: written, typed } = this.store.state;
      this.#course.restore(saved.ticket, saved.leaving === true);
      this.#starts.restore(saved.unwanted);
      // Whoever leads and finds nobody says so: a tab that is gone may have left word that somebody is here.
      if (!saved.ticket) storage.save({ ticket: undefined });
      this.#stopKeeping();
      const restored = restoredFrom(saved, written, clock.now());
      const { drafts } = restored;
      this.store.dispatch({ ...restored, drafts: this.#lead.isSeized ? drafts.map(shareWaiting) : drafts });
      const now = this.store.state;
      if (written.length > 0 || saved.fresh || typed) {
        storage.save({ drafts: now.drafts, typed: now.typed, fresh: undefined });
      }
      this.#stopKeeping = keep(this.store, storage);
      return saved.ticket;
    });
    return this.#restored;
  }

  /** Asks for a ticket and connects it. `fresh`: in the place of one that was dead. */
  #begin(fresh: boolean, continues = false, key?: string): Promise<void> {
    this.#isOrphaned = false;
    this.#standing.begin();
    const ask =
      (anew: boolean): AskTicket =>
      async (signal) => {
        const past = await this.#past(continues);
        const ticket = await requestTicket(
          { ...this.#ports, broker: this.#starts },
          this.#options,
          { key: this.#starts.key ?? (anew ? undefined : key), past },
          signal,
        );
        if (this.#options.continues) this.#ports.storage.save({ longMemory: ticket.memory });
        return ticket;
      };
    return this.#course.begin(ask(false), ask(true), false, fresh);
  }

  /** What the chat goes on with, where the customer or the page wants that. */
  async #past(asked: boolean): Promise<Past | undefined> {
    if (!asked && !this.#options.continues) return undefined;
    const { memory, longMemory } = await this.#ports.storage.load();
    const newest = memory ?? longMemory;
    return newest === undefined ? undefined : { memory: newest, patienceMs: asked ? askedPatienceMs : usualPatienceMs };
  }
}
