import type { ErrorCode } from './errors.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Ids, counts, durations and codes. There is no field a message text, a name or a token would fit in. */
export interface LogFields {
  readonly contactId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly code?: ErrorCode | undefined;
  readonly contentType?: string | undefined;
  readonly phase?: string | undefined;
  readonly attempt?: number | undefined;
  readonly count?: number | undefined;
  readonly bytes?: number | undefined;
  readonly status?: number | undefined;
  readonly ms?: number | undefined;
}

/** Where sessions, adapters and the broker say what happened. Names are stable: `chat.started`, `link.lost`. */
export interface Logger {
  log(level: LogLevel, name: string, fields?: LogFields): void;
}

/** Says nothing. */
export const silent: Logger = { log() {} };
