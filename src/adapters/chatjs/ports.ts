import type { ChatTicket, TranscriptQuery } from '../../core/chat/ports.js';
import type { FailureKind } from './failure.js';

/** What a browser tells about the network and the page. */
export type NetworkChange = 'online' | 'offline' | 'visible' | 'hidden' | 'frozen' | 'resumed';

/** Whether this device and this page can be reached, as far as the browser knows. */
export interface Network {
  readonly online: boolean;
  readonly visible: boolean;
  /**
   * Calls `listener` after each change. `frozen`: the page is put aside, or goes. `resumed` follows a freeze, a stay in
   * the back-forward cache, and a sleep of the device.
   */
  watch(listener: (change: NetworkChange) => void): () => void;
}

/** An item as the Participant Service has it: whatever was on the wire. */
export type RawItem = Readonly<Record<string, unknown>>;

/** What one session of the client tells. */
export type LinkEvent =
  /** A socket is open. */
  | { readonly type: 'established' }
  /** The service answered a heartbeat on the socket. */
  | { readonly type: 'alive' }
  /** A heartbeat went unanswered. */
  | { readonly type: 'stale' }
  /** The socket is gone; the client is trying again by itself. */
  | { readonly type: 'lost' }
  /** The client has given up for good. `why`: what its last request for connection details failed with. */
  | { readonly type: 'broken'; readonly why?: FailureKind | undefined }
  | { readonly type: 'item'; readonly raw: RawItem };

/** Calls of the participant service that are ours, by the last part of their paths. */
export type ParticipantCall = 'event' | 'start-attachment-upload' | 'complete-attachment-upload' | 'attachment';

/**
 * Puts bytes where somebody else keeps files. Resolves with the status of the answer; rejects with LinkError when there
 * was none. `contentType`: in whose name the bytes go, unless a header says so.
 */
export type PutFile = (
  to: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly contentType: string },
  bytes: object,
  onShare: (share: number) => void,
  signal: AbortSignal,
) => Promise<number>;

export interface RawPage {
  /** Oldest first. */
  readonly items: readonly RawItem[];
  readonly older: string | undefined;
}

/**
 * One life of one client session: it connects once and is thrown away when broken. Calls may take for ever (the client
 * has no timeouts) and reject with `LinkError`.
 */
export interface ChatLink {
  /** Resolves when the service has accepted the ticket, which is before any socket is open. */
  connect(): Promise<void>;
  send(text: string, clientToken: string): Promise<{ readonly id: string; readonly at: number }>;
  typing(): Promise<void>;
  transcript(query: TranscriptQuery): Promise<RawPage>;
  disconnect(): Promise<void>;
  /** Makes a call the client does not make, or not well. Resolves with the members of the answer. */
  ask(operation: ParticipantCall, body: object, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** Closes the socket and stops everything the client still has planned. Nothing is heard afterwards. */
  break(): void;
}

/** Makes a link, which tells nothing before `connect` is called. */
export type LinkFactory = (ticket: ChatTicket, listener: (event: LinkEvent) => void) => ChatLink;
