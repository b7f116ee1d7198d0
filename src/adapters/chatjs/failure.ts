import { DeskbellError, type ErrorCode } from '../../core/errors.js';

/**
 * Why a call of the client failed.
 *
 * - `refused`: 401, 403, 404. The token is not, or no longer, good for it; one alone is a rumour.
 * - `invalid`: any other 4xx. The same call will never do.
 * - `quota`: 402, a limit of the contact that is used up. `conflict`: 409.
 * - `throttled`: 429. Too many customers at once; nothing happened.
 * - `failed`: 5xx, or an answer that makes no sense. It may have happened.
 * - `late`: no answer in time. It may have happened.
 * - `unreached`: the browser had no answer to give (no network, a name that does not resolve, a firewall, a cut).
 *   Most likely nothing happened, but the answer may be what was lost.
 * - `unsent`: it never left the client.
 */
export type FailureKind =
  'refused' | 'invalid' | 'quota' | 'conflict' | 'throttled' | 'failed' | 'late' | 'unreached' | 'unsent';

/** How a link's calls reject. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}

/** What the client rejected with, from outside to inside: it wraps answers in `_debug`, up to two deep. */
function layersOf(thrown: unknown): Readonly<Record<string, unknown>>[] {
  const layers: Readonly<Record<string, unknown>>[] = [];
  let at: unknown = thrown;
  while (layers.length < 4 && typeof at === 'object' && at !== null) {
    layers.push(at as Readonly<Record<string, unknown>>);
    at = '_debug' in at ? at._debug : undefined;
  }
  return layers;
}

/** Sorts what amazon-connect-chatjs throws: bare objects for answers, strings and plain errors before any request. */
export function linkError(thrown: unknown): LinkError {
  if (thrown instanceof LinkError) return thrown;
  return new LinkError(kindOf(thrown), thrown);
}

function kindOf(thrown: unknown): FailureKind {
  const layers = layersOf(thrown);
  const inner = layers.find((layer) => layer instanceof LinkError);
  if (inner) return inner.kind;
  const status = layers.map(({ statusCode }) => statusCode).find((code) => typeof code === 'number');
  if (status !== undefined) return kindOfStatus(status);
  // "Failed to call sendMessage, No active connection", and IllegalArgumentException: refused before any request.
  if (typeof thrown === 'string' || thrown instanceof Error) return 'unsent';
  // What fetch rejects with is a TypeError in every browser, whatever it says.
  return layers.some(({ type }) => type === 'TypeError') ? 'unreached' : 'failed';
}

/** What an answer with this status means. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403 || status === 404) return 'refused';
  if (status === 402) return 'quota';
  if (status === 409) return 'conflict';
  if (status === 429) return 'throttled';
  // 408: it waited for our request, and did not get it whole.
  return status >= 400 && status < 500 && status !== 408 ? 'invalid' : 'failed';
}

/** Whether the outcome is open: it may have happened although nobody said so. */
export const isOpen = (kind: FailureKind): boolean => kind === 'failed' || kind === 'late' || kind === 'unreached';

const sendCodes: Record<FailureKind, ErrorCode> = {
  refused: 'message/rejected',
  invalid: 'message/rejected',
  quota: 'message/rejected',
  conflict: 'message/rejected',
  throttled: 'message/throttled',
  failed: 'message/unconfirmed',
  late: 'message/unconfirmed',
  unreached: 'message/unconfirmed',
  unsent: 'message/network',
};

const callCodes: Record<FailureKind, ErrorCode> = {
  refused: 'connection/refused',
  invalid: 'connection/refused',
  quota: 'connection/refused',
  conflict: 'connection/refused',
  throttled: 'connection/throttled',
  failed: 'connection/lost',
  late: 'connection/lost',
  unreached: 'connection/lost',
  unsent: 'connection/lost',
};

const passes = (kind: FailureKind): boolean => kind === 'throttled' || kind === 'unsent' || isOpen(kind);

/** What core is told of a message that did not go. */
export const sendError = ({ kind, cause }: LinkError): DeskbellError =>
  new DeskbellError(sendCodes[kind], { retryable: passes(kind), cause });

/** What core is told of any other call that failed. */
export const callError = ({ kind, cause }: LinkError): DeskbellError =>
  new DeskbellError(callCodes[kind], { retryable: passes(kind), cause });
