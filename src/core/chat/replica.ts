import type { ChatEvent } from './events.js';
import { overCode } from './files.js';
import type { Held, Inheritance } from './inheritance.js';
import { contactIdOf } from './items.js';
import type { Draft } from './state.js';
import { transition } from './transition.js';
import { inOrderOfWriting } from './writing.js';

/** How far somebody has heard: up to the event `number` of the leader of `epoch`. */
export interface Mark {
  readonly epoch: number;
  readonly number: number;
}

/** Before anything was heard of any leader. */
export const nothingHeard: Mark = { epoch: 0, number: 0 };

/** A conversation as a tab knows it that does not lead: that of a leader, after its event `number`. */
export interface Replica extends Mark {
  /** The tab that led then. */
  readonly leader: string;
  readonly whole: Inheritance;
}

export const isBefore = (one: Mark, other: Mark): boolean =>
  one.epoch < other.epoch || (one.epoch === other.epoch && one.number < other.number);

/** What a replica becomes with news. `old`: nothing new; `missed`: something is missing before it. */
export type News = Replica | 'old' | 'missed';

/** Newer leaders have higher epochs; two that never heard of each other may have the same. */
export function hearWhole(replica: Replica | undefined, heard: Replica): News {
  if (!replica || heard.epoch > replica.epoch) return heard;
  if (heard.epoch < replica.epoch) return 'old';
  return heard.leader !== replica.leader || heard.number > replica.number ? heard : 'old';
}

export function hearEvent(
  replica: Replica | undefined,
  { event, held, ...heard }: Omit<Replica, 'whole'> & { readonly event: ChatEvent; readonly held?: Held | undefined },
): News {
  const { epoch, leader, number } = heard;
  if (replica && epoch < replica.epoch) return 'old';
  if (!replica || epoch > replica.epoch || leader !== replica.leader || number > replica.number + 1) return 'missed';
  if (number <= replica.number) return 'old';
  const { whole } = replica;
  return { epoch, leader, number, whole: { ...whole, ...held, state: transition(whole.state, event) } };
}

/**
 * `other`, and what was said, typed and written in `own` before two tabs knew of each other. `starts`: a chat is about to
 * begin, in which it is sent; where one is over and none begins, it is not.
 */
export function joined(other: Inheritance, own: Inheritance, starts: boolean): Inheritance {
  const { drafts: written, items, phase } = other.state;
  const known = new Set([...written.map(({ localId }) => localId), ...items.map(({ key }) => key)]);
  const late = own.state.drafts.filter(({ localId }) => !known.has(localId));
  const told = (draft: Draft): Draft =>
    phase.name !== 'ended' || starts || draft.state.name === 'failed'
      ? draft
      : { ...draft, state: { name: 'failed', code: overCode(draft) } };
  // Of two times the earlier one counts: since the later one the device's clock was put back.
  const first = (draft: Draft): Draft => {
    const before = own.state.drafts.find(({ localId }) => localId === draft.localId)?.written ?? Infinity;
    return before < (draft.written ?? Infinity) ? { ...draft, written: before } : draft;
  };
  const drafts = inOrderOfWriting([...written.map(first), ...late.map(told)]);
  const unwanted = [...(other.unwanted ?? []), ...(own.unwanted ?? [])];
  const state = { ...other.state, typed: own.state.typed || other.state.typed, drafts };
  const { items: said, readTo } = own.state;
  const recalled = { type: 'recalled', contactId: contactIdOf(own.state), items: said, readTo } as const;
  return { ...other, unwanted, state: transition(state, recalled) };
}
