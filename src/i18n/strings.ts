import type { Draft, Message, NoticeKind, Role } from '../core/chat/state.js';
import type { ChatErrorCode } from '../core/errors.js';
import type { Formats } from './formats.js';

/** What a page calls the two kinds of calls. */
export type CallName = 'voice' | 'video';

/**
 * Every word a customer can meet, in one language. A missing key is a compile error.
 * Sentences say what happened, what we are doing, and what the customer can do; two short lines at most.
 */
export interface Strings {
  /** BCP 47, for `lang` and for Intl. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Dates and times of the language. */
  readonly formats: Formats;

  /** Name of the launcher. In English it begins with "Chat": other software relies on it. */
  readonly launcher: (unread: number) => string;
  readonly title: string;
  readonly welcome: string;
  readonly conversation: string;
  readonly closeChat: string;
  readonly endChat: string;

  /** Accessible name of the box; `placeholder` is only a hint inside it. */
  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly charactersLeft: (count: number) => string;
  readonly charactersTooMany: (count: number) => string;

  readonly connecting: string;
  readonly notConnected: string;
  /** Under the welcome, while the customer may already write. */
  readonly writeAlready: string;
  readonly waitingForSomeone: string;
  readonly inThisChat: string;
  readonly automated: string;
  readonly ending: string;

  readonly you: string;
  /** For people the service gave no name. */
  readonly roles: Readonly<Record<Role, string>>;
  /** How a message is read out and named. */
  readonly said: (name: string, text: string) => string;
  readonly typing: (names: readonly string[]) => string;
  /** `{name}` stands for whom it is about. */
  readonly notices: Readonly<Record<NoticeKind, string>>;
  readonly unsupported: string;

  /** Under the customer's newest message: how far it has come. */
  readonly sent: string;
  readonly delivered: string;
  readonly read: string;
  readonly sending: string;
  readonly waiting: string;
  readonly checking: string;
  readonly retry: string;
  readonly edit: string;
  readonly copy: string;
  readonly delete: string;
  readonly copied: string;
  readonly copyFailed: string;

  readonly newCount: (count: number) => string;
  readonly unread: (count: number) => string;
  readonly unreadDivider: string;
  readonly toLatest: string;
  readonly showEarlier: string;
  readonly loadingEarlier: string;
  readonly newChat: string;

  readonly offline: string;
  readonly reconnecting: string;
  readonly back: string;
  readonly tryNow: string;

  /** Names of the buttons that start a call from the chat. In English other software relies on them. */
  readonly callNames: Readonly<Record<CallName, string>>;
  /** The code of calls could not be loaded. */
  readonly callFailed: string;
  /** Kinds of calls that the page offers, as its attribute says. Filled in by the widget; no language has any. */
  readonly calls?: string;
  /** Draws the site’s other way to be reached, beside a failure. Filled in by the widget; no language has any. */
  readonly contact?: unknown;
  /** Draws a file in its row, where what does is loaded; without it a file is its name. No language has it. */
  readonly file?: (entry: Message | Draft) => unknown;

  readonly ended: string;
  readonly startAgain: string;
  readonly tryAgain: string;
  readonly confirmEnd: string;
  readonly confirmEndDetail: string;
  readonly keepChatting: string;

  /**
   * One sentence and its next step for every way something can go wrong. `not-kept`: the browser, or the page, keeps
   * nothing of this chat, and a reload would lose it.
   */
  readonly errors: Readonly<Record<ChatErrorCode | 'not-kept', string>>;
}
