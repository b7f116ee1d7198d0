import { randomUUID } from 'node:crypto';
import { isPerContact, knobTable, type KnobKind, type Knobs } from './faults-table.js';
import { createRandom } from './random.js';

export type { Knobs } from './faults-table.js';

/** What an HTTP fault does to a call it meets. */
export const httpActs = ['pass', 'error', 'reset', 'hang', 'html', 'cut', 'empty', 'garbage'] as const;
export type HttpAct = (typeof httpActs)[number];

/** One rule about HTTP calls. Rules are asked in the order they were added; the first one that fits acts. */
export interface HttpFault {
  readonly id: string;
  /** An operation's name (`SendMessage`, `StartChatContact`, `UploadFile`, `DownloadFile`) or `*`. */
  readonly route: string;
  /** Only calls about this contact (initial id or segment id). */
  readonly contactId?: string;
  /** Calls that still pass unharmed before it begins. */
  skip: number;
  /** Calls it still meets; `null` = until it is removed. */
  times: number | null;
  /** `before`: the operation does not happen. `after`: it happens, and only the answer suffers. */
  readonly when: 'before' | 'after';
  /** Milliseconds the call waits first. */
  readonly delayMs: number;
  /** `pass` only delays; `error` answers an error; `reset` destroys the TCP connection; `hang` never answers;
   * `html`, `cut`, `empty`, `garbage` answer `status` with a wrong body. */
  readonly act: HttpAct;
  readonly status: number;
  /** Amazon's error name, without a namespace; the empty string sends no name at all. */
  readonly error: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

export type NewHttpFault = Partial<Omit<HttpFault, 'id'>> & { readonly route: string };

const statusOf: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ConflictException: 409,
  ContactNotFoundException: 410,
  InternalServerException: 500,
  InternalServiceException: 500,
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  LimitExceededException: 429,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
  ValidationException: 400,
};

const nameOf: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  402: 'ServiceQuotaExceededException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  410: 'ContactNotFoundException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
};

/** A sentence for whoever turned a knob that does not exist or does not go that far. */
export class BadKnob extends Error {
  override readonly name = 'BadKnob';
}

/** Everything that can be made to go wrong, and every open question about the service, as typed data. */
export class Faults {
  /** The present position of every knob. Write with `set`. */
  readonly knobs: Readonly<Knobs>;
  readonly http: HttpFault[] = [];
  #contacts = new Map<string, Partial<Knobs>>();
  #random = createRandom(1);
  #listeners = new Set<() => void>();

  constructor(initial: Partial<Knobs> = {}) {
    this.knobs = defaults();
    this.set(initial);
    this.#initial = { ...initial };
  }

  readonly #initial: Partial<Knobs>;

  /** Turns knobs. Throws BadKnob, and then none has moved. */
  set(changes: Partial<Knobs>): void {
    for (const [name, value] of Object.entries(changes)) checkKnob(name, value);
    Object.assign(this.knobs, changes);
    if (changes.seed !== undefined) this.#random = createRandom(changes.seed);
    for (const listener of this.#listeners) listener();
  }

  /** Where every knob stands for one conversation: as for all, but for those turned for it alone. */
  of(contactId: string): Readonly<Knobs> {
    const own = this.#contacts.get(contactId);
    return own ? { ...this.knobs, ...own } : this.knobs;
  }

  /** Turns knobs for one conversation alone; `null` takes all of them back. Throws BadKnob, and then none has moved. */
  setFor(contactId: string, changes: Partial<Knobs> | null): void {
    if (changes === null) {
      this.#contacts.delete(contactId);
      return;
    }
    checkContactKnobs(changes);
    this.#contacts.set(contactId, { ...this.#contacts.get(contactId), ...changes });
  }

  /** Every knob that stands differently for one conversation, by its id. */
  get contacts(): Readonly<Record<string, Partial<Knobs>>> {
    return Object.fromEntries(this.#contacts);
  }

  /** Adds an HTTP fault and returns it; remove it by id. A status or an error name alone is enough. */
  addHttp(fault: NewHttpFault): HttpFault {
    const act = fault.act ?? (fault.status !== undefined || fault.error !== undefined ? 'error' : 'pass');
    const wrongBody = act === 'html' || act === 'cut' || act === 'empty' || act === 'garbage';
    const status = fault.status ?? statusOf[fault.error ?? ''] ?? (act === 'html' ? 502 : wrongBody ? 200 : 500);
    const added: HttpFault = {
      skip: 0,
      times: null,
      when: 'before',
      delayMs: 0,
      message: 'A fault of the simulator.',
      ...fault,
      id: randomUUID(),
      act,
      status,
      error: fault.error ?? nameOf[status] ?? '',
    };
    this.http.push(added);
    return added;
  }

  /** Removes one HTTP fault; false when there is none of that id. */
  removeHttp(id: string): boolean {
    const index = this.http.findIndex((one) => one.id === id);
    if (index >= 0) this.http.splice(index, 1);
    return index >= 0;
  }

  /** The fault that meets this call, counting it. */
  takeHttp(route: string, contactIds: readonly string[]): HttpFault | undefined {
    for (const fault of this.http) {
      if (fault.route !== '*' && fault.route !== route) continue;
      if (fault.contactId !== undefined && !contactIds.includes(fault.contactId)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      if (fault.times === 0) continue;
      if (fault.times !== null) {
        fault.times -= 1;
        if (fault.times === 0) this.removeHttp(fault.id);
      }
      return fault;
    }
    return undefined;
  }

  /** Everything as it was when the simulator was made. */
  reset(): void {
    this.http.length = 0;
    this.#contacts.clear();
    Object.assign(this.knobs, defaults(), this.#initial);
    this.#random = createRandom(this.knobs.seed);
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every turn of a knob. Returns the stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A repeatable number in [0, 1): the same seed gives the same bad luck. */
  random(): number {
    return this.#random();
  }
}

function defaults(): Knobs {
  return Object.fromEntries(Object.entries(knobTable).map(([name, knob]) => [name, knob.initial])) as unknown as Knobs;
}

/** Throws BadKnob unless `name` is a knob and `value` one of its positions. */
function checkKnob(name: string, value: unknown): void {
  const knob = Object.hasOwn(knobTable, name) ? knobTable[name as keyof Knobs] : undefined;
  if (!knob) throw new BadKnob(`There is no knob named "${name}". GET /_sim/faults lists them all.`);
  if (!fits(knob.kind, value))
    throw new BadKnob(`"${name}" must be ${describeKind(knob.kind)}, not ${JSON.stringify(value)}.`);
}

/** Throws BadKnob unless all of these can be turned for one contact alone. */
export function checkContactKnobs(changes: Partial<Knobs>): void {
  for (const [name, value] of Object.entries(changes)) {
    checkKnob(name, value);
    if (!isPerContact(name as keyof Knobs)) throw new BadKnob(`"${name}" is for all contacts, not for one.`);
  }
}

function fits(kind: KnobKind, value: unknown): boolean {
  if (kind.type === 'switch') return typeof value === 'boolean';
  if (kind.type === 'choice') return typeof value === 'string' && kind.of.includes(value);
  if (value === null) return kind.orNull === true;
  return typeof value === 'number' && Number.isFinite(value) && value >= kind.from && value <= kind.to;
}

/** The positions of a knob in words: "true or false", "one of …", "a number from … to …". */
export function describeKind(kind: KnobKind): string {
  if (kind.type === 'switch') return 'true or false';
  if (kind.type === 'choice') return `one of ${kind.of.map((one) => `"${one}"`).join(', ')}`;
  return `a number from ${kind.from} to ${kind.to}${kind.orNull === true ? ' or null' : ''}`;
}
