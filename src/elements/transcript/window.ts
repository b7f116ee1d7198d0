import type { Chunk, Entry } from './chunks.js';

/** Entries up to which everything is in the document: find-in-page and screen readers reach all of it. */
const smallEnough = 300;
/** Chunks in the document beyond that: around the end, and at most. */
const atTheEnd = 3;
const atMost = 6;
/** Chunks that come into the document when the reader nears its edge. */
const step = 2;

/** Which chunks are in the document, by id. Without `to` the newest always is. */
export interface Window {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface Drawn {
  readonly chunks: readonly Chunk[];
  readonly window: Window;
  /** Whether the oldest chunk is among them. */
  readonly all: boolean;
  /** The entry before, or after, the chunk with this index. */
  readonly before: (index: number) => Entry | undefined;
  readonly after: (index: number) => Entry | undefined;
}

/** The chunks to draw. A reader at the end takes the window along; elsewhere it stays around them. */
export function drawn(chunks: readonly Chunk[], window: Window, atEnd: boolean): Drawn {
  const following = atEnd && window.to === undefined;
  const count = chunks.reduce((sum, { entries }) => sum + entries.length, 0);
  const kept: Window = count <= smallEnough ? {} : following ? { from: chunks.at(-atTheEnd)?.id } : window;
  const first =
    kept.from === undefined
      ? 0
      : Math.max(
          0,
          chunks.findIndex(({ id }) => id >= Number(kept.from)),
        );
  const end = kept.to === undefined ? chunks.length : chunks.findLastIndex(({ id }) => id <= Number(kept.to)) + 1;
  return {
    chunks: chunks.slice(first, end),
    window: kept,
    all: first === 0,
    before: (index) => chunks[first + index - 1]?.entries.at(-1),
    after: (index) => chunks[first + index + 1]?.entries[0],
  };
}

/** The window with older chunks in it; the same one when there are none. */
export function older(chunks: readonly Chunk[], window: Window): Window {
  const first = chunks.findIndex(({ id }) => window.from !== undefined && id >= window.from);
  if (first <= 0) return window;
  const from = Math.max(0, first - step);
  const end = from + atMost;
  const to = window.to === undefined ? chunks.length : chunks.findIndex(({ id }) => id === window.to) + 1;
  return { from: chunks[from]?.id, to: end < to ? chunks[end - 1]?.id : window.to };
}

/** The window with newer chunks in it; the same one when the newest is there already. */
export function later(chunks: readonly Chunk[], window: Window): Window {
  if (window.to === undefined) return window;
  const end = Math.min(chunks.length, chunks.findIndex(({ id }) => id === window.to) + 1 + step);
  const first = chunks.findIndex(({ id }) => window.from !== undefined && id >= window.from);
  return {
    from: chunks[Math.max(first, end - atMost)]?.id,
    to: end === chunks.length ? undefined : chunks[end - 1]?.id,
  };
}
