import { unreadCount } from '../../../src/core/chat/selectors.js';
import { initialChatState, type ChatState, type DraftState, type Item } from '../../../src/core/chat/state.js';
import type { NetworkChange } from '../../../src/adapters/chatjs/ports.js';
import type { Moment, Row, Screen } from '../check.js';
import type { Browser } from './browser.js';
import type { Life } from './life.js';
import { Page, type Watcher } from './page.js';
import type { Device } from './storage.js';
import { settle } from './timeline.js';
import type { World } from './world.js';

/** A page notices that it slept for longer than this, in milliseconds. */
const napMs = 10_000;

/** How long a tab that wakes needs until the others have heard of it, in milliseconds. */
const noticeMs = 500;

/** How long there may be no tab that leads, in milliseconds. */
const takeoverMs = 1_000;

/** A tab of the customer's browser: what they do there, and what they see. It outlives reloads. */
export class Tab implements Watcher {
  readonly name: string;
  #page: Page | undefined;
  readonly #world: World;
  readonly #device: Device;
  readonly #browser: Browser | undefined;
  readonly #siblings: readonly Tab[];
  #isClosed = false;
  /** Somebody has asked for a chat in this tab. */
  #asks = false;
  #isWriting = false;
  /** Whether the page heard that it was to be frozen. */
  #wasTold = false;
  #frozenAt = 0;
  #thawedAt = -Infinity;
  /** When it slept last, or was left. */
  hadContact = false;
  #ids = 0;
  #pages = 0;
  #seen = new Set<string>();
  #shown: Partial<Record<Moment['is'], boolean>> = {};

  /** @param siblings all tabs of the site, this one too */
  constructor(world: World, device: Device, browser: Browser | undefined, name: string, siblings: readonly Tab[]) {
    this.name = name;
    this.#world = world;
    this.#device = device;
    this.#browser = browser;
    this.#siblings = siblings;
  }

  get state(): ChatState {
    return this.#page?.chat.store.state ?? initialChatState;
  }

  /** Whether there is a page, frozen or not. */
  get isOpen(): boolean {
    return this.#page !== undefined && this.#page.state !== 'gone';
  }

  /** Whether there ever was one. */
  get wasOpen(): boolean {
    return this.#page !== undefined;
  }

  /** It sleeps, or has woken so short a time ago that the others may not have heard of it. */
  get sleeps(): boolean {
    return this.isFrozen || this.#world.line.now - this.#thawedAt < noticeMs;
  }

  get isFrozen(): boolean {
    return this.#page?.state === 'frozen';
  }

  get hasContact(): boolean {
    return this.isOpen && hasContact(this.state);
  }

  get asks(): boolean {
    return this.isOpen && this.state.phase.name === 'requesting';
  }

  get leads(): boolean {
    return this.isOpen && this.#page?.leads === true;
  }

  /** The page, where it can do something. */
  get #here(): Page | undefined {
    return this.#page?.state === 'running' ? this.#page : undefined;
  }

  newId(): string {
    const id = `${this.name}-${++this.#ids}`;
    // Should it be the key of a start, it belongs to what is wanted now.
    this.#world.intents.set(id, this.#world.intent);
    return id;
  }

  tell(change: NetworkChange): void {
    this.#here?.tell(change);
  }

  /** Every socket there is: `do` something with the life that has it. */
  eachLife(task: (life: Life) => void): void {
    for (const life of [...(this.#page?.lives ?? [])]) task(life);
  }

  // What the customer does. A page that is frozen or gone takes nothing.

  press(times = 1): void {
    const here = this.#here;
    if (!here) return;
    const { phase } = this.state;
    const rests = phase.name === 'idle' || phase.name === 'ended' || phase.name === 'failed';
    if (rests) this.#wish();
    this.#asks = true;
    for (let left = times; left > 0; left--) void here.chat.start();
    settle();
  }

  write(text: string): void {
    const here = this.#here;
    if (!here) return;
    const before = this.state.drafts;
    here.chat.note('');
    this.#isWriting = true;
    here.chat.send(text);
    this.#isWriting = false;
    const draft = this.state.drafts[this.state.drafts.length - 1];
    if (draft && !before.some(({ localId }) => localId === draft.localId) && draft.text === text) {
      this.#note(draft.localId, text);
    }
    settle();
  }

  attach(name: string): void {
    const here = this.#here;
    if (!here) return;
    const before = this.state.drafts;
    this.#isWriting = true;
    here.chat.sendFile({ name, contentType: 'image/png', size: 7 }, {});
    this.#isWriting = false;
    const draft = this.state.drafts.findLast((each) => each.file && each.text === name);
    if (draft && !before.some(({ localId }) => localId === draft.localId))
      this.#note(draft.localId, name, 'open', true);
    settle();
  }

  /** What nobody has yet is not wanted any more. */
  takeBack(): void {
    for (const { file, localId, state } of this.state.drafts) {
      if (!file || state.name === 'failed' || !this.#here) continue;
      this.#here.chat.discardDraft(localId);
      if (!this.state.drafts.some((draft) => draft.localId === localId)) this.#fate(localId, 'taken-back');
    }
    settle();
  }

  type(text: string): void {
    this.#here?.chat.note(text);
    settle();
  }

  read(): void {
    this.#here?.chat.markRead();
    settle();
  }

  earlier(): void {
    void this.#here?.chat.loadEarlier();
    settle();
  }

  lookNow(): void {
    this.#here?.chat.check();
    settle();
  }

  /** What failed is tried again, taken away, or changed and written anew. */
  mend(how: 'retry' | 'delete' | 'edit'): void {
    const here = this.#here;
    if (!here) return;
    for (const { file, localId, state, text } of this.state.drafts) {
      if (state.name !== 'failed') continue;
      if (how === 'retry') {
        here.chat.retryDraft(localId);
        // Whoever sends again what may have arrived has said it twice.
        const now = this.state.drafts.find((known) => known.localId === localId);
        const isAgain = isUnsure(state) && now?.state.name !== 'failed';
        if (isAgain) this.#note(localId, text, 'taken-back', file !== undefined);
        continue;
      }
      here.chat.discardDraft(localId);
      this.#fate(localId, 'taken-back');
      if (how === 'edit') this.write(`${text.slice(0, 12)}'`);
    }
    settle();
  }

  end(): void {
    const here = this.#here;
    if (!here) return;
    const { name } = this.state.phase;
    if (name === 'requesting' || name === 'connecting' || name === 'failed') this.#world.givingUp = this;
    else if (name === 'live') this.#wantEnd(this.state);
    void here.chat.end();
    settle();
  }

  #wantEnd(state: ChatState): void {
    const contactId = contactIdOf(state);
    const contact = this.#world.service.contacts.find(({ id }) => id === contactId);
    if (contact) contact.endWanted = true;
  }

  // What becomes of the page.

  hide(hidden: boolean): void {
    const here = this.#here;
    if (!here || here.visible !== hidden) return;
    here.visible = !hidden;
    here.tabs?.tell(hidden ? 'hidden' : 'visible');
    here.tell(hidden ? 'hidden' : 'visible');
  }

  /** `told`: the page hears of it before, as one that is put aside does; one that hangs does not. */
  freeze(ms: number, told: boolean): void {
    const here = this.#here;
    if (!here) return;
    this.#wasTold = told;
    this.#frozenAt = this.#world.line.now;
    this.#forgetReceipts();
    if (told) {
      this.#expectHeir();
      here.tabs?.tell('left');
      here.tell('frozen');
    }
    here.state = 'frozen';
    this.hadContact = hasContact(this.state);
    this.#say('shows-up', false);
    this.#say('shows-keeps', false);
    this.noteLives();
    // Browsers close the sockets of a page that sleeps for long.
    if (ms >= 5_000) this.eachLife((life) => life.lose());
  }

  thaw(): void {
    const page = this.#page;
    if (page?.state !== 'frozen') return;
    page.state = 'running';
    this.hadContact = hasContact(this.state);
    this.#thawedAt = this.#world.line.now;
    this.look(this.state, this.state);
    page.storage.onTrouble();
    if (this.#wasTold) page.tabs?.tell('returned');
    // A sleep that nobody told of shows in the page's own clock.
    if (this.#wasTold || this.#world.line.now - this.#frozenAt > napMs) page.tell('resumed');
    this.#world.line.catchUp(page);
  }

  /** The page goes, as it does in a reload, a crash, or on a link to another page. */
  leave(): void {
    const page = this.#page;
    if (!page || page.state === 'gone') return;
    this.#expectHeir();
    this.hadContact = hasContact(this.state);
    // With the page goes the key of what it asks for: whatever is asked for after it is another wish.
    if (this.#device.trouble === 'blocked' && this.state.phase.name === 'requesting') this.#world.loseKeys();
    for (const is of ['shows-up', 'knows-down', 'shows-keeps', 'knows-unkept'] as const) this.#say(is, false);
    // Nobody looks here for what somebody else has asked for.
    if (this.asks && !this.#asks) this.#leaveWish();
    page.state = 'gone';
    this.#forgetReceipts();
    page.storage.leave();
    page.tabs?.leave();
    this.eachLife((life) => life.vanish());
    this.#world.disturb();
    if (this.#device.trouble) this.#device.lastTroubleAt = this.#world.line.now;
  }

  /** This tab leads, and goes: of those that are there, one has to lead within a second. */
  #expectHeir(): void {
    // A browser may hand the lead to a tab that hangs, until somebody needs it.
    if (!this.leads || this.#siblings.some(({ isFrozen }) => isFrozen)) return;
    const heirs = this.#siblings.flatMap((tab) =>
      tab !== this && tab.#here ? { tab, page: tab.#here, frozenAt: tab.#frozenAt } : [],
    );
    this.#world.line.after(takeoverMs, () => {
      const still = heirs.filter(({ frozenAt, page, tab }) => tab.#here === page && tab.#frozenAt === frozenAt);
      const isSame = still.length === heirs.length && heirs.length > 0;
      if (isSame && !this.#siblings.some((tab) => tab.#here && tab.leads)) this.#world.leaderless++;
    });
  }

  /** The tab is closed, with what it kept for itself. The last one stays. */
  close(): void {
    if (!this.isOpen || !this.#siblings.some((other) => other !== this && other.#here)) return;
    for (const writing of this.#world.writings) {
      // One that sleeps may be the last that knows what was written in another one.
      const isItsOwn = writing.localId.startsWith(`${this.name}-`) || (this.isFrozen && this.#knows(writing));
      if (!isItsOwn || writing.fate === 'taken-back') continue;
      // Closed so soon, or while asleep, that nobody else can have heard of it.
      const isSoon = this.#world.line.now - writing.at < 1_000;
      if (isSoon || !this.#siblings.some((other) => other !== this && other.#knows(writing)))
        writing.fate = 'forgotten';
    }
    const id = contactIdOf(this.state);
    const isKnown = this.#siblings.some((tab) => tab !== this && tab.isOpen && contactIdOf(tab.state) === id);
    const contact = this.#world.service.contacts.find((each) => each.id === id);
    if (contact && !isKnown) contact.givenUp = true;
    if (this.asks) this.#leaveWish();
    this.leave();
    this.#isClosed = true;
    this.#device.forget(this.name);
  }

  #knows({ localId, text }: { readonly localId: string; readonly text: string }): boolean {
    const { drafts, items } = this.state;
    const isIt = (item: Item): boolean => item.kind === 'message' && item.own && item.content.text === text;
    return this.isOpen && (drafts.some((draft) => draft.localId === localId) || items.some(isIt));
  }

  /** A page in this tab: the first one, or one that goes on with what the last one left. */
  come(): void {
    if (this.isOpen || this.#isClosed) return;
    this.#seen = new Set();
    this.#pages++;
    this.#page = new Page(this.#world, this, this.#device, this.#browser);
    this.look(this.state, this.state);
    const { lastTroubleAt } = this.#device;
    for (const writing of this.#world.writings) {
      // Whatever was written before the device kept something again may be gone.
      if (writing.fate !== 'taken-back' && lastTroubleAt >= writing.at) writing.fate = 'forgotten';
    }
    // As a widget does whose panel is open.
    const { startKey } = this.#device.saved(this.name);
    void (this.#asks && startKey !== undefined ? this.#page.chat.start() : this.#page.chat.resume());
    settle();
    if (lastTroubleAt === -Infinity) return;
    this.#world.receiptsAnswered.clear();
    if (hasContact(this.state) || this.#siblings.some((other) => other.#here && other.state.phase.name !== 'idle'))
      return;
    this.forgetWish();
    // Nobody here knows of the contact any more, nor that one was called off.
    this.#giveUp();
    this.#world.calledOff.clear();
  }

  /** The device has lost what it kept: a wish nobody has answered yet is forgotten. */
  forgetWish(): void {
    if (!hasContact(this.state)) this.#world.wanted = false;
  }

  // What the customer sees.

  /** Notes what is told by a new snapshot. */
  look(state: ChatState, previous: ChatState): void {
    const { phase } = state;
    this.#world.tell?.(`${this.name}${this.leads ? '*' : ''} shows ${summary(state)}`);
    this.#say('shows-up', phase.name === 'live' && phase.link === 'up');
    this.#say('shows-keeps', state.keeps);
    this.noteLives();
    this.noteKeeping();
    this.#noteGivingUp(state);
    if (phase.name === 'ended' && previous.phase.name !== 'ended') {
      this.#world.wanted = false;
      this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is: 'ended', contactId: phase.contactId });
    }
    if (state.items !== previous.items) {
      for (const item of state.items) if (item.kind === 'message' && item.own) this.#sent(item.id);
    }
    if (state.drafts.length > 0 && (state.items !== previous.items || state.drafts !== previous.drafts)) {
      this.#lookForTwice(state);
    }
    if (state.drafts !== previous.drafts) {
      for (const draft of state.drafts) if (draft.state.name === 'failed') this.#fate(draft.localId, 'refused');
    }
  }

  /** Several tabs may agree a moment later on what is sent already: of them, only what stands there at rest counts. */
  #lookForTwice({ drafts, items }: ChatState): void {
    if (this.#siblings.length > 1) return;
    for (const { text } of drafts) {
      let [written, shown] = [0, 0];
      for (const writing of this.#world.writings) if (writing.text === text) written++;
      for (const draft of drafts) if (draft.text === text) shown++;
      for (const item of items) if (item.kind === 'message' && item.own && item.content.text === text) shown++;
      // It is noted as written a moment after it is shown.
      if (written > 0 && shown > written + (this.#isWriting ? 1 : 0)) {
        this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is: 'twice', text });
      }
    }
  }

  /** The device can keep what it is given, or cannot: the tab that leads knows. */
  noteKeeping(): void {
    this.#say('knows-unkept', this.#here?.leads === true && this.#device.trouble !== undefined);
  }

  noteLives(): void {
    const here = this.#here;
    let up = false;
    for (const life of here?.lives ?? []) up ||= life.toldUp;
    this.#say('knows-down', here?.leads === true && !up);
  }

  get screen(): Screen {
    const { drafts, earlier, items, phase, typed } = this.state;
    const isCut = phase.name === 'ended' && earlier.name === 'more';
    const contactId = contactIdOf(this.state);
    const rows = items.map(rowOf);
    for (const { localId, state, text } of drafts) {
      const failed = state.name === 'failed';
      const isGone = failed && state.code === 'attachment/gone';
      const writing = this.#world.writings.find((known) => known.localId === localId);
      const vanished = isGone && writing?.kept === true && this.#device.lastTroubleAt < writing.at;
      rows.push({ text, own: true, says: failed ? 'failed' : 'pending', unsure: isUnsure(state), vanished });
    }
    const up = phase.name === 'live' && phase.link === 'up';
    return { tab: this.name, phase: phase.name, up, contactId, rows, typed, unread: unreadCount(this.state), isCut };
  }

  /** The customer goes, on this device. */
  shutdown(): void {
    this.#here?.chat.shutdown();
    settle();
  }

  /** What is left of the page. */
  get left(): Readonly<Record<string, number>> {
    return this.#page ? { timers: this.#page.pending, listeners: this.#page.watchers.size } : {};
  }

  /** The customer wants a contact: a new wish, unless the last one is still to be answered. */
  #wish(): void {
    const by = this.#world.wantedBy;
    // A tab that has just woken may not have heard yet of one that came back with a chat meanwhile.
    const isSplit =
      this.state.phase.name === 'idle' &&
      (this.#siblings.some(({ hadContact, sleeps }) => (sleeps || this.sleeps) && hadContact) ||
        (by !== this && (by?.isFrozen === true || by?.isOpen === false)));
    if (this.#world.wanted && !isSplit) return;
    // Whatever only a sleeping tab knows of, nobody can go on with here.
    if (isSplit) this.#giveUp();
    this.#world.intent++;
    this.#world.wanted = true;
    this.#world.wantedBy = this;
  }

  /** What a leader has just told of receipts, the others may learn from the service alone. */
  #forgetReceipts(): void {
    if (this.#siblings.length > 1) this.#world.receiptsByOne = false;
  }

  /** Files have an order of their own: they come when they are uploaded. */
  #note(localId: string, text: string, fate: 'open' | 'taken-back' = 'open', isFile = false): void {
    // A leader that hangs may keep from a new page what was written in the last one.
    const tab = this.#siblings.length > 1 ? `${this.name}, page ${this.#pages}` : this.name;
    const by = isFile ? `${tab}, files` : tab;
    const kept = this.#device.trouble === undefined;
    this.#world.writings.push({ localId, text, by, at: this.#world.line.now, fate, kept });
  }

  #fate(localId: string, fate: 'refused' | 'taken-back'): void {
    const writing = this.#world.writings.find((known) => known.localId === localId);
    if (writing?.fate === 'open' || (writing?.fate === 'refused' && fate === 'taken-back')) writing.fate = fate;
  }

  /** Given up before anything was connected: whatever was made of it is nobody's. */
  #noteGivingUp({ phase }: ChatState): void {
    if (phase.name === 'live') {
      // A start that a tab slept over is told again when it wakes: the customer sees that they are connected after all.
      const contact = this.#world.service.contacts.find(({ id }) => id === phase.contact.contactId);
      if (contact) contact.calledOff = contact.isLost = false;
    }
    if (!this.#world.givingUp) return;
    if (phase.name === 'idle') this.#callOff(this.#world.intent);
    // A page that came back may go on with what an earlier wish has made.
    if (phase.name === 'ended') this.#callOff(this.#world.intent, phase.contactId);
    // Another tab may show that it lives because it has just woken up, and this one that an earlier one does.
    const shown = this.#world.service.contacts.find(
      ({ id }) => phase.name === 'live' && id === phase.contact.contactId,
    );
    const isAnswer = shown?.intent === this.#world.intent && this.#world.givingUp === this;
    if (phase.name === 'idle' || phase.name === 'ended' || isAnswer) this.#world.givingUp = undefined;
  }

  #callOff(intent: number, contactId?: string): void {
    this.#world.wanted = false;
    this.#world.calledOff.add(intent);
    for (const contact of this.#world.service.contacts) {
      contact.calledOff ||= contact.intent === intent || contact.wishes.has(intent) || contact.id === contactId;
      contact.wasCalledOff ||= contact.calledOff;
    }
  }

  /** The tab goes that was to go on with the wish: whatever comes of it, unless another tab does. */
  #leaveWish(): void {
    if (this.#siblings.some((tab) => tab !== this && tab.asks)) return;
    this.#world.left.add(this.#world.intent);
    for (const contact of this.#world.service.contacts) contact.givenUp ||= contact.intent === this.#world.intent;
  }

  /** Of all contacts that live nobody wants anything any more. */
  #giveUp(): void {
    for (const contact of this.#world.service.contacts) contact.givenUp ||= contact.overAt === undefined;
  }

  #sent(id: string): void {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is: 'sent', id });
  }

  #say(is: 'shows-up' | 'knows-down' | 'shows-keeps' | 'knows-unkept', yes: boolean): void {
    if ((this.#shown[is] ?? false) === yes) return;
    this.#shown[is] = yes;
    this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is, yes });
  }
}

const isUnsure = (state: DraftState): boolean => state.name === 'failed' && state.code.endsWith('/unconfirmed');

const contactIdOf = ({ phase }: ChatState): string | undefined =>
  phase.name === 'ended' ? phase.contactId : 'contact' in phase ? phase.contact?.contactId : undefined;

const hasContact = ({ phase }: ChatState): boolean => 'contact' in phase && phase.contact !== undefined;

/** A snapshot in a line, without what was written. */
function summary({ drafts, items, phase, synced }: ChatState): string {
  const link = phase.name === 'live' ? ` ${phase.link}${phase.leaving ? ' leaving' : ''}` : '';
  const code = phase.name === 'failed' ? ` ${phase.code}` : '';
  const open = drafts.map(({ localId, state }) => `${localId} ${state.name === 'failed' ? state.code : state.name}`);
  return `${phase.name}${link}${code}, ${items.length} items${synced ? '' : ' (not whole)'} [${open.join(', ')}]`;
}

function rowOf(item: Item): Row {
  const { contactId, id } = item;
  if (item.kind === 'notice') return { id, contactId, text: item.what, own: false, says: 'sent' };
  return { id, contactId, text: item.content.text ?? '', own: item.own, says: 'sent' };
}
