import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { KnownEnd } from './ending.js';
import { History } from './history.js';
import type { WaitInheritance } from './inheritance.js';
import type { Leaving } from './leaving.js';
import { patiently, unlessAborted } from '../patience.js';
import type {
  Continuation,
  EndedSubject,
  EndReport,
  RequeueTicket,
  SavedEnd,
  SubjectSource,
  WaitPorts,
} from './ports.js';
import type { WaitState } from './state.js';
import type { WaitEvent } from './transition.js';
import { isClosed, WayBack } from './way-back.js';

/** How long the reason of an end is asked for, in milliseconds: Amazon Connect may write it down late. */
const reasonWithinMs = 11_000;
/** The same where the reason is known and only what comes with it is not. */
const restWithinMs = 5_000;
const attempts = 4;

const nothingKnown: KnownEnd = { class: 'other', next: 'start', rating: false, figures: undefined };
const customerLeft: KnownEnd = { class: 'customer-left', next: 'goodbye', rating: false, figures: undefined };

/**
 * What becomes of an end: why it was is asked, the customer goes back by themselves or by a press, exactly once, and
 * stays away when they want to.
 */
export class Aftermath {
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #source: SubjectSource;
  #chat: Continuation | undefined;
  #leaving: Leaving;
  #gaveUp: (contactId: string) => boolean;
  #history: History;
  /** The end that is being dealt with. */
  #end: EndedSubject | undefined;
  /** The last end that was dealt with or put away: it is not told twice. */
  #seen: string | undefined;
  #known: KnownEnd = nothingKnown;
  /** Ends what is being asked about the end. */
  #abort = new AbortController();
  #stopPause: (() => void) | undefined;
  #wayBack: WayBack | undefined;
  #returning: Promise<void> | undefined;
  #stay = new AbortController();
  #isGone = false;

  constructor(
    store: Store<WaitState, WaitEvent>,
    ports: WaitPorts,
    about: {
      readonly source: SubjectSource;
      readonly chat: Continuation | undefined;
      readonly leaving: Leaving;
      /** Whether the customer gave this contact up for something else. */
      readonly gaveUp: (contactId: string) => boolean;
    },
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#source = about.source;
    this.#chat = about.chat;
    this.#leaving = about.leaving;
    this.#gaveUp = about.gaveUp;
    this.#history = new History(ports);
  }

  /** Handle of the contact whose end is being dealt with. */
  get handle(): string | undefined {
    return this.#end?.handle;
  }

  /** Goes on with an end an earlier life of this page was dealing with. */
  restore(saved: SavedEnd | undefined, historyFor: string | undefined): void {
    const running = this.#source.running();
    if (historyFor !== undefined) {
      if (running?.handle === historyFor) this.#history.owe(historyFor, true);
      else this.#ports.storage.save({ historyFor: undefined });
    }
    if (!saved || this.#end) return;
    if (running) this.#ports.storage.save({ ended: undefined });
    else void this.#begin(saved, saved.wish);
  }

  /** Goes on with an end as another tab was dealing with it. */
  inherit({ kept, known, seen, state: { ending } }: WaitInheritance): void {
    const ended = kept.ended ?? this.#source.ended();
    this.#seen = seen;
    this.#known = known;
    const isStepLeft = ending.name === 'known' || ending.name === 'pausing' || ending.name === 'returning';
    this.restore(isStepLeft ? undefined : kept.ended, kept.historyFor);
    if (!isStepLeft || !ended) return;
    this.#end = ended;
    if (ending.name === 'pausing') this.#pause(ending.until);
    else if (ending.name === 'returning') this.#returnAgain(ended);
    else if (kept.ended?.wish === 'undo') this.#undo(ended);
    // Whether it was given nobody knows any more.
    if (ending.name === 'known' && ending.rating === 'sending')
      this.#store.dispatch({ type: 'rating', rating: 'failed' });
  }

  /** The tab that was on the way back is gone. Whoever is in the contact it got a ticket for is back already. */
  #returnAgain(ended: EndedSubject): void {
    const isIn = this.#source.running()?.handle !== undefined;
    if (isIn || !this.#chat) this.#know(this.#known);
    else void this.#return(ended, this.#chat);
  }

  /** What another tab needs to know of the end, to go on with it. */
  get inheritance(): Pick<WaitInheritance, 'known' | 'seen'> {
    return { known: this.#known, seen: this.#seen };
  }

  /** Something may have changed about the contact. */
  look(): void {
    const { ending } = this.#store.state;
    const [ended, running] = [this.#source.ended(), this.#source.running()];
    this.#history.look(running);
    if (this.#returning) return;
    if (ending.name === 'returned' && !this.#source.waiting()) this.#store.dispatch({ type: 'end-forgotten' });
    if (running && !running.stuck) this.#forget();
    else if (ended && ended.contactId !== this.#seen) void this.#begin(ended, 'open');
  }

  async #begin(ended: EndedSubject, wish: SavedEnd['wish']): Promise<void> {
    this.#quit();
    const { signal } = this.#abort;
    const { contactId, asks } = ended;
    this.#end = ended;
    this.#seen = contactId;
    const gaveUp = this.#gaveUp(contactId);
    if (ended.byCustomer || gaveUp) {
      this.#know(customerLeft);
      if (!asks || gaveUp) return;
      const report = await this.#reason(ended, restWithinMs, 1, signal);
      if (report && !signal.aborted) this.#know({ ...customerLeft, rating: report.rating, figures: report.figures });
      return;
    }
    if (!asks) return;
    this.#save(wish);
    this.#store.dispatch({ type: 'over', contactId });
    if (wish === 'undo') this.#undo(ended);
    const report = await this.#reason(ended, reasonWithinMs, attempts, signal);
    if (signal.aborted) return;
    this.#known = this.#possible(report ?? nothingKnown);
    if (this.#known.next !== 'requeue') return this.#know(this.#known);
    const goesBack = wish === 'back';
    const pauseMs = wish === 'open' ? report?.automaticAfterMs : undefined;
    if (pauseMs === undefined) this.#know(this.#known);
    if (goesBack) return this.goBack();
    if (pauseMs === undefined) return;
    const until = this.#ports.clock.now() + pauseMs;
    this.#store.dispatch({ type: 'pausing', contactId, end: this.#known, until });
    this.#pause(until);
  }

  #pause(until: number): void {
    const { clock } = this.#ports;
    this.#stopPause = clock.after(Math.max(0, until - clock.now()), () => void this.goBack());
  }

  async #reason(
    { handle, lastContactId }: EndedSubject,
    withinMs: number,
    attempts: number,
    signal: AbortSignal,
  ): Promise<EndReport | undefined> {
    const ask = () => this.#ports.broker.after(handle, lastContactId, signal);
    return patiently(this.#ports, 'wait.after-failed', ask, { withinMs, attempts, signal }).catch(() => undefined);
  }

  /** Where nothing can go on by itself, it can be begun again. */
  #possible(report: KnownEnd): KnownEnd {
    const needsChat = report.next === 'requeue' || report.next === 'continue';
    return needsChat && !this.#chat ? { ...report, next: 'start' } : report;
  }

  #know(known: KnownEnd, failed?: ErrorCode): void {
    if (!this.#end) return;
    this.#known = known;
    const { contactId } = this.#end;
    this.#store.dispatch({ type: 'known', contactId, end: known, ...(failed && { failed }) });
  }

  goBack(): Promise<void> {
    const { ending } = this.#store.state;
    const ended = this.#end;
    if (this.#returning) return this.#returning;
    const running = this.#source.running();
    if (!ended || !this.#chat || (running && !running.stuck)) return Promise.resolve();
    if (ending.name !== 'known' && ending.name !== 'pausing') return Promise.resolve();
    this.#stopPause?.();
    const { next } = this.#known;
    if (next !== 'requeue') return this.#chat.start({ continues: next === 'continue' });
    return this.#return(ended, this.#chat);
  }

  #return(ended: EndedSubject, chat: Continuation): Promise<void> {
    this.#returning = this.#goBack(ended, chat).finally(() => {
      this.#returning = undefined;
      if (!this.#isGone) this.look();
    });
    return this.#returning;
  }

  async #goBack(ended: EndedSubject, chat: Continuation): Promise<void> {
    const { contactId } = ended;
    this.#save('back');
    this.#store.dispatch({ type: 'returning', contactId, end: this.#known });
    const stay = new AbortController();
    this.#stay = stay;
    let ticket: RequeueTicket | undefined;
    let closed = false;
    const code = await chat.goOn(async (signal) => {
      try {
        ticket = await unlessAborted(this.#ask(ended).ticket, signal);
      } catch (error) {
        if (!signal.aborted) closed = isClosed(error);
        throw error;
      }
      // Kept before the chat has it: after a reload it is the chat that knows whether it went on.
      if (ticket.mode === 'fast') this.#history.owe(ticket.handle);
      return ticket;
    }, stay.signal);
    if (stay.signal.aborted || this.#isGone) return;
    const isIn = ticket !== undefined && this.#source.running()?.handle === ticket.handle;
    if (code !== undefined) return this.#know(closed ? { ...this.#known, next: 'start' } : this.#known, code);
    if (!isIn) {
      // The customer gave up by another way: what was asked for is not wanted.
      if (ticket) this.#leaving.leave(ticket.handle);
      else this.#withdraw();
      return this.#know(ticket ? { ...this.#known, next: 'start' } : this.#known);
    }
    this.#end = undefined;
    this.#ports.storage.save({ ended: undefined });
    if (ticket) this.#store.dispatch({ type: 'returned', contactId: ticket.contactId, placeKept: ticket.placeKept });
  }

  /** The asking that is under way, or a new one. */
  #ask(ended: EndedSubject): WayBack {
    if (this.#wayBack) this.#wayBack.isWanted = true;
    return this.#wayBack ?? this.#askAnew(ended, false);
  }

  #askAnew(ended: EndedSubject, undo: boolean): WayBack {
    const wayBack = new WayBack(this.#ports, ended, undo, () => this.#store.dispatch({ type: 'needs-patience' }));
    this.#wayBack = wayBack;
    const settled = (ticket?: RequeueTicket): void => {
      if (this.#wayBack === wayBack) this.#wayBack = undefined;
      if (wayBack.isWanted) return;
      if (ticket) this.#leaving.leave(ticket.handle);
      if (this.#end?.contactId !== ended.contactId) return;
      this.#save('stay');
      // What was made and stopped cannot be had again: the place is gone.
      if (ticket) this.#known = { ...this.#known, next: 'start' };
      if (ticket && this.#store.state.ending.name === 'known') this.#know(this.#known);
    };
    wayBack.ticket.then(settled, () => settled());
    return wayBack;
  }

  #undo(ended: EndedSubject): void {
    this.#askAnew(ended, true);
  }

  stayAway(): void {
    const { ending } = this.#store.state;
    if (ending.name === 'pausing') {
      this.#stopPause?.();
      this.#save('stay');
      this.#know(this.#known);
    } else if (ending.name === 'returning' && this.#known.next === 'requeue') {
      this.#withdraw();
      this.#stay.abort(new DeskbellError('connection/lost'));
      this.#know(this.#known);
    }
  }

  #withdraw(): void {
    this.#save(this.#wayBack ? 'undo' : 'stay');
    if (this.#wayBack) this.#wayBack.isWanted = false;
  }

  async rate(score: number, comment: string | undefined): Promise<void> {
    const ended = this.#end;
    const { ending } = this.#store.state;
    if (!ended || ending.name !== 'known' || (ending.rating !== 'wanted' && ending.rating !== 'failed')) return;
    this.#store.dispatch({ type: 'rating', rating: 'sending' });
    const { signal } = this.#abort;
    try {
      const ask = () => this.#ports.broker.rate(ended.handle, score, comment, signal);
      await patiently(this.#ports, 'wait.rate-failed', ask, { withinMs: 20_000, attempts: 3, signal });
      if (!signal.aborted) this.#store.dispatch({ type: 'rating', rating: 'given' });
    } catch {
      if (!signal.aborted) this.#store.dispatch({ type: 'rating', rating: 'failed' });
    }
  }

  /** Asks nothing any more. A way back that is on its way may be another tab's. */
  shutdown(): void {
    this.#isGone = true;
    this.#quit();
    this.#history.stop();
  }

  #save(wish: SavedEnd['wish']): void {
    if (this.#end) this.#ports.storage.save({ ended: { ...this.#end, wish } });
  }

  /** Something else has begun: the end is nobody's concern any more. */
  #forget(): void {
    if (!this.#end) return;
    this.#quit();
    this.#end = undefined;
    this.#ports.storage.save({ ended: undefined });
    this.#store.dispatch({ type: 'end-forgotten' });
  }

  #quit(): void {
    this.#abort.abort(new DeskbellError('connection/lost'));
    this.#abort = new AbortController();
    this.#stopPause?.();
  }
}
