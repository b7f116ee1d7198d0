import type { Store } from '../store.js';
import type { ChatState, FileInfo } from './state.js';
import type { ChatOptions } from './ticket.js';

/** What a page or a view can do with a chat. Nothing here rejects for what goes wrong in life: that is in the snapshot. */
export interface ChatControl {
  readonly store: Pick<Store<ChatState, never>, 'state' | 'subscribe'>;
  /** The broker's signed handle of the contact there is: a call that grows out of this chat names it. */
  readonly handle: string | undefined;
  /** Replaces what is known about the customer. It counts from the next start on. */
  configure(options: ChatOptions): void;

  /** Goes on with what is left of an earlier life of this page, or runs in another tab. Starts nothing new. */
  resume(): Promise<void>;
  /** Starts a chat, or goes on with the one that is there. `continues`: with the last conversation. */
  start(how?: { readonly continues?: boolean }): Promise<void>;
  /** Tries again after a failure: continues the contact where there still is one. */
  retry(): Promise<void>;
  /**
   * Ends the chat. It is over when the service says so; before anything was ever connected, at once, and what waits to be
   * sent is told not sent.
   */
  end(): Promise<void>;
  /** Ends the use of this chat on this device: lets go of the contact without ending it, and forgets everything. */
  shutdown(): void;

  /**
   * Writes a message. It goes out at once or as soon as it can; blank text and ended chats change nothing. `localId`: the
   * name it has already, under which it is written once, however often it is told.
   */
  send(text: string, localId?: string): void;
  /**
   * Sends a file: `bytes` is whatever the platform has them in, a Blob in a browser. It is kept until it is sent. One that
   * the service would refuse is a draft that failed, with the reason; ended chats change nothing.
   */
  sendFile(file: FileInfo, bytes: object): void;
  /** Sends a message that failed again, under the same ClientToken. A file is uploaded anew. */
  retryDraft(localId: string): void;
  /**
   * Takes a message that failed away, or a file that nobody has yet. Returns its text, for the customer to edit or keep.
   */
  discardDraft(localId: string): string;
  /** Remembers what stands in the box, and lets the others know that the customer is writing. */
  note(text: string): void;
  /**
   * Where a file of the conversation can be had for the next minutes, whoever sent it: for one use, and for nobody else's
   * eyes. Undefined where it cannot be had now.
   */
  fileUrl(attachmentId: string): Promise<string | undefined>;
  /** Fetches the page before the oldest message, when there is one. */
  loadEarlier(): Promise<void>;
  /** Everything on screen has been seen. */
  markRead(): void;
  /** Looks at once whether the link still holds. */
  check(): void;
}
