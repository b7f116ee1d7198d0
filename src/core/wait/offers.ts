/** A sentence or a name in several languages, by BCP 47. */
export type Words = Readonly<Record<string, string>>;

/** What a customer can do instead of waiting, beside it, or when nobody is there. */
export type Offer =
  /** `keepsPlace`: the contact may wait on beside it. */
  | { readonly kind: 'callback'; readonly keepsPlace: boolean }
  /** Another queue. `automated`: a bot answers there. */
  | {
      readonly kind: 'queue';
      readonly queue: string;
      readonly label?: Words | undefined;
      readonly waitSeconds?: number | undefined;
      readonly automated: boolean;
    }
  /** A channel: the other one while waiting, either before the start. */
  | { readonly kind: 'chat' | 'call'; readonly waitSeconds?: number | undefined }
  | { readonly kind: 'article'; readonly title: Words; readonly url: string }
  | { readonly kind: 'message'; readonly by: 'task' | 'email' };

export type OfferKind = Offer['kind'];

/** What tells an offer from the others, for lists and for remembering that it was declined. */
export const offerId = (offer: Offer): string =>
  offer.kind === 'queue' ? `queue ${offer.queue}` : offer.kind === 'article' ? `article ${offer.url}` : offer.kind;

/** A wait that is honest enough to be shown, in minutes. */
export type WaitRange = 'under-1' | '1-2' | '2-5' | '5-10' | '10-20' | 'over-20';
