import { json, list, members, number, text, type Full } from './read.js';

/** A sentence or a name in several languages, by BCP 47. */
export type Words = Readonly<Record<string, string>>;

/** One way to reach somebody. Times are relative, because clocks of browsers are wrong. */
export interface WayBody {
  /** Within its hours, and somebody is there. */
  readonly open: boolean;
  /** Milliseconds until it closes, when it is open and closes some day. */
  readonly closesInMs?: number | undefined;
  /** Milliseconds until it opens next, when it is closed and will open. */
  readonly opensInMs?: number | undefined;
  /** Seconds a newcomer would wait; absent when nobody knows. */
  readonly waitSeconds?: number | undefined;
  /** Longer than the site thinks good. */
  readonly congested: boolean;
}

/** What a topic can be reached by. A way that is not offered is not there. */
export interface TopicBody {
  /** What the site calls the topic. */
  readonly label?: Words | undefined;
  readonly chat?: WayBody | undefined;
  readonly call?: WayBody | undefined;
}

export interface ArticleBody {
  readonly title: Words;
  /** https, or a path of the site's own. */
  readonly url: string;
}

/** The answer to GET /v1/availability: the same for everybody, and cached. */
export interface AvailabilityBody {
  /** For contacts without a topic. */
  readonly general: TopicBody;
  /** By alias. */
  readonly topics: Readonly<Record<string, TopicBody>>;
  /** The customer can ask to be called, also when the rest is closed. */
  readonly callback: boolean;
  /** The customer can leave a message, also when the rest is closed. */
  readonly message: boolean;
  readonly articles: readonly ArticleBody[];
  /** Milliseconds for which this answer is good. */
  readonly ttlMs: number;
}

/** How long an answer is good that does not say so, in milliseconds. */
const usualTtlMs = 15_000;

/** Reads words; undefined where there are none. */
export const parseWords = (value: unknown): Words | undefined => {
  const words = members(value, text);
  return Object.keys(words).length > 0 ? words : undefined;
};

/** Reads an article; undefined when it has no title, or leads anywhere but to a page. */
export function parseArticle(value: unknown): ArticleBody | undefined {
  const body = json(value);
  const title = parseWords(body?.['title']);
  const url = text(body?.['url']);
  return title && url && /^(https?:\/\/|\/(?![/\\]))/i.test(url) ? { title, url } : undefined;
}

type TopicRead = Full<Omit<TopicBody, 'chat' | 'call'>> & {
  readonly chat: Full<WayBody> | undefined;
  readonly call: Full<WayBody> | undefined;
};

/** What a browser makes of an `AvailabilityBody`. */
export type AvailabilityRead = Omit<AvailabilityBody, 'general' | 'topics'> & {
  readonly general: TopicRead;
  readonly topics: Readonly<Record<string, TopicRead>>;
};

/** Reads a way; undefined when it does not say whether it is open. */
function parseWay(value: unknown): Full<WayBody> | undefined {
  const body = json(value);
  const open = body?.['open'];
  if (!body || typeof open !== 'boolean') return undefined;
  return {
    open,
    closesInMs: number(body['closesInMs']),
    opensInMs: number(body['opensInMs']),
    waitSeconds: number(body['waitSeconds']),
    congested: body['congested'] === true,
  };
}

function parseTopic(value: unknown): TopicRead | undefined {
  const body = json(value);
  if (!body) return undefined;
  return { label: parseWords(body['label']), chat: parseWay(body['chat']), call: parseWay(body['call']) };
}

/** Reads what is open; undefined when it does not say anything about contacts without a topic. */
export function parseAvailability(value: unknown): AvailabilityRead | undefined {
  const body = json(value);
  const general = parseTopic(body?.['general']);
  if (!body || !general) return undefined;
  return {
    general,
    topics: members(body['topics'], parseTopic),
    callback: body['callback'] === true,
    message: body['message'] === true,
    articles: list(body['articles'], parseArticle),
    ttlMs: number(body['ttlMs'], 1_000) ?? usualTtlMs,
  };
}
