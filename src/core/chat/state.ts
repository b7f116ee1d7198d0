import type { ChatErrorCode } from '../errors.js';

/** Who somebody is in a conversation. `bot` covers Lex (which speaks as SYSTEM named BOT) and custom bots. */
export type Role = 'customer' | 'agent' | 'bot' | 'supervisor' | 'system';

export interface Person {
  /** ParticipantId. Empty for the service itself. */
  readonly id: string;
  readonly role: Role;
  /** DisplayName; the service may leave it out. */
  readonly name: string | undefined;
}

/** What is known of a file, whoever sent it. */
export interface FileInfo {
  /** 1–256 characters. */
  readonly name: string;
  /** MIME type. */
  readonly contentType: string;
  /** Bytes, where they are known. */
  readonly size: number | undefined;
}

/** What a message carries, already safe to show as text. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  /** An attachment. `text` is its name; `scanning`: nobody may have it yet; `rejected`: nobody will. */
  | {
      readonly kind: 'file';
      readonly text: string;
      readonly attachmentId: string;
      readonly file: FileInfo;
      readonly status: 'approved' | 'scanning' | 'rejected';
    }
  /** A type we cannot draw (yet): its best readable text, or undefined when there is none. Never raw JSON. */
  | { readonly kind: 'unsupported'; readonly contentType: string; readonly text: string | undefined };

export interface Message {
  readonly kind: 'message';
  /** Stays the same from draft to confirmed message, so that a list never re-creates the row. */
  readonly key: string;
  /** The service's id: unique within a contact. */
  readonly id: string;
  readonly contactId: string;
  /** AbsoluteTime, milliseconds since 1970 by the service's clock. */
  readonly at: number;
  readonly from: Person;
  /** Written by this very customer, in this or another tab. */
  readonly own: boolean;
  readonly content: Content;
}

export type NoticeKind =
  | 'joined'
  | 'left'
  | 'invited'
  | 'transferred'
  | 'transfer-failed'
  | 'idle'
  | 'returned'
  | 'auto-disconnected'
  | 'ended';

/** Something that happened, shown as a centred line. */
export interface Notice {
  readonly kind: 'notice';
  readonly key: string;
  readonly id: string;
  readonly contactId: string;
  readonly at: number;
  readonly what: NoticeKind;
  /** Whom it is about, when it is about somebody. */
  readonly person: Person | undefined;
}

export type Item = Message | Notice;

/**
 * How far a draft has come. `unknown`: sent, never answered; the next attempt carries the same ClientToken.
 * `again`: an earlier attempt may have got through. `uploading`: a file's bytes are on their way, nobody has it yet;
 * `share` of 1. `accepted`: the service has the file, and its item is still to come.
 */
export type DraftState =
  | { readonly name: 'waiting' }
  | { readonly name: 'uploading'; readonly share: number }
  | { readonly name: 'sending'; readonly again: boolean }
  | { readonly name: 'accepted' }
  | { readonly name: 'unknown' }
  | { readonly name: 'failed'; readonly code: ChatErrorCode };

/** A message the customer sent that the service has not confirmed yet. */
export interface Draft {
  /** Also the ClientToken of every attempt, so that a retry can never send twice. */
  readonly localId: string;
  /** What was written; of a file, its name. */
  readonly text: string;
  /** Set: this is a file, whose bytes the storage keeps under `localId`. */
  readonly file?: FileInfo | undefined;
  /** What the service calls the file, once it has been told of it. */
  readonly attachmentId?: string | undefined;
  readonly state: DraftState;
  /** Id of the newest confirmed item when this was written: only later items can be its echo. */
  readonly after: string | undefined;
  /**
   * When it was written, in milliseconds since 1970 by the device's clock, and in any case after all drafts its tab knew
   * of then.
   */
  readonly written?: number | undefined;
  /** Another tab had it too, and may have sent it, or be about to: whoever took over does not know. */
  readonly shared?: boolean | undefined;
}

/** What this contact can do, as the broker and the service allow. The view offers nothing else. */
export interface ChatFeatures {
  readonly attachments: boolean;
  readonly markdown: boolean;
  readonly typing: boolean;
  readonly receipts: boolean;
  /** UTF-8 bytes one message may have. */
  readonly maxMessageBytes: number;
}

/** The contact a running phase is about. */
export interface Contact {
  readonly contactId: string;
  readonly participantId: string;
  readonly features: ChatFeatures;
}

/** Whether what is said now reaches the other side. `offline`: the device itself has no network. */
export type Link = 'up' | 'reconnecting' | 'offline';

/** The contact that was over before another one is asked for that goes on with it: giving up leads back there. */
export interface Former {
  readonly contactId: string;
  readonly by: 'customer' | 'service';
}

/** Where the session is in its life. Exactly one at a time, so no flag can contradict another. */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'requesting'; readonly after?: Former }
  | { readonly name: 'connecting'; readonly contact: Contact }
  /** `leaving`: the customer asked to end; the conversation goes on until the service says it is over. */
  | { readonly name: 'live'; readonly contact: Contact; readonly link: Link; readonly leaving: boolean }
  | { readonly name: 'ended'; readonly contactId: string; readonly by: 'customer' | 'service' }
  /** `contact` is there when the contact may still be alive, so that trying again continues it. */
  | {
      readonly name: 'failed';
      readonly code: ChatErrorCode;
      readonly contact: Contact | undefined;
      readonly after?: Former;
      /** How long the broker asks to wait before it is asked again, in milliseconds. */
      readonly retryAfterMs?: number | undefined;
    };

/** Pages before the oldest item held. */
export type Earlier =
  | { readonly name: 'unknown' }
  | { readonly name: 'more'; readonly page: string }
  | { readonly name: 'loading'; readonly page: string }
  | { readonly name: 'none' };

export interface Typing {
  readonly person: Person;
  /** Milliseconds since 1970 by the device's clock; past it the sign goes. */
  readonly until: number;
}

export interface ChatState {
  readonly phase: Phase;
  /** Confirmed items, unique by id, in the service's order: AbsoluteTime, then id. */
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
  /** Own messages heard while a send was unanswered: a draft may claim them. Shown once nobody does. */
  readonly held: readonly Message[];
  /** Newest item the transcript has shown nothing to be missing before. */
  readonly syncedTo: string | undefined;
  /** False from the moment a gap is possible until the transcript has filled it. */
  readonly synced: boolean;
  readonly earlier: Earlier;
  readonly typing: readonly Typing[];
  /** Newer names for participants, by ParticipantId. */
  readonly names: Readonly<Record<string, string>>;
  /** What stands in the box, not sent yet. */
  readonly typed: string;
  /** Key of the newest item the customer has seen. */
  readonly readTo: string | undefined;
  /** Ids of the newest own messages that have arrived with somebody, and that somebody has read. */
  readonly seen: { readonly delivered: string | undefined; readonly read: string | undefined };
  /** What was told of the newest messages of others, by id: that they have arrived, or were read. */
  readonly told: Readonly<Record<string, 'delivered' | 'read'>>;
  /** Whether all of this is found again after a reload. False where the browser keeps nothing. */
  readonly keeps: boolean;
}

export const initialChatState: ChatState = {
  phase: { name: 'idle' },
  items: [],
  drafts: [],
  held: [],
  syncedTo: undefined,
  synced: false,
  earlier: { name: 'unknown' },
  typing: [],
  names: {},
  typed: '',
  readTo: undefined,
  seen: { delivered: undefined, read: undefined },
  told: {},
  keeps: true,
};
