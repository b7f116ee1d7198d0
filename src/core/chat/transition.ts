import type { ChatErrorCode } from '../errors.js';
import { changeDraft, refuse, setDraft, settle, uncertain, uploadedBefore, write, writeFailed } from './drafts.js';
import type { ChatEvent } from './events.js';
import { isHere, mayHaveArrived, overCode, toUpload } from './files.js';
import { claimFiles, contactIdOf, isOpen, recall, release, takeIn } from './items.js';
import type { Receipt } from './ports.js';
import { restore } from './restoring.js';
import { initialChatState, type ChatState, type Contact, type Former, type Item, type Phase } from './state.js';

/** The whole life of a chat, as one pure function. An event that makes no sense now returns the same snapshot. */
export function transition(state: ChatState, event: ChatEvent): ChatState {
  const { phase } = state;
  switch (event.type) {
    case 'restored':
      return phase.name === 'idle' ? restore(state, event) : state;
    case 'requested':
      if (phase.name === 'requesting' || phase.name === 'live') return state;
      return { ...unread(state), phase: { name: 'requesting', ...(event.goesOn === true && former(state)) } };
    case 'ticketed':
      return phase.name === 'requesting' || phase.name === 'failed'
        ? { ...state, phase: { name: 'connecting', contact: event.contact } }
        : state;
    case 'moved':
      if (phase.name !== 'live' || phase.leaving || phase.contact.contactId === event.contact.contactId) return state;
      return {
        ...unread(state),
        typing: [],
        phase: { ...phase, contact: event.contact, link: 'up' },
        // What was uploaded for one contact does not exist in another.
        drafts: state.drafts.map((draft) => (draft.file && draft.state.name !== 'failed' ? toUpload(draft) : draft)),
      };
    case 'failed': {
      if (phase.name !== 'requesting' && phase.name !== 'connecting') return state;
      const contact = survivor(state, event.code);
      const { code, retryAfterMs } = event;
      const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
      return { ...state, phase: { name: 'failed', code, contact, ...wait, ...former(state) } };
    }
    case 'leaving':
      return phase.name === 'live' && !phase.leaving ? { ...state, phase: { ...phase, leaving: true } } : state;
    case 'cancelled':
      if (phase.name === 'requesting') return { ...(event.closed ? state : unsent(state)), phase: before(state) };
      return phase.name === 'connecting' || phase.name === 'failed' ? over(state, 'customer') : state;
    case 'link':
      return link(state, event.link);
    case 'over':
      return over(state, phase.name === 'live' && phase.leaving ? 'customer' : 'service');
    case 'superseded':
      return running(state) ? { ...unread(over(state, 'service')), phase: { name: 'requesting' } } : state;
    case 'heard':
      return running(state) ? hear(state, event.items) : state;
    case 'typing':
      return phase.name === 'live' ? { ...state, typing: [...without(state, event.person.id), event] } : state;
    case 'typing-lapsed':
      return keepTyping(state, ({ until }) => until > event.now);
    case 'renamed':
      return event.person.name === undefined || state.names[event.person.id] === event.person.name
        ? state
        : { ...state, names: { ...state.names, [event.person.id]: event.person.name } };
    case 'rehydrated':
      return running(state) ? { ...state, synced: false, earlier: { name: 'unknown' } } : state;
    case 'filled':
      return running(state) ? fill(state, event) : state;
    case 'earlier-asked':
      return state.earlier.name === 'more'
        ? { ...state, earlier: { name: 'loading', page: state.earlier.page } }
        : state;
    case 'earlier-came':
      if (state.earlier.name !== 'loading') return state;
      return takeIn({ ...state, earlier: earlierThan(event.older) }, event.items, true);
    case 'earlier-failed':
      return state.earlier.name === 'loading'
        ? { ...state, earlier: { name: 'more', page: state.earlier.page } }
        : state;
    case 'drafted':
      if (phase.name === 'ended' && !event.late && !event.failed) return state;
      if (event.failed) return writeFailed(state, event, event.failed);
      if (phase.name !== 'ended') return write(state, event);
      return refuse(write(state, event), event.localId, overCode(event));
    case 'upload-began':
      return setDraft(state, event.localId, (draft) =>
        isHere(draft) && !draft.attachmentId ? { name: 'uploading', share: 0 } : draft.state,
      );
    case 'upload-share':
      return setDraft(state, event.localId, ({ state: is }) =>
        is.name === 'uploading' && event.share > is.share ? { name: 'uploading', share: event.share } : is,
      );
    case 'uploaded':
      if (event.before) return claimFiles(uploadedBefore(state, event.localId, event.attachmentId));
      return changeDraft(state, event.localId, (draft) =>
        draft.state.name === 'uploading' ? { ...toUpload(draft), attachmentId: event.attachmentId } : draft,
      );
    case 'accepted':
      return setDraft(state, event.localId, (draft) =>
        draft.file && mayHaveArrived(draft) ? { name: 'accepted' } : draft.state,
      );
    case 'send-began':
      return setDraft(state, event.localId, ({ attachmentId, file, state: is }) =>
        file && !(attachmentId && (is.name === 'waiting' || is.name === 'unknown'))
          ? is
          : { name: 'sending', again: is.name === 'unknown' },
      );
    case 'send-done':
      return settle(state, event.localId, event.id, event.at);
    case 'recalled':
      return readElsewhere(recall(state, event), event);
    case 'send-unknown':
      // A chat that ended meanwhile has told the customer already.
      return takeIn(
        setDraft(state, event.localId, (draft) => {
          const isOut = draft.file ? mayHaveArrived(draft) : draft.state.name !== 'failed';
          return isOut ? { name: 'unknown' } : draft.state;
        }),
        [],
      );
    case 'send-postponed':
      return release(
        setDraft(state, event.localId, (draft) =>
          draft.state.name === 'failed' ? draft.state : { name: uncertain(draft) ? 'unknown' : 'waiting' },
        ),
      );
    case 'send-failed':
      return refuse(state, event.localId, event.code);
    case 'draft-retried':
      // Into a chat that is over nothing goes: the words it failed with stay.
      if (phase.name === 'ended') return state;
      return changeDraft(state, event.localId, (draft) => (draft.state.name === 'failed' ? toUpload(draft) : draft));
    case 'draft-discarded':
      // A file may be taken back for as long as nobody has it.
      return state.drafts.some(
        (draft) => draft.localId === event.localId && (draft.state.name === 'failed' || isHere(draft)),
      )
        ? { ...state, drafts: state.drafts.filter((draft) => draft.localId !== event.localId) }
        : state;
    case 'withdrawn':
      return phase.name === 'idle' ? unsent(state) : state;
    case 'noted':
      return state.typed === event.text ? state : { ...state, typed: event.text };
    case 'keeping':
      return state.keeps === event.keeps ? state : { ...state, keeps: event.keeps };
    case 'receipt':
      return receipt(state, event);
    case 'receipt-told':
      return told(state, event);
    case 'read':
      return read(state, event.upTo);
    case 'forgotten':
      // Where nothing is kept, nothing will be.
      return state.keeps ? initialChatState : { ...initialChatState, keeps: false };
  }
}

/** The newest own message that arrived, or was read: what comes late about an older one says nothing new. */
function receipt(state: ChatState, { kind, messageId }: Receipt): ChatState {
  const place = (id: string | undefined): number =>
    id === undefined ? -1 : state.items.findLastIndex((it) => it.id === id);
  const now = place(messageId);
  const item = state.items[now];
  // A receipt may come before the answer to what it is about.
  const news = item ? item.kind === 'message' && item.own && now > place(state.seen[kind]) : state.drafts.some(isOpen);
  return news ? { ...state, seen: { ...state.seen, [kind]: messageId } } : state;
}

/** How many messages of others it is remembered of what was told of them: more than are ever told at once. */
const toldAtMost = 20;

function told(state: ChatState, { kind, messageId }: Receipt): ChatState {
  if (state.told[messageId] === 'read' || state.told[messageId] === kind) return state;
  const others = Object.entries(state.told).filter(([id]) => id !== messageId);
  return { ...state, told: Object.fromEntries([...others, [messageId, kind] as const].slice(-toldAtMost)) };
}

/** What has been seen stays seen: an item that came before it changes nothing. */
function read(state: ChatState, upTo: string | undefined): ChatState {
  const place = (key: string | undefined): number => state.items.findLastIndex((item) => item.key === key);
  const to = upTo === undefined ? state.items.length - 1 : place(upTo);
  const readTo = state.items[to]?.key;
  return readTo === state.readTo || (upTo !== undefined && to < place(state.readTo)) ? state : { ...state, readTo };
}

/** What another tab has seen is seen; of what the transcript has not told here yet, as soon as it does. */
function readElsewhere(state: ChatState, { items, readTo }: Extract<ChatEvent, { type: 'recalled' }>): ChatState {
  const seen = items.find(({ key }) => key === readTo);
  const known = state.items.find(({ id }) => id === seen?.id);
  if (known) return read(state, known.key);
  const isToCome = seen?.contactId === contactIdOf(state) && !state.items.some(({ key }) => key === state.readTo);
  return seen && isToCome ? { ...state, readTo: seen.id } : state;
}

/** Whether no contact is there or on its way. */
export const rests = ({ phase }: ChatState): boolean =>
  phase.name === 'idle' || phase.name === 'ended' || phase.name === 'failed';

/** Whether a contact is there that can still say something. */
const running = ({ phase }: ChatState): boolean => phase.name === 'connecting' || phase.name === 'live';

/** Of the contact that comes, nothing was read yet. */
const unread = (state: ChatState): ChatState => ({
  ...state,
  syncedTo: undefined,
  synced: false,
  earlier: { name: 'unknown' },
});

/** What a request goes on with. */
function former({ phase }: ChatState): { readonly after?: Former } {
  if (phase.name === 'ended') return { after: { contactId: phase.contactId, by: phase.by } };
  return (phase.name === 'requesting' || phase.name === 'failed') && phase.after ? { after: phase.after } : {};
}

/** Where giving up leads when no contact is there. */
function before(state: ChatState): Phase {
  const { after } = former(state);
  return after ? { name: 'ended', ...after } : { name: 'idle' };
}

/** The contact that trying again would continue. A refused or expired ticket has none. */
function survivor({ phase }: ChatState, code: ChatErrorCode): Contact | undefined {
  if (phase.name !== 'connecting' || code === 'connection/refused' || code === 'connection/expired') return undefined;
  return phase.contact;
}

function link(state: ChatState, to: 'up' | 'reconnecting' | 'offline'): ChatState {
  const { phase } = state;
  const synced = false; // Whatever comes now, something may be missing before it.
  if (phase.name === 'connecting' && to === 'up') {
    return { ...state, synced, phase: { name: 'live', contact: phase.contact, link: 'up', leaving: false } };
  }
  if (phase.name !== 'live' || (phase.link === to && to !== 'up')) return state;
  const typing = to === 'up' ? state.typing : [];
  return { ...state, synced, typing, phase: phase.link === to ? phase : { ...phase, link: to } };
}

function over(state: ChatState, by: 'customer' | 'service'): ChatState {
  const { phase } = state;
  const contact = 'contact' in phase ? phase.contact : undefined;
  if (!contact) return phase.name === 'failed' ? { ...unsent(state), phase: before(state) } : state;
  const phaseOver = { name: 'ended', contactId: contact.contactId, by } as const;
  return release({ ...unsent(state), typing: [], phase: phaseOver });
}

/** No chat is there for what waits. Of what was on its way nobody can tell any more, unless it was heard back. */
function unsent(state: ChatState): ChatState {
  const left = state.drafts.filter((draft) => draft.state.name !== 'failed');
  return left.reduce((next, draft) => refuse(next, draft.localId, overCode(draft)), state);
}

function hear(state: ChatState, items: readonly Item[]): ChatState {
  return keepTyping(
    takeIn(state, items),
    ({ person }) => !items.some((item) => (item.kind === 'message' ? item.from : item.person)?.id === person.id),
  );
}

/** Only the transcript tells that nothing is missing before an item: what comes over the socket may follow a lost one. */
function fill(state: ChatState, event: Extract<ChatEvent, { type: 'filled' }>): ChatState {
  const taken = takeIn(state, event.items);
  const known = (event.told ?? []).slice(-toldAtMost).reduce(told, taken);
  const next = (event.seen ?? []).reduce(receipt, known);
  const earlier = next.earlier.name === 'unknown' ? earlierThan(event.older) : next.earlier;
  const syncedTo = event.items[event.items.length - 1]?.id ?? next.syncedTo;
  const nothingNew = next.synced && syncedTo === next.syncedTo && earlier === next.earlier;
  return nothingNew ? next : { ...next, synced: true, syncedTo, earlier };
}

const earlierThan = (page: string | undefined): ChatState['earlier'] =>
  page === undefined ? { name: 'none' } : { name: 'more', page };

const without = ({ typing }: ChatState, id: string): ChatState['typing'] =>
  typing.filter(({ person }) => person.id !== id);

function keepTyping(state: ChatState, keep: (typing: ChatState['typing'][number]) => boolean): ChatState {
  return state.typing.every(keep) ? state : { ...state, typing: state.typing.filter(keep) };
}
