import { parseTicket, type Ticket, type TicketBody } from './chat.js';
import type { ContactBody } from './contact.js';
import { json, list, number, oneOf, text, type Full, type Json } from './read.js';

/** Why a contact ended, as far as a customer is told. Amazon Connect's own reason stays with the broker. */
export type EndClass =
  /** The agent ended it, after they had talked. */
  | 'agent-left'
  /** The customer ended it. */
  | 'customer-left'
  /** Somebody was silent for too long. */
  | 'idle'
  /** It had lasted as long as a contact may. */
  | 'expired'
  /** The agent's connection was lost. */
  | 'agent-network'
  /** Something failed on the service's side. */
  | 'system'
  /** The customer's side was never connected. */
  | 'never-connected'
  /** The phone network did not put it through. */
  | 'not-put-through'
  /** The flow came to its end. */
  | 'finished'
  /** Nobody knows, or a reason that is new. */
  | 'other';

/**
 * What comes next. `requeue`: back in line, the place kept. `continue`: go on with the same conversation. `start`: begin
 * a new one. `again`: try the same once more. `goodbye`: nothing more is asked of anybody.
 */
export type NextStep = 'requeue' | 'continue' | 'start' | 'again' | 'goodbye';

/** The body of POST /v1/contact/after. */
export interface AfterBody extends ContactBody {
  /** The segment the customer's side saw last, after transfers say. It has to belong to the handle's contact. */
  readonly endedContactId?: string | undefined;
}

/** What the page may show of a contact that is over, where the site allows it. */
export interface EndFigures {
  readonly durationSeconds?: number | undefined;
  /** From joining the queue to the agent's first word, or joining where that is not known. */
  readonly firstResponseSeconds?: number | undefined;
  /** What disturbed the customer's own sound. */
  readonly qualityIssues?: readonly ('packet-loss' | 'round-trip-time' | 'jitter')[] | undefined;
}

/** The answer to POST /v1/contact/after. */
export interface EndBody {
  readonly class: EndClass;
  readonly next: NextStep;
  /** With `requeue`: milliseconds after which it happens by itself, unless the customer objects. Absent: by a press. */
  readonly automaticAfterMs?: number | undefined;
  /** The site wants to know what the customer thought. */
  readonly rating: boolean;
  readonly figures?: EndFigures | undefined;
}

/** The body of a 202: the same request is to be made again. */
export interface LaterBody {
  readonly retryAfterMs: number;
}

/** The body of POST /v1/contact/requeue. */
export interface RequeueBody extends ContactBody {
  /** The segment that ended, when it is another one than the handle's own contact. */
  readonly endedContactId?: string | undefined;
}

/** `fast`: at once, what was said before follows. `continuous`: with the past conversation, as soon as it can be had. */
export type RequeueMode = 'fast' | 'continuous';

/** The answer to POST /v1/contact/requeue. */
export interface RequeueTicketBody extends TicketBody {
  /** The initial contact that ended. */
  readonly requeuedFrom: string;
  readonly mode: RequeueMode;
  /** Whether the time already waited was credited. */
  readonly placeKept: boolean;
}

/** The body of POST /v1/contact/switch. */
export interface SwitchBody extends ContactBody {
  /** UUID, one per intent. */
  readonly idempotencyKey: string;
  /** The alias an offer named. */
  readonly queue: string;
}

/** The body of POST /v1/contact/rate. */
export interface RateBody extends ContactBody {
  /** 1 (bad) to 5 (good). */
  readonly score: number;
  /** Up to 1,000 characters. */
  readonly comment?: string | undefined;
}

const classes = [
  'agent-left',
  'customer-left',
  'idle',
  'expired',
  'agent-network',
  'system',
  'never-connected',
  'not-put-through',
  'finished',
] as const satisfies readonly EndClass[];

/** What a browser makes of an `EndBody`. */
export type EndRead = Full<Omit<EndBody, 'figures'>> & { readonly figures: FiguresRead | undefined };

type FiguresRead = Full<Omit<EndFigures, 'qualityIssues'>> & {
  readonly qualityIssues: NonNullable<EndFigures['qualityIssues']>;
};

/** What a browser needs of a ticket back into line. */
export type RequeueTicketRead = Ticket & Pick<RequeueTicketBody, 'requeuedFrom' | 'mode' | 'placeKept'>;

/** Reads why a contact ended; undefined when it does not say so. A class or a step that is new is one nobody knows. */
export function parseEnd(value: unknown): EndRead | undefined {
  const body = json(value);
  if (!body || text(body['class']) === undefined) return undefined;
  const figures = json(body['figures']);
  return {
    class: oneOf(body['class'], classes) ?? 'other',
    next: oneOf(body['next'], ['requeue', 'continue', 'start', 'again', 'goodbye']) ?? 'start',
    automaticAfterMs: number(body['automaticAfterMs']),
    rating: body['rating'] === true,
    figures: figures && parseFigures(figures),
  };
}

function parseFigures(body: Json): FiguresRead {
  return {
    durationSeconds: number(body['durationSeconds']),
    firstResponseSeconds: number(body['firstResponseSeconds']),
    qualityIssues: list(body['qualityIssues'], (issue) => oneOf(issue, ['packet-loss', 'round-trip-time', 'jitter'])),
  };
}

/** Reads the body of a 202; undefined when it does not say when to ask again. */
export function parseLater(value: unknown): LaterBody | undefined {
  const retryAfterMs = number(json(value)?.['retryAfterMs']);
  return retryAfterMs === undefined ? undefined : { retryAfterMs };
}

/** Reads a ticket back into line; undefined when anything a chat cannot do without is missing. */
export function parseRequeueTicket(value: unknown): RequeueTicketRead | undefined {
  const body = json(value);
  const ticket = parseTicket(value);
  if (!body || !ticket) return undefined;
  return {
    ...ticket,
    requeuedFrom: text(body['requeuedFrom']) ?? '',
    mode: oneOf(body['mode'], ['fast', 'continuous']) ?? 'fast',
    placeKept: body['placeKept'] === true,
  };
}
