import type { FileInfo } from '../../core/chat/state.js';
import type { Clock } from '../../core/clock.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import { LinkError, linkError, type FailureKind } from './failure.js';
import type { ParticipantCall, PutFile } from './ports.js';

/** How long an upload may stand still before it is given up, in milliseconds. */
const stallMs = 30_000;
/** How long an address of a file is good for: the most the service gives, in seconds. */
const urlSeconds = 300;

export interface TransferPorts {
  readonly clock: Clock;
  readonly put: PutFile;
  readonly ask: (operation: ParticipantCall, body: object, signal: AbortSignal) => Promise<Members>;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Brings a file to the service in the two steps that anybody may repeat: it is announced, and its bytes are put where the
 * service says. Resolves with what the service calls it.
 */
export async function upload(
  { ask, clock, put }: TransferPorts,
  { name, contentType, size }: FileInfo,
  bytes: object,
  clientToken: string,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    AttachmentName: name,
    AttachmentSizeInBytes: size,
    ContentType: contentType,
    ClientToken: clientToken,
  };
  const { id, ...place } = await ask('start-attachment-upload', body, signal).then(placeIn).catch(rejectAs(uploading));
  const status = await moving(clock, signal, (moved, inner) =>
    put(
      { ...place, contentType },
      bytes,
      (share) => {
        moved();
        onShare(share);
      },
      inner,
    ),
  ).catch(rejectAs(uploading));
  if (status >= 200 && status < 300) return id;
  // An address that has run out is refused, and the next one may do. 408, 429 and 5xx are a bad moment.
  const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  throw new DeskbellError(isRefused ? 'attachment/refused' : 'attachment/failed', { retryable: true });
}

/** Hands an uploaded file over. The service takes each in once: a second time it says so, which is as good. */
export async function attach({ ask }: Pick<TransferPorts, 'ask'>, id: string, signal: AbortSignal): Promise<void> {
  try {
    await ask('complete-attachment-upload', { AttachmentIds: [id], ClientToken: id }, signal);
  } catch (thrown) {
    const { kind } = linkError(thrown);
    if (kind !== 'conflict') rejectAs(handedOver)(thrown);
  }
}

/** Where a file can be had for the moment. */
export async function fileUrl({ ask }: Pick<TransferPorts, 'ask'>, id: string, signal: AbortSignal): Promise<string> {
  const body = { AttachmentId: id, UrlExpiryInSeconds: urlSeconds };
  const { Url } = await ask('attachment', body, signal).catch(rejectAs(uploading));
  if (typeof Url === 'string') return Url;
  throw new DeskbellError('attachment/failed', { retryable: true });
}

/** Runs something that reports when it moves, and gives it up when it does not for too long. */
async function moving<T>(
  clock: Clock,
  signal: AbortSignal,
  run: (moved: () => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const giveUp = (): void => inner.abort();
  let stop = clock.after(stallMs, giveUp);
  const moved = (): void => {
    stop();
    // Somebody may still tell of it after it is over.
    if (!inner.signal.aborted) stop = clock.after(stallMs, giveUp);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await run(moved, inner.signal);
  } finally {
    giveUp();
    stop();
    signal.removeEventListener('abort', giveUp);
  }
}

/** What the service answers to an announcement: the file's id, and where its bytes go. */
function placeIn({ AttachmentId: id, UploadMetadata }: Members): {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const { HeadersToInclude, Url } = (UploadMetadata ?? {}) as Members;
  if (typeof id !== 'string' || typeof Url !== 'string') throw new LinkError('failed');
  return { id, url: Url, headers: (HeadersToInclude ?? {}) as Readonly<Record<string, string>> };
}

type Codes = Readonly<Record<FailureKind, readonly [ErrorCode, retryable?: 'again']>>;

const usual = {
  refused: ['attachment/refused'],
  invalid: ['attachment/refused'],
  quota: ['attachment/limit'],
  conflict: ['attachment/refused'],
  throttled: ['message/throttled', 'again'],
  unsent: ['message/network', 'again'],
} as const;
const uploading: Codes = {
  ...usual,
  failed: ['attachment/failed', 'again'],
  late: ['attachment/failed', 'again'],
  unreached: ['attachment/failed', 'again'],
};
const handedOver: Codes = {
  ...usual,
  failed: ['attachment/unconfirmed', 'again'],
  late: ['attachment/unconfirmed', 'again'],
  unreached: ['attachment/unconfirmed', 'again'],
};

const rejectAs =
  (codes: Codes) =>
  (thrown: unknown): never => {
    const [code, again] = codes[linkError(thrown).kind];
    throw new DeskbellError(code, { retryable: again !== undefined, cause: thrown });
  };
