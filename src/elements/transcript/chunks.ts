import type { Draft, Item } from '../../core/chat/state.js';

/** What a line of the transcript is about. */
export type Entry = Item | Draft;

/** A run of entries that is drawn, and kept, together. */
export interface Chunk {
  /** Stays the same while entries come and go; grows from older to newer chunks. */
  readonly id: number;
  readonly entries: readonly Entry[];
}

/** Entries a chunk is filled to. */
export const chunkSize = 50;

/** A draft and the message it becomes have the same key. */
export const keyOf = (entry: Entry): string => ('localId' in entry ? entry.localId : entry.key);

const same = (chunk: Chunk, entries: readonly Entry[], from: number): boolean =>
  chunk.entries.every((entry, index) => entry === entries[from + index]);

/**
 * Cuts `entries` into chunks so that every entry stays where it was in `old`, whatever is added before, between or
 * after: a chunk that did not change is the same object, and nothing on screen is made anew.
 */
export function rechunk(old: readonly Chunk[], entries: readonly Entry[]): readonly Chunk[] {
  const kept: Chunk[] = [];
  let from = 0;
  for (const chunk of old.slice(0, -1)) {
    if (!same(chunk, entries, from)) break;
    kept.push(chunk);
    from += chunk.entries.length;
  }
  const rest = old.slice(kept.length);
  const tail = entries.slice(from);
  const home = new Map(rest.flatMap(({ id, entries: inside }) => inside.map((entry) => [keyOf(entry), id] as const)));
  const homes = tail.map((entry) => home.get(keyOf(entry)));
  const firstKnown = homes.findIndex((id) => id !== undefined);
  const lastKnown = homes.findLastIndex((id) => id !== undefined);
  const last = kept.at(-1);
  let current = last ? last.id + 1 : (homes[firstKnown] ?? 0);
  const filled = new Map<number, Entry[]>();
  tail.forEach((entry, index) => {
    if (!last && index < firstKnown) {
      put(filled, current - Math.ceil((firstKnown - index) / chunkSize), entry);
      return;
    }
    const full = index > lastKnown && (filled.get(current)?.length ?? 0) >= chunkSize;
    current = Math.max(current, homes[index] ?? current + Number(full));
    put(filled, current, entry);
  });
  const before = new Map(rest.map((chunk) => [chunk.id, chunk]));
  const made = [...filled].map(([id, inside]): Chunk => {
    const was = before.get(id);
    return was?.entries.length === inside.length && same(was, inside, 0) ? was : { id, entries: inside };
  });
  return [...kept, ...made];
}

function put(filled: Map<number, Entry[]>, id: number, entry: Entry): void {
  const inside = filled.get(id);
  if (inside) inside.push(entry);
  else filled.set(id, [entry]);
}
