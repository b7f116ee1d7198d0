import { DeskbellError, type ErrorCode } from '../../core/errors.js';

/**
 * Why a call of the client failed: `refused` and `invalid` are the service's answers 403/404 and other 4xx, `throttled`
 * its 429, `unclear` everything after which nobody knows whether the service acted, `unsent` what never left.
 */
export type FailureKind = 'refused' | 'invalid' | 'throttled' | 'unclear' | 'unsent';

/** How a link's calls reject. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}

/** HTTP status of whatever the client rejected with: it wraps answers in `_debug`, up to two deep. */
function statusOf(thrown: unknown): number | undefined {
  let at: unknown = thrown;
  for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    if ('statusCode' in at && typeof at.statusCode === 'number') return at.statusCode;
    at = '_debug' in at ? at._debug : undefined;
  }
  return undefined;
}

/** Sorts what amazon-connect-chatjs throws: bare objects for answers, strings and plain errors before any request. */
export function linkError(thrown: unknown): LinkError {
  if (thrown instanceof LinkError) return thrown;
  return new LinkError(kindOf(thrown), thrown);
}

function kindOf(thrown: unknown): FailureKind {
  const status = statusOf(thrown);
  if (status === 401 || status === 403 || status === 404) return 'refused';
  if (status === 429) return 'throttled';
  if (status !== undefined && status >= 400 && status < 500) return 'invalid';
  // "Failed to call sendMessage, No active connection", and IllegalArgumentException: refused before any request.
  return typeof thrown === 'string' || thrown instanceof Error ? 'unsent' : 'unclear';
}

const sendCodes: Record<FailureKind, ErrorCode> = {
  refused: 'message/rejected',
  invalid: 'message/rejected',
  throttled: 'message/throttled',
  unclear: 'message/unconfirmed',
  unsent: 'message/network',
};

const callCodes: Record<FailureKind, ErrorCode> = {
  refused: 'connection/refused',
  invalid: 'connection/refused',
  throttled: 'connection/throttled',
  unclear: 'connection/lost',
  unsent: 'connection/lost',
};

const retryable = (kind: FailureKind): boolean => kind !== 'refused' && kind !== 'invalid';

/** What core is told of a message that did not go. */
export const sendError = ({ kind, cause }: LinkError): DeskbellError =>
  new DeskbellError(sendCodes[kind], { retryable: retryable(kind), cause });

/** What core is told of any other call that failed. */
export const callError = ({ kind, cause }: LinkError): DeskbellError =>
  new DeskbellError(callCodes[kind], { retryable: retryable(kind), cause });
