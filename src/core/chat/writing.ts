import type { Draft } from './state.js';

const timeOf = ({ written = 0 }: Pick<Draft, 'written'>): number => written;

/** When something is written that comes after `drafts`, whatever the device's clock says `now`. */
export const writtenAfter = (drafts: readonly Draft[], now: number): number =>
  drafts.reduce((latest, draft) => Math.max(latest, timeOf(draft) + 1), now);

/**
 * `drafts` of an earlier life, as written before those of this one and before `now`: where they say otherwise, the
 * device's clock was set back.
 */
export function writtenBefore(drafts: readonly Draft[], later: readonly Draft[], now: number): readonly Draft[] {
  const latest = later.reduce((first, draft) => Math.min(first, timeOf(draft)), now);
  return drafts.map((draft) => (timeOf(draft) > now ? { ...draft, written: latest } : draft));
}

/** Messages go out as they were written, whichever tab brings one along late. */
export const inOrderOfWriting = (drafts: readonly Draft[]): readonly Draft[] =>
  [...drafts].sort((a, b) => timeOf(a) - timeOf(b));
