import type { ChatErrorCode } from '../errors.js';
import type { ConnectionEvent, Receipt } from './ports.js';
import type { ChatState, Contact, Draft, FileInfo, Item, Person } from './state.js';

/** Everything that can happen to a chat. */
export type ChatEvent =
  /** What an earlier life of this page left behind. With a contact, it goes on. */
  | {
      readonly type: 'restored';
      readonly contact: Contact | undefined;
      readonly items: readonly Item[];
      readonly drafts: readonly Draft[];
      readonly syncedTo: string | undefined;
      readonly typed: string;
      readonly readTo: string | undefined;
      readonly seen?: ChatState['seen'] | undefined;
      readonly told?: ChatState['told'] | undefined;
    }
  /** `goesOn`: with what is over, so that giving up leads back there. */
  | { readonly type: 'requested'; readonly goesOn?: boolean }
  | { readonly type: 'ticketed'; readonly contact: Contact }
  /** The customer is in another contact now, and what was said stays. */
  | { readonly type: 'moved'; readonly contact: Contact }
  | { readonly type: 'failed'; readonly code: ChatErrorCode; readonly retryAfterMs?: number | undefined }
  | { readonly type: 'leaving' }
  /** The customer gave up before anything was connected. What was written for it is not sent; `closed`: the door was, and it waits. */
  | { readonly type: 'cancelled'; readonly closed?: boolean | undefined }
  /** They gave up before anything was asked for: nor is what waits where no chat is. */
  | { readonly type: 'withdrawn' }
  /** The contact is over, and was so all the time: there is a newer one, or was asked for one. */
  | { readonly type: 'superseded' }
  | Exclude<ConnectionEvent, { readonly type: 'typing' }>
  | { readonly type: 'typing'; readonly person: Person; readonly until: number }
  | { readonly type: 'typing-lapsed'; readonly now: number }
  /** The transcript as far back as something could be missing; `older`: the page before that. Receipts: oldest first. */
  | {
      readonly type: 'filled';
      readonly items: readonly Item[];
      readonly older: string | undefined;
      readonly seen?: readonly Receipt[] | undefined;
      readonly told?: readonly Receipt[] | undefined;
    }
  | { readonly type: 'earlier-asked' }
  | { readonly type: 'earlier-came'; readonly items: readonly Item[]; readonly older: string | undefined }
  | { readonly type: 'earlier-failed' }
  /**
   * `late`: written in another tab before that one knew that the chat is over. It is told so, not lost. `failed`: it comes
   * from another tab with what it failed with there, or will never go. `file`: it is one, and `text` its name;
   * `attachmentId`: the service may have it already. `shared`: another tab may have sent it, or be about to. Without
   * `written` it comes after all others.
   */
  | {
      readonly type: 'drafted';
      readonly localId: string;
      readonly text: string;
      readonly file?: FileInfo | undefined;
      readonly attachmentId?: string | undefined;
      readonly written?: number | undefined;
      readonly shared?: boolean | undefined;
      readonly late?: boolean | undefined;
      readonly failed?: ChatErrorCode | undefined;
    }
  /** The bytes of a file are on their way; nobody has it before it is handed over, which is sending it. */
  | { readonly type: 'upload-began'; readonly localId: string }
  | { readonly type: 'upload-share'; readonly localId: string; readonly share: number }
  /** `before`: in an earlier life, so that somebody may have it already. */
  | {
      readonly type: 'uploaded';
      readonly localId: string;
      readonly attachmentId: string;
      readonly before?: boolean | undefined;
    }
  /** The service has taken a file in, and will publish it. */
  | { readonly type: 'accepted'; readonly localId: string }
  | { readonly type: 'send-began'; readonly localId: string }
  | { readonly type: 'send-done'; readonly localId: string; readonly id: string; readonly at: number }
  /** What another tab knows: that drafts were sent, what was said before, and in this contact where nobody can read it now. */
  | {
      readonly type: 'recalled';
      /** The contact that tab is about. */
      readonly contactId?: string | undefined;
      readonly items: readonly Item[];
      readonly syncedTo?: string | undefined;
      readonly readTo?: string | undefined;
    }
  /** Nobody knows whether it got through. */
  | { readonly type: 'send-unknown'; readonly localId: string }
  /** It certainly did not get through, and may later. */
  | { readonly type: 'send-postponed'; readonly localId: string }
  | { readonly type: 'send-failed'; readonly localId: string; readonly code: ChatErrorCode }
  | { readonly type: 'draft-retried'; readonly localId: string }
  | { readonly type: 'draft-discarded'; readonly localId: string }
  /** The service was told of somebody's message. */
  | ({ readonly type: 'receipt-told' } & Receipt)
  | { readonly type: 'noted'; readonly text: string }
  /** Whether what is here outlives the page has changed. */
  | { readonly type: 'keeping'; readonly keeps: boolean }
  /** The customer has seen everything, or everything up to the item with this key. */
  | { readonly type: 'read'; readonly upTo?: string | undefined }
  | { readonly type: 'forgotten' };
