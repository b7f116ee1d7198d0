import { parseArticle, parseWords, type ArticleBody, type Words } from './availability.js';
import { json, list, number, oneOf, text, type Full } from './read.js';

/** Where a contact is: in the flow, in a queue, with an agent, over, or nobody knows. */
export type Standing = 'flow' | 'queued' | 'connected' | 'ended' | 'unknown';

/** What a customer can do instead of waiting, or beside it. */
export type OfferBody =
  /** `keepsPlace`: the contact may wait on beside it. */
  | { readonly kind: 'callback'; readonly keepsPlace: boolean }
  /** Another queue, by the alias the site gave it. `automated`: a bot answers there. */
  | {
      readonly kind: 'queue';
      readonly queue: string;
      readonly label?: Words | undefined;
      readonly waitSeconds?: number | undefined;
      readonly automated: boolean;
    }
  /** The other channel. */
  | { readonly kind: 'chat' | 'call'; readonly waitSeconds?: number | undefined }
  | ({ readonly kind: 'article' } & ArticleBody)
  /** A message that somebody answers later, by e-mail where `by` says so. */
  | { readonly kind: 'message'; readonly by: 'task' | 'email' };

/** The answer to /v1/contact/wait. */
export interface WaitBody {
  readonly state: Standing;
  /** 1 is next. Absent when nobody knows. */
  readonly position?: number | undefined;
  /** Seconds from now. Absent when nobody knows. */
  readonly etaSeconds?: number | undefined;
  /** Whose estimate it is: this contact's own, or made of what is known of the whole queue. */
  readonly etaBasis?: 'contact' | 'queue' | undefined;
  /** How old what it stands on is, in milliseconds. */
  readonly ageMs: number;
  /** Milliseconds the contact has waited in its queue. */
  readonly waitedMs?: number | undefined;
  /** Milliseconds after which to ask again: the broker knows how many others ask. */
  readonly nextPollMs: number;
  /** In the order in which the site offers them; none before the site's thresholds are passed. */
  readonly offers: readonly OfferBody[];
}

/** Reads an offer; undefined for a kind that is new, or one that lacks what makes it one. */
function parseOffer(value: unknown): OfferBody | undefined {
  const body = json(value) ?? {};
  const kind = oneOf(body['kind'], ['callback', 'queue', 'chat', 'call', 'article', 'message']);
  const waitSeconds = number(body['waitSeconds']);
  switch (kind) {
    case 'callback':
      return { kind, keepsPlace: body['keepsPlace'] === true };
    case 'queue': {
      const queue = text(body['queue']);
      const label = parseWords(body['label']);
      return queue === undefined
        ? undefined
        : { kind, queue, label, waitSeconds, automated: body['automated'] === true };
    }
    case 'chat':
    case 'call':
      return { kind, waitSeconds };
    case 'article': {
      const article = parseArticle(body);
      return article && { kind, ...article };
    }
    case 'message':
      return { kind, by: body['by'] === 'email' ? 'email' : 'task' };
    case undefined:
      return undefined;
  }
}

/** Reads where a contact stands; undefined when it does not say when to ask again. */
export function parseWait(value: unknown): Full<WaitBody> | undefined {
  const body = json(value);
  const nextPollMs = number(body?.['nextPollMs'], 1);
  if (!body || nextPollMs === undefined) return undefined;
  const position = number(body['position'], 1);
  return {
    state: oneOf(body['state'], ['flow', 'queued', 'connected', 'ended']) ?? 'unknown',
    position: position === undefined ? undefined : Math.round(position),
    etaSeconds: number(body['etaSeconds']),
    etaBasis: oneOf(body['etaBasis'], ['contact', 'queue']),
    ageMs: number(body['ageMs']) ?? 0,
    waitedMs: number(body['waitedMs']),
    nextPollMs,
    offers: list(body['offers'], parseOffer),
  };
}
