import { randomUUID } from 'node:crypto';
import { serviceError } from '../wire.js';
import type { World } from '../world.js';

/** One page of results. */
export interface Page {
  readonly results: readonly unknown[];
  readonly nextToken: string | undefined;
  /** When the figures were read: milliseconds since 1970, the same for all pages. */
  readonly at: number;
  /** Results of all pages together. */
  readonly total: number;
}

interface Answer {
  readonly at: number;
  readonly results: readonly unknown[];
}

interface Open {
  readonly question: string;
  readonly answer: Answer;
  readonly offset: number;
  readonly until: number;
}

const tokenMs = 300_000;
const openPages = new WeakMap<World, Map<string, Open>>();

/**
 * Cuts an answer into pages. A token is good for five minutes and for the same question only; all pages show the figures
 * of the first one. Throws InvalidRequestException.
 */
export function metricPages(
  world: World,
  question: string,
  token: string | undefined,
  size: number,
  ask: () => Answer,
): Page {
  const open = openPages.get(world) ?? new Map<string, Open>();
  openPages.set(world, open);
  for (const [old, { until }] of open) if (until <= world.now()) open.delete(old);
  const before = token === undefined ? undefined : open.get(token);
  if (token !== undefined && before?.question !== question) {
    throw serviceError('InvalidRequestException', 'The NextToken is unknown, expired or of another request.');
  }
  const answer = before?.answer ?? ask();
  const from = before?.offset ?? 0;
  const to = from + size;
  let nextToken: string | undefined;
  if (to < answer.results.length) {
    nextToken = randomUUID();
    open.set(nextToken, { question, answer, offset: to, until: world.now() + tokenMs });
  }
  return { results: answer.results.slice(from, to), nextToken, at: answer.at, total: answer.results.length };
}
