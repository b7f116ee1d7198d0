import type { Chance, Clock } from '../clock.js';
import type { Logger } from '../log.js';
import type { ChatFeatures, ChatState, Draft, FileInfo, Item, Link, Person } from './state.js';

/** What a customer brings to a new chat. */
export interface ChatRequest {
  /** One per intent: a repeat with the same key ends in the same contact. */
  readonly idempotencyKey: string;
  /** 1–256 characters; the broker trims and cleans it. */
  readonly displayName: string;
  /** BCP 47. */
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** `memory` of an earlier ticket. Refused with `token/busy` while it is too early, for as long as it says. */
  readonly continueFrom?: string | undefined;
}

/** What the broker hands out for one customer and one contact. The token is a secret of this tab. */
export interface ChatTicket {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  /** The broker's signed handle for this contact. */
  readonly handle: string;
  readonly region: string;
  /** Participant service, when it is not Amazon's for the region. */
  readonly endpoint: string | undefined;
  /** Milliseconds from the answer within which the connection has to be made. */
  readonly connectWithinMs: number;
  readonly features: ChatFeatures;
  /** Whether this broker says where a contact stands while it waits. */
  readonly waiting?: boolean | undefined;
  /** Whether this broker says why a contact ended, and what can be done about it. */
  readonly endings?: boolean | undefined;
  /** Whether this customer has been connected to it before. Nobody hands that out: whoever keeps the ticket knows. */
  readonly connected?: boolean | undefined;
  /** The broker's signed word with which this customer can go on with this conversation later. */
  readonly memory?: string | undefined;
}

/** The site's token broker. Rejects with DeskbellError `token/*`, or `config/*` when it cannot be asked at all. */
export interface ContactBroker {
  startChat(request: ChatRequest, signal: AbortSignal): Promise<ChatTicket>;
  /**
   * Ends the contact of a handle, and no other; one that is over already is no failure. Without it, a chat that is ended
   * before it was connected waits for nobody until the service ends it.
   */
  stop?(handle: string): Promise<void>;
}

/** What can arrive on a connection, already in our words. */
export type ConnectionEvent =
  /** Every `up` means: something may have been missed before it. */
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'heard'; readonly items: readonly Item[] }
  | { readonly type: 'typing'; readonly person: Person }
  | { readonly type: 'renamed'; readonly person: Person }
  /** An own message has arrived with somebody, or was read by them. */
  | ({ readonly type: 'receipt' } & Receipt)
  /** The past conversation can be had now: it is in the transcript. */
  | { readonly type: 'rehydrated' }
  /** The contact is over, beyond doubt. Nothing follows. */
  | { readonly type: 'over' };

/** That a message has arrived with whom it was for, or was read by them. */
export interface Receipt {
  readonly kind: 'delivered' | 'read';
  readonly messageId: string;
}

/**
 * What became of a receipt: told; not possible for this message, ever; not possible while more than two people are here;
 * or to be tried again much later.
 */
export type ReceiptOutcome = 'told' | 'never' | 'crowded' | 'later';

export interface TranscriptQuery {
  /** A page handed out before; without it, the newest page. */
  readonly page?: string | undefined;
  /** Without a page: items before the one with this id (it may be among them), instead of the newest. */
  readonly before?: string | undefined;
  /** Items wanted, 1–100. */
  readonly limit: number;
}

export interface TranscriptPage {
  /** Oldest first. */
  readonly items: readonly Item[];
  /** The page before this one, undefined at the beginning of the conversation. */
  readonly older: string | undefined;
  /** What the service knows of these items: how far own ones came, and what this customer told of the others'. */
  readonly seen?: readonly Receipt[] | undefined;
  readonly told?: readonly Receipt[] | undefined;
}

/**
 * One customer's connection to one contact, kept alive by whoever implements it: it reconnects by itself, and says so.
 * Rejects with DeskbellError only: `connection/*` from `open` and `transcript`, `message/*` from `send`, these and
 * `attachment/*` from what is about files. `…/unconfirmed` means nobody knows whether it was sent; doing it again, under
 * the same ClientToken, settles it.
 */
export interface ChatConnection {
  /**
   * Resolves when messages flow for the first time, and keeps trying until then or until `signal` aborts.
   * Rejects with `connection/refused` when the service does not accept the ticket, `connection/load-failed` when the
   * client could not be loaded.
   */
  open(ticket: ChatTicket, listener: (event: ConnectionEvent) => void, signal: AbortSignal): Promise<void>;
  /** Resolves with the service's id and time (milliseconds since 1970). */
  send(text: string, clientToken: string, signal: AbortSignal): Promise<{ readonly id: string; readonly at: number }>;
  /**
   * Brings the bytes of a file to the service, and tells how far it is: a share of 1. Nobody has the file before `attach`,
   * and the next upload is another file to the service: it may be tried as often as one likes, each time under a new
   * ClientToken. Resolves with what the service calls it. `attachment/refused` that may be tried again is the storage's;
   * a link that cannot be used is `message/network`.
   */
  upload(
    file: FileInfo,
    bytes: object,
    clientToken: string,
    onShare: (share: number) => void,
    signal: AbortSignal,
  ): Promise<string>;
  /** Hands an uploaded file over: its item follows. Once is as good as twice. */
  attach(attachmentId: string, signal: AbortSignal): Promise<void>;
  /** An address under which anybody has the file for a few minutes: a secret, for one use. */
  fileUrl(attachmentId: string, signal: AbortSignal): Promise<string>;
  /** Tells the others that the customer is writing. Never fails, sheds itself when the service is busy. */
  typing(): void;
  /** Tells somebody that their message has arrived, or was read: once, however often it is asked to. Never rejects. */
  receipt(receipt: Receipt, signal: AbortSignal): Promise<ReceiptOutcome>;
  transcript(query: TranscriptQuery, signal: AbortSignal): Promise<TranscriptPage>;
  /** Asks the service to end the chat. It is over when `over` arrives, not before. */
  end(signal: AbortSignal): Promise<void>;
  /** Looks at once whether the link still holds (the customer came back, or asked to try now). */
  check(): void;
  /** Lets go on this side only: the contact lives on and can be opened again with the same ticket. */
  close(): void;
}

/**
 * How long a conversation is remembered. `tab`: until the tab is closed. `device`: until it ends, also when the browser
 * is closed. `none`: until the page goes.
 */
export type Memory = 'tab' | 'device' | 'none';

/**
 * A contact nobody wants any more: known by its handle, or only by the request that may have made it. `until`:
 * milliseconds since 1970.
 */
export type Unwanted = { readonly handle: string } | { readonly request: ChatRequest; readonly until: number };

/** What survives a reload of the tab. */
export interface Saved {
  /**
   * The intent being answered, kept until the answer. Shared by the tabs of the site: a page forgets the one it saved or
   * loaded last, never one that another tab has kept since.
   */
  readonly startKey: string | undefined;
  /** `number`: when it was had, by the device's clock, and in any case higher than that of the one before. */
  readonly ticket:
    | (ChatTicket & { readonly connectBy: number; readonly connected: boolean; readonly number?: number | undefined })
    | undefined;
  readonly leaving: boolean;
  /** Contacts the customer wants none of any more, until they are stopped. */
  readonly unwanted: readonly Unwanted[] | undefined;
  /** With what the customer can go on: of this tab's last contact, and of the site's where it wants that. */
  readonly memory: string | undefined;
  readonly longMemory: string | undefined;
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
  /** Messages that were written before a page had read the others. */
  readonly fresh: readonly Draft[] | undefined;
  readonly syncedTo: string | undefined;
  readonly typed: string;
  readonly readTo: string | undefined;
  readonly seen: ChatState['seen'];
  readonly told: ChatState['told'];
}

/**
 * A place for what survives. Never rejects and never throws: what cannot be kept lasts as long as the page, and whoever
 * watches is told.
 */
export interface ChatStorage {
  load(): Promise<Partial<Saved>>;
  /** Replaces the named fields, before it returns. `undefined` forgets a field. */
  save(fields: Partial<Saved>): void;
  /** How often everything was forgotten at this site. What a tab has from before, no page of it loads any more. */
  readonly forgotten: number;
  /** Forgets everything, files too: for the `often`th time, or once more. */
  clear(often?: number): void;
  /** Everything was forgotten in another tab, for the `often`th time: forgets what this tab has, and nothing of the site. */
  clearTab(often: number): void;
  /**
   * Calls `listener` at once, and after each change, with whether all that was given is found again after a reload.
   * Returns its own stop.
   */
  watch(listener: (keeps: boolean) => void): () => void;
  /** Keeps the bytes of a file that is not sent yet: whatever object the platform has them in, a Blob in a browser. */
  saveFile(localId: string, bytes: object): void;
  /** The bytes as they were given, undefined where there are none (any more). */
  loadFile(localId: string): Promise<object | undefined>;
  /** The file is sent, or not wanted any more. */
  dropFile(localId: string): void;
}

export interface ChatPorts {
  readonly broker: ContactBroker;
  /** Makes the connection for one ticket; a new ticket gets a new one. */
  readonly connect: () => ChatConnection;
  readonly storage: ChatStorage;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly logger: Logger;
}
