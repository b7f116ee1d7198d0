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
