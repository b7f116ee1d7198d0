import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import { forgetName, keepName } from './file-names.js';
import type { Inheritance } from './inheritance.js';
import type { ChatStorage } from './ports.js';
import type { ChatState } from './state.js';

const sameName = ['drafts', 'items', 'syncedTo', 'typed', 'readTo', 'seen', 'told'] as const;

/** Keeps what a reload of the page needs, field by field, as it changes. Returns its own stop. */
export function keep(store: Store<ChatState, ChatEvent>, storage: ChatStorage): () => void {
  return store.subscribe((state, previous) => {
    for (const field of sameName) {
      if (state[field] !== previous[field]) storage.save({ [field]: state[field] });
    }
    if (state.drafts !== previous.drafts) keepFiles(state, previous, storage);
    const [is, was] = [state.phase, previous.phase];
    if (is.name === 'ended' && was.name !== 'ended') storage.save({ ticket: undefined, leaving: false });
    else if (is.name === 'live' && is.leaving) storage.save({ leaving: true });
  });
}

/** Keeps at once all that another tab handed on: it is this page's from now on. */
export function keepAll({ state, ticket, former, leaving, unwanted = [] }: Inheritance, storage: ChatStorage): void {
  const { phase } = state;
  storage.save({
    ...Object.fromEntries(sameName.map((field) => [field, state[field]])),
    fresh: undefined,
    ticket: phase.name === 'ended' ? undefined : ticket,
    leaving: leaving || (phase.name === 'live' && phase.leaving),
    unwanted: unwanted.length > 0 ? unwanted : undefined,
    memory: (ticket ?? former?.ticket)?.memory,
  });
}

/**
 * Bytes go once a file is sent, or not wanted any more. What the service calls it stays: a tab that slept, or crashed,
 * does not send it again. Where nothing is kept, that is of no use to anybody.
 */
function keepFiles(state: ChatState, previous: ChatState, storage: ChatStorage): void {
  for (const { attachmentId, file, localId } of previous.drafts) {
    const now = file && state.drafts.find((draft) => draft.localId === localId);
    if (file && !now) storage.dropFile(localId);
    if (attachmentId !== undefined && (now ? now.attachmentId === undefined : !state.keeps))
      forgetName(storage, localId);
  }
  const contactId = 'contact' in state.phase ? state.phase.contact?.contactId : undefined;
  for (const { attachmentId, localId } of state.drafts) {
    const before = previous.drafts.find((draft) => draft.localId === localId);
    if (attachmentId === undefined || before?.attachmentId === attachmentId || contactId === undefined) continue;
    keepName(storage, localId, { attachmentId, contactId });
  }
}
