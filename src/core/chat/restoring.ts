import type { ChatEvent } from './events.js';
import { isHere, mayHaveArrived, toUpload, unconfirmed } from './files.js';
import { claimFiles, insert } from './items.js';
import type { ChatState, Draft } from './state.js';
import { inOrderOfWriting } from './writing.js';

/** What was on its way when its page went has an unknown outcome. Of a file that was not handed over, nobody has anything. */
function brokenOff(draft: Draft): Draft {
  if (isHere(draft)) return toUpload(draft);
  return mayHaveArrived(draft) ? { ...draft, state: { name: 'unknown' } } : draft;
}

/** A conversation as the tab has it that takes over: nobody is connected to it, and something may have been missed. */
export function takenOver(state: ChatState): ChatState {
  const { earlier, phase } = state;
  return {
    ...state,
    drafts: state.drafts.map(brokenOff),
    typing: [],
    synced: false,
    earlier: earlier.name === 'loading' ? { name: 'more', page: earlier.page } : earlier,
    phase: phase.name === 'live' && phase.link === 'up' ? { ...phase, link: 'reconnecting' } : phase,
  };
}

/** What an earlier life of the page left behind, joined with what this one knows. */
export function restore(state: ChatState, event: Extract<ChatEvent, { type: 'restored' }>): ChatState {
  const { contact, items, syncedTo, typed, readTo } = event;
  // Without its contact, nobody can ever tell.
  const drafts = event.drafts.map((draft) =>
    mayHaveArrived(draft) && !contact
      ? ({ ...draft, state: { name: 'failed', code: unconfirmed(draft) } } as const)
      : brokenOff(draft),
  );
  // What stands there as a message waits no more, whoever kept it. What this life knows better keeps its place.
  const done = new Set(items.map(({ key }) => key));
  const here = new Map(state.drafts.map((draft) => [draft.localId, draft]));
  const kept = drafts.flatMap((draft) => {
    const { localId, written } = draft;
    if (done.has(localId)) return [];
    done.add(localId);
    const known = here.get(localId);
    return [known ? { ...known, written } : draft];
  });
  return claimFiles({
    ...state,
    phase: contact ? { name: 'connecting', contact } : state.phase,
    items: insert(items, state.items),
    drafts: inOrderOfWriting([...kept, ...state.drafts.filter(({ localId }) => !done.has(localId))]),
    syncedTo,
    typed: state.typed || typed,
    readTo,
    seen: event.seen ?? state.seen,
    told: event.told ?? state.told,
  });
}
