import type { ChatSession } from '../../core/chat/session.js';
import type { Strings } from '../../i18n/strings.js';

/** What a widget knows about the chat it wants. */
export interface SessionRequest {
  /** Address of the site's token broker, as the page wrote it. Empty when the page left it out. */
  readonly broker: string;
  /** The customer's name, as the page wrote it. */
  readonly displayName: string | undefined;
  /** BCP 47. */
  readonly language: string;
}

/**
 * Makes a session, or finds the one this page already has for that broker. Called when somebody opens the widget or
 * starts a chat, never before.
 */
export type SessionSource = (request: SessionRequest) => ChatSession;

/** Finds the words for `element`: by its `language` attribute, the page or the browser. Never rejects. */
export type StringsSource = (element: HTMLElement) => Promise<Strings>;
