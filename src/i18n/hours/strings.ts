/** What the start view can offer, by the name a site knows it by. */
export type WayName = 'chat' | 'call' | 'callback' | 'message';

/** Every word of the view before a contact, in one language: what is open, and what can be done. */
export interface HoursStrings {
  /** BCP 47, for `lang` and for Intl. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Name of the whole view. */
  readonly title: string;
  readonly open: string;
  /** `time`: a time of day as the language writes it. */
  readonly openUntil: (time: string) => string;
  /** `day`: "tomorrow" or a weekday in the language's own words; undefined for today. */
  readonly opens: (day: string | undefined, time: string) => string;
  /** Closed, and nobody knows until when. */
  readonly closed: string;
  /** The wait of a newcomer, of 1 to 20 minutes. */
  readonly usually: (minutes: number) => string;
  readonly usuallyShort: string;
  readonly usuallyLong: string;
  /** Longer than the site thinks good. */
  readonly busy: string;
  /** Name of the choice between topics, and of the one that is none of them. */
  readonly topics: string;
  readonly otherTopic: string;
  /** Name of the choice between ways. */
  readonly ways: string;
  readonly way: Readonly<Record<WayName, string>>;
  /** What happens then, in a few words. */
  readonly wayDetail: Readonly<Record<'callback' | 'message', string>>;
  readonly articles: string;
  readonly newTab: string;
  /** Nothing of all this is possible now. */
  /** What was chosen could not be loaded. */
  readonly notLoaded: string;
  readonly nothing: string;
}
