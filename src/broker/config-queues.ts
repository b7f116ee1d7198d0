import * as v from 'valibot';
import type { ArticleBody, Words } from '../protocol/availability.js';
import type { OfferBody } from '../protocol/wait.js';
import type { Channel } from './guards/handle.js';

/** A queue of Amazon Connect, as customers may be sent to it. A browser knows it by its alias alone. */
export interface QueueConfig {
  /** The queue's id, or its ARN where your flow's "Set working queue" wants that. */
  readonly queueId: string;
  /** Its hours of operation. Without it Amazon Connect is asked which they are. */
  readonly hoursId?: string | undefined;
  /** Default both. */
  readonly channels?: readonly Channel[] | undefined;
  /** Topics it answers. Where queues name a topic, it goes to these alone; a queue without any takes the rest. */
  readonly topics?: readonly string[] | undefined;
  /** BCP 47, `de` for every kind of German. A queue without any speaks all. */
  readonly languages?: readonly string[] | undefined;
  /** Share of the contacts among queues that are equally good. Default 1. */
  readonly weight?: number | undefined;
  /** What customers are shown. */
  readonly label?: Words | undefined;
  /** Answered by a bot: open without staff, and for contacts only while nobody else is there. Default false. */
  readonly automated?: boolean | undefined;
}

/** Kinds of offers, in the order in which they are made. */
export type OfferKind = OfferBody['kind'];

/** When somebody who waits is offered something else. Each threshold alone is enough. */
export interface OffersConfig {
  /** An estimate of more seconds than this. Default 300. */
  readonly afterSeconds?: number | undefined;
  /** A place behind this one. Default none. */
  readonly afterPosition?: number | undefined;
  /** A wait that grows. Default false. */
  readonly whenGrowing?: boolean | undefined;
  /** Default `callback, queue, chat, call, article, message`, each where it is configured. */
  readonly kinds?: readonly OfferKind[] | undefined;
}

/** What customers are told while they wait. */
export interface WaitingConfig {
  /** Places in queues asked of Amazon Connect a second, by all instances together. It allows 2. Default 1.6. */
  readonly metricsPerSecond?: number | undefined;
  /** A wait of more seconds than this is called long. Default 300. */
  readonly congestedSeconds?: number | undefined;
  /** `false`: nothing is offered. */
  readonly offers?: OffersConfig | false | undefined;
}

/** What GetCurrentMetricData answers for in one call. */
const mostQueues = 100;

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const language = v.pipe(v.string(), v.check(isLanguage));
const alias = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const words = v.pipe(
  v.record(language, text(200)),
  v.check((named) => Object.keys(named).length > 0),
);
const channels = ['chat', 'call'] as const satisfies readonly Channel[];
const kinds = ['callback', 'queue', 'chat', 'call', 'article', 'message'] as const satisfies readonly OfferKind[];

const queue = v.strictObject({
  queueId: text(256),
  hoursId: v.optional(text(250)),
  channels: v.optional(v.pipe(v.array(v.picklist(channels)), v.minLength(1)), [...channels]),
  topics: v.optional(v.pipe(v.array(alias), v.minLength(1))),
  languages: v.optional(v.pipe(v.array(language), v.minLength(1))),
  weight: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1_000)), 1),
  label: v.optional(words),
  automated: v.optional(v.boolean(), false),
});

export const queuesSchema = v.pipe(
  v.record(alias, queue),
  v.check((queues) => Object.keys(queues).length <= mostQueues),
  v.check((queues) => new Set(Object.values(queues).map(({ queueId }) => queueId)).size === Object.keys(queues).length),
);

export const articlesSchema = v.pipe(
  v.array(v.strictObject({ title: words, url: v.pipe(text(2_000), v.check(isLink)) })),
  v.maxLength(20),
);

export const waitingSchema = v.union([
  v.literal(false),
  v.strictObject({
    metricsPerSecond: v.optional(v.pipe(v.number(), v.minValue(0.05), v.maxValue(1_000)), 1.6),
    congestedSeconds: v.optional(whole(1, 86_400), 300),
    offers: v.optional(
      v.union([
        v.literal(false),
        v.strictObject({
          afterSeconds: v.optional(whole(0, 86_400), 300),
          afterPosition: v.optional(whole(1, 10_000)),
          whenGrowing: v.optional(v.boolean(), false),
          kinds: v.optional(v.array(v.picklist(kinds)), [...kinds]),
        }),
      ]),
      {},
    ),
  }),
]);

export type CheckedQueue = v.InferOutput<typeof queue>;
export type CheckedQueues = v.InferOutput<typeof queuesSchema>;
export type CheckedWaiting = Exclude<v.InferOutput<typeof waitingSchema>, false>;
export type CheckedArticles = readonly ArticleBody[];

export const queuesSentences = {
  queues:
    'queues must map up to 100 aliases (letters, digits, - and _) to {queueId, hoursId, channels, topics, languages, weight, label, automated}, every queue once: channels of chat and call, languages such as de, a weight above 0.',
  articles:
    'articles must list up to 20 {title, url}: titles by language, and addresses that begin with https:// or with a single slash.',
  hoursSeconds: 'hoursSeconds must be a whole number from 1 to 3600.',
  waiting:
    'waiting must be false, or {metricsPerSecond, congestedSeconds, offers: false or {afterSeconds, afterPosition, whenGrowing, kinds}} with kinds a list of callback, queue, chat, call, article and message.',
} as const;

function isLanguage(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch {
    return false;
  }
}

/** https, or a path of the site's own: `//host` and `/\host` are none. */
function isLink(url: string): boolean {
  if (/^\/(?![/\\])/.test(url)) return !/[\p{Cc}\s]/u.test(url);
  return /^https:\/\//.test(url) && URL.canParse(url) && new URL(url).username === '';
}
