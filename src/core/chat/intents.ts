import { isBoolean, isNumber, isString, optional, shape, type Check } from '../shape.js';
import type { ChatEvent } from './events.js';
import { mayHaveArrived } from './files.js';
import type { Inheritance, Starting } from './inheritance.js';
import { contactIdOf } from './items.js';
import type { ChatSession } from './session.js';
import type { ChatState, Draft } from './state.js';
import { rests, transition } from './transition.js';

/** What a customer does to the conversation itself, as it shows at once. */
const byCustomer = ['drafted', 'draft-retried', 'draft-discarded', 'withdrawn', 'noted', 'read'] as const;
export type CustomerEvent = Extract<ChatEvent, { readonly type: (typeof byCustomer)[number] }>;

export const isByCustomer = (event: ChatEvent): event is CustomerEvent =>
  (byCustomer as readonly string[]).includes(event.type);

/** What the customer wants, whichever tab leads. Doing it twice comes to the same as doing it once. */
export type Intent = { readonly id: string } &
  /** `bytes`: of the file that is sent. */
  (
    | { readonly does: 'event'; readonly event: CustomerEvent; readonly bytes?: object | undefined }
    | ({ readonly does: 'start' } & Starting)
    /** `contactId`: the contact it was said about, where one was known; `connected`: it was seen to be connected. */
    | { readonly does: 'end'; readonly contactId: string | undefined; readonly connected?: boolean | undefined }
    | { readonly does: 'earlier' }
    /** A question: where a file can be had for the moment. */
    | { readonly does: 'file-url'; readonly attachmentId: string }
    | { readonly does: 'check' }
    /** Goes on with what is kept; `kept`: by the tab that asks, for a leader that knows of nothing. */
    | { readonly does: 'resume'; readonly kept: Inheritance | undefined }
    /** For the `often`th time: told to several leaders, it is done once. `at`: when it was wanted, milliseconds since 1970. */
    | { readonly does: 'forget'; readonly often: number; readonly at: number }
    /** Something beside the chat is asked, by the name of its method. */
    | { readonly does: 'beside'; readonly method: string; readonly words: readonly unknown[] }
  );

/** An intent that may have no name yet. */
export type Wish = Intent extends infer I
  ? I extends Intent
    ? Omit<I, 'id'> & { readonly id?: string }
    : never
  : never;

/** A message, as any tab may tell it again: one that may not know how things stand. */
export const drafted = (draft: Pick<Draft, 'localId' | 'text' | 'file'> & Partial<Draft>): CustomerEvent => {
  const { attachmentId, file, localId, state, text, written } = draft;
  const isOut = state !== undefined && mayHaveArrived({ state });
  const known = {
    ...(file && { file }),
    // A text has the same ClientToken in all its lives; a file would be another one if it was uploaded anew.
    ...(isOut && attachmentId && { attachmentId }),
    ...(written !== undefined && { written }),
    ...((isOut || draft.shared) && { shared: true }),
  };
  return { type: 'drafted', localId, text, late: true, ...known };
};

/** The answer to whoever wants something sent that was taken back. */
export const takenBackBefore = 'taken-back';

/** Messages keep their order: whoever tells of one tells of those before it, too, until the leader has them. */
export const isDraft = (intent: Intent): boolean => intent.does === 'event' && intent.event.type === 'drafted';

/** What was told to another tab, too, which may send it still. */
export const shared = (intent: Intent): Intent =>
  intent.does === 'event' && intent.event.type === 'drafted'
    ? { ...intent, event: { ...intent.event, shared: true } }
    : intent;

/** What each kind must at least look like when it comes from another tab. */
const kinds: Readonly<Record<Intent['does'], Check>> = {
  event: shape({ event: (event) => shape({ type: isString })(event) && isByCustomer(event as ChatEvent) }),
  start: shape({ continues: isBoolean, options: shape({}), at: isNumber }),
  end: shape({ contactId: optional(isString), connected: optional(isBoolean) }),
  earlier: () => true,
  'file-url': shape({ attachmentId: isString }),
  check: () => true,
  resume: shape({ kept: optional(shape({ state: shape({ phase: shape({ name: isString }) }) })) }),
  forget: shape({ often: isNumber, at: isNumber }),
  beside: shape({ method: isString, words: Array.isArray }),
};

export const isIntent: Check = (value) => {
  if (!shape({ id: isString, does: isString })(value)) return false;
  const { does } = value as Intent;
  return Object.hasOwn(kinds, does) && kinds[does](value);
};

/** `state` as the customer has left it: whatever they do shows at once, whoever leads. */
export function withIntent(state: ChatState, intent: Intent): ChatState {
  switch (intent.does) {
    case 'event':
      return transition(state, intent.event);
    case 'start':
      return rests(state) ? transition(state, { type: 'requested' }) : state;
    case 'end':
      if (!aboutThis(state, intent.contactId)) return state;
      return transition(state, { type: state.phase.name === 'requesting' ? 'cancelled' : 'leaving' });
    case 'earlier':
      return transition(state, { type: 'earlier-asked' });
    case 'beside':
    case 'check':
    case 'file-url':
    case 'forget':
    case 'resume':
      return state;
  }
}

/** Does what was asked for. Resolves when nothing is left to do about it, with the answer to a question. */
export function perform(session: ChatSession, intent: Intent): Promise<string | undefined | void> | void {
  switch (intent.does) {
    case 'event':
      return dispatch(session, intent.event, intent.bytes);
    case 'start':
      session.configure(intent.options);
      return session.start({ continues: intent.continues, key: intent.id });
    case 'end':
      // A start that was asked for just before has begun by then.
      return session
        .resume()
        .then(() => (aboutThis(session.store.state, intent.contactId) ? session.end(intent.connected) : undefined));
    case 'earlier':
      return session.loadEarlier();
    case 'file-url':
      return session.fileUrl(intent.attachmentId);
    case 'check':
      return session.check();
    case 'resume':
      return session.resume();
    case 'forget':
      return session.shutdown(intent.often);
    case 'beside':
      return undefined;
  }
}

function dispatch(session: ChatSession, event: CustomerEvent, bytes: object | undefined): void {
  const { items } = session.store.state;
  if (event.type === 'noted') return session.note(event.text);
  // It may have been sent long ago, by a tab that is gone.
  if (event.type === 'drafted' && items.some(({ key }) => key === event.localId)) return;
  if (event.type === 'drafted' && bytes && !event.failed) session.keepFile(event.localId, bytes);
  session.store.dispatch(event);
}

/** Whoever said something about one contact meant no other. */
const aboutThis = (state: ChatState, contactId: string | undefined): boolean =>
  contactId === undefined || contactId === contactIdOf(state);
