import type { ChatErrorCode } from '../errors.js';
import { isHere, unconfirmed } from './files.js';
import { claimFiles, confirm, heldEcho, release } from './items.js';
import type { ChatState, Draft, DraftState, Person } from './state.js';
import { inOrderOfWriting } from './writing.js';

/** What somebody wrote, in whichever tab. */
type Written = Pick<Draft, 'localId' | 'text' | 'file' | 'attachmentId' | 'written' | 'shared'>;

/** One more draft, in its place. It may be told again when it is on its way, or long sent: then nothing changes. */
export function write(state: ChatState, { localId, text, file, attachmentId, ...event }: Written): ChatState {
  if (state.drafts.some((draft) => draft.localId === localId)) return state;
  if (state.items.some(({ key }) => key === localId)) return state;
  const after = state.items[state.items.length - 1]?.id;
  const written = event.written ?? state.drafts[state.drafts.length - 1]?.written;
  const known = {
    localId,
    text,
    after,
    ...(file && { file }),
    ...(written !== undefined && { written }),
    ...(event.shared && { shared: true }),
  };
  const draft: Draft = attachmentId
    ? { ...known, attachmentId, state: { name: 'unknown' } }
    : { ...known, state: { name: 'waiting' } };
  const next = { ...state, drafts: inOrderOfWriting([...state.drafts, draft]) };
  return attachmentId ? claimFiles(next) : next;
}

/** One more draft that will not go. */
export function writeFailed(state: ChatState, written: Written, code: ChatErrorCode): ChatState {
  const next = write(state, written);
  return next === state ? state : setDraft(next, written.localId, () => ({ name: 'failed', code }));
}

/** Whether an attempt before the one that is going on may have got through. */
export const uncertain = ({ state }: Draft): boolean =>
  state.name === 'unknown' || (state.name === 'sending' && state.again);

/** `state` with one of its drafts changed: the same snapshot where nothing is. */
export function changeDraft(state: ChatState, localId: string, change: (draft: Draft) => Draft): ChatState {
  let changed = false;
  const drafts = state.drafts.map((draft) => {
    const next = draft.localId === localId ? change(draft) : draft;
    changed ||= next !== draft;
    return next;
  });
  return changed ? { ...state, drafts } : state;
}

/** Moves one of the drafts on. */
export const setDraft = (state: ChatState, localId: string, to: (draft: Draft) => DraftState): ChatState =>
  changeDraft(state, localId, (draft) => {
    const next = to(draft);
    return next === draft.state ? draft : { ...draft, state: next };
  });

/** In an earlier life a file was handed over under this id, or was about to be. */
export const uploadedBefore = (state: ChatState, localId: string, attachmentId: string): ChatState =>
  changeDraft(state, localId, (draft) =>
    isHere(draft) ? { ...draft, attachmentId, state: { name: 'unknown' } } : draft,
  );

/** The service has answered: the draft is a message, under `id` and as heard back where it was. */
export function settle(state: ChatState, localId: string, id: string, at: number): ChatState {
  const draft = state.drafts.find((known) => known.localId === localId);
  const { phase } = state;
  if (!draft || !('contact' in phase) || !phase.contact) return state;
  const { contactId, participantId } = phase.contact;
  const echo = state.held.find((item) => item.id === id);
  const from: Person = { id: participantId, role: 'customer', name: undefined };
  const content = { kind: 'text', text: draft.text } as const;
  const answered = { kind: 'message', key: localId, id, contactId, at, from, own: true, content } as const;
  return confirm(state, localId, echo ?? answered);
}

/** The draft failed. Of one that may have arrived before nobody says that it did not. */
export function refuse(state: ChatState, localId: string, code: ChatErrorCode): ChatState {
  const draft = state.drafts.find((known) => known.localId === localId);
  // A chat that ended meanwhile has told the customer already.
  if (draft?.state.name === 'failed') return state;
  if (!draft || (!uncertain(draft) && code !== unconfirmed(draft))) {
    return release(setDraft(state, localId, () => ({ name: 'failed', code })));
  }
  const echo = heldEcho(state, draft);
  if (echo) return confirm(state, localId, echo);
  // An earlier attempt may get through still, whatever became of this one.
  return release(setDraft(state, localId, () => ({ name: 'failed', code: unconfirmed(draft) })));
}
