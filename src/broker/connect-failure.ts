import { unlessAborted } from './deadline.js';
import { plainId, plainName } from './log.js';

/**
 * What it means that Amazon Connect did not do as asked. `full`: a quota of the instance. `throttled`: too fast.
 * `unavailable`: the outcome is unknown, the same ClientToken settles it. `misconfigured`: somebody must change something.
 */
export type FailureKind = 'full' | 'throttled' | 'gone' | 'unavailable' | 'misconfigured';

/** The only error that leaves the port to Amazon Connect. Holds nothing that was said in words. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly kind: FailureKind;
  readonly operation: string;
  /** The error's name, or `Unknown`. */
  readonly error: string;
  readonly awsRequestId: string | undefined;
  readonly attempts: number | undefined;

  constructor(operation: string, cause: unknown) {
    super(operation);
    const { name, $metadata = {} } = (cause ?? {}) as Thrown;
    this.kind = kindOf(String(name), Number($metadata.httpStatusCode ?? 0));
    this.operation = operation;
    this.error = plainName(name);
    this.awsRequestId = plainId($metadata.requestId);
    this.attempts = typeof $metadata.attempts === 'number' ? $metadata.attempts : undefined;
  }
}

interface Thrown {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown; readonly attempts?: unknown };
}

/** By name first: 429 is both "full" and "too fast". Names as in the Amazon Connect API reference, common errors included. */
const kinds: Readonly<Record<string, FailureKind>> = {
  LimitExceededException: 'full',
  ServiceQuotaExceededException: 'full',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ContactNotFoundException: 'gone',
  AccessDeniedException: 'misconfigured',
  ContactFlowNotPublishedException: 'misconfigured',
  CredentialsProviderError: 'misconfigured',
  ExpiredTokenException: 'misconfigured',
  IncompleteSignature: 'misconfigured',
  InvalidParameterException: 'misconfigured',
  InvalidRequestException: 'misconfigured',
  InvalidSignatureException: 'misconfigured',
  ResourceNotFoundException: 'misconfigured',
  UnrecognizedClientException: 'misconfigured',
  ValidationException: 'misconfigured',
};

function kindOf(name: string, status: number): FailureKind {
  if (Object.hasOwn(kinds, name)) return kinds[name] ?? 'unavailable';
  if (status === 429) return 'throttled';
  return status >= 400 && status < 500 && status !== 408 ? 'misconfigured' : 'unavailable';
}

/** What Amazon Connect answers, or a ConnectFailure; that as soon as the signal aborts, too. */
export async function answered<T>(operation: string, sent: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await unlessAborted(sent, signal);
  } catch (error) {
    throw new ConnectFailure(operation, error);
  }
}
