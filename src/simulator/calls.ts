import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './world.js';

/** One request that was made to an operation or to the file store, as it ended. */
export interface RecordedCall {
  /** Milliseconds since 1970, when it came in. */
  readonly at: number;
  /** The operation's name, `UploadFile` or `DownloadFile`. */
  readonly operation: string;
  /** HTTP status of the answer; 0 when none was given. */
  readonly status: number;
  /** Amazon's error name, if the answer had one. */
  readonly error?: string;
  /** Initial contact id, for calls with a token of the participant service. */
  readonly contactId?: string;
  /** The same for all attempts an SDK makes of one call. */
  readonly invocationId?: string;
  readonly attempt?: number;
}

export interface CallLog {
  /** Notes a request, and what becomes of it. */
  note(operation: string, request: IncomingMessage, response: ServerResponse): void;
  /** Oldest first, at most 5,000. */
  list(operation?: string): readonly RecordedCall[];
  clear(): void;
}

const kept = 5_000;

/** Remembers who called what, so that a test can count. */
export function createCallLog(world: World): CallLog {
  const calls: RecordedCall[] = [];
  return {
    note(operation, request, response) {
      const { headers } = request;
      const at = world.now();
      const bearer = single(headers['x-amz-bearer']);
      const contactId = world.tokens.check(bearer, 'participant', 'connection')?.conversationId;
      const invocationId = single(headers['amz-sdk-invocation-id']);
      const attempt = /attempt=(\d+)/.exec(single(headers['amz-sdk-request']) ?? '')?.[1];
      response.once('close', () => {
        const error = response.getHeader('x-amzn-errortype');
        calls.push({
          at,
          operation,
          status: response.writableEnded ? response.statusCode : 0,
          ...(typeof error === 'string' && { error }),
          ...(contactId !== undefined && { contactId }),
          ...(invocationId !== undefined && { invocationId }),
          ...(attempt !== undefined && { attempt: Number(attempt) }),
        });
        if (calls.length > kept) calls.splice(0, calls.length - kept);
      });
    },
    list: (operation) => (operation === undefined ? [...calls] : calls.filter((one) => one.operation === operation)),
    clear() {
      calls.length = 0;
    },
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
