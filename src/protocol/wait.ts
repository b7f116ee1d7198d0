import type { ArticleBody, Words } from './availability.js';

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
