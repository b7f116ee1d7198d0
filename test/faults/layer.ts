import type { Counts, Finding } from './check.js';

/** A seed that broke a promise. */
export interface FailedStory {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** The shortest schedule that still breaks it, a step in a line. */
  readonly story: readonly string[];
}

export interface Run {
  /** How many, and which is the first. */
  readonly seeds: number;
  readonly from: number;
  /** Hears of what failed, the first ones with their story. */
  readonly onStory?: ((failed: FailedStory) => void) | undefined;
  /** Hears what a person may want to read, a line at a time. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** What `run.ts` of each layer exports. */
export interface Layer {
  readonly run: (options: Run) => Promise<Counts>;
  /** Plays one seed and tells all that happens. */
  readonly tell?: (seed: number, onLine: (line: string) => void) => Promise<Counts>;
}

export const layers = ['L0', 'L0m', 'L1', 'L2'] as const;
export type LayerName = (typeof layers)[number];
