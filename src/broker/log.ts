/** Everything a log line may hold. There is no field for a token, a handle, a name, an attribute, a text or a whole IP. */
export interface BrokerLogFields {
  readonly requestId?: string | undefined;
  readonly method?: string | undefined;
  /** One of our own paths, or `other`. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly ms?: number | undefined;
  /** Only origins of the allow-list. */
  readonly origin?: string | undefined;
  /** The caller's network: /24 for IPv4, /48 for IPv6. */
  readonly network?: string | undefined;
  readonly contactId?: string | undefined;
  /** The member of the request that was wrong. */
  readonly field?: string | undefined;
  readonly operation?: string | undefined;
  /** Name of what Amazon Connect or the network answered. */
  readonly error?: string | undefined;
  readonly awsRequestId?: string | undefined;
  readonly attempts?: number | undefined;
  readonly host?: string | undefined;
  /** Members of events. */
  readonly initialContactId?: string | undefined;
  readonly from?: string | undefined;
  readonly class?: string | undefined;
  readonly reason?: string | undefined;
  readonly waitSeconds?: number | undefined;
  readonly handleSeconds?: number | undefined;
  readonly mode?: string | undefined;
  readonly placeKept?: boolean | undefined;
  readonly creditSeconds?: number | undefined;
  /** The site's own alias. */
  readonly queue?: string | undefined;
  readonly done?: boolean | undefined;
  readonly score?: number | undefined;
  readonly kind?: string | undefined;
  readonly leftQueue?: boolean | undefined;
  readonly full?: boolean | undefined;
}

export type BrokerLogLevel = 'info' | 'warn' | 'error';

/** Where the broker says what happened. `error` means: somebody has to look at the configuration. */
export interface BrokerLogger {
  log(level: BrokerLogLevel, name: string, fields?: BrokerLogFields): void;
}

const allowed = [
  'requestId',
  'method',
  'route',
  'status',
  'code',
  'ms',
  'origin',
  'network',
  'contactId',
  'field',
  'operation',
  'error',
  'awsRequestId',
  'attempts',
  'host',
  'initialContactId',
  'from',
  'class',
  'reason',
  'waitSeconds',
  'handleSeconds',
  'mode',
  'placeKept',
  'creditSeconds',
  'queue',
  'done',
  'score',
  'kind',
  'leftQueue',
  'full',
] as const satisfies readonly (keyof BrokerLogFields)[];

/** One JSON object per line. Fields outside the allow-list are dropped, whatever the caller's type said. */
export function jsonLines(write: (line: string) => void, now: () => number = Date.now): BrokerLogger {
  return {
    log(level, name, fields = {}) {
      const line: Record<string, unknown> = { time: new Date(now()).toISOString(), level, name };
      for (const key of allowed) if (fields[key] !== undefined) line[key] = fields[key];
      write(`${JSON.stringify(line)}\n`);
    },
  };
}

/** A name from outside that may be logged: a plain word, or `Unknown`. Keeps whatever else was sent out of the log. */
export function plainName(value: unknown): string {
  return typeof value === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(value) ? value : 'Unknown';
}

/** An id from outside that may be logged. */
export function plainId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : undefined;
}

/** A reason from outside that may be logged: Amazon Connect's are capitals and underscores. */
export function plainReason(value: string | undefined): string | undefined {
  return value === undefined || /^[A-Z][A-Z_]{1,63}$/.test(value) ? value : 'UNKNOWN';
}
