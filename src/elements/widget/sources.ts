import type { CallMedia } from '../../core/call/state.js';
import type { ChatControl } from '../../core/chat/control.js';
import type { Memory } from '../../core/chat/ports.js';
import type { Strings } from '../../i18n/strings.js';

/** What a widget knows about the chat it wants. */
export interface SessionRequest {
  /** Address of the site's token broker, as the page wrote it. Empty when the page left it out. */
  readonly broker: string;
  /** The customer's name, as the page wrote it. */
  readonly displayName: string | undefined;
  /** BCP 47. */
  readonly language: string;
  /** How long a conversation is remembered, as the page wrote it. */
  readonly memory?: Memory | undefined;
}

/**
 * Makes a session, or finds the one this page already has for that broker. Called when somebody opens the widget or
 * starts a chat, never before.
 */
export type SessionSource = (request: SessionRequest) => ChatControl;

/** Finds the words for `element`: by its `language` attribute, the page or the browser. Never rejects. */
export type StringsSource = (element: HTMLElement) => Promise<Strings>;

/** What a widget knows about the call it wants. */
export interface CallElementsRequest extends SessionRequest {
  /** The widget that asks: languages are found from where it stands. */
  readonly widget: HTMLElement;
  /** Handle of the chat that is running then, for the broker to relate the call to. */
  readonly chatHandle: () => string | undefined;
}

/** What a widget shows of a call. Both have their session and their words. */
export interface CallElements {
  /** `<deskbell-call>`, as far as a widget has to know it. */
  readonly element: HTMLElement & {
    /** Somebody is in the room before a call, or in a call. */
    readonly running: boolean;
    /** It has the place of the chat now. */
    readonly covers: boolean;
    /** Opens the room before a call, or shows the call there is. */
    start(media: CallMedia): void;
  };
  /** `<deskbell-call-pill>`: shown while the panel is closed. */
  readonly pill: HTMLElement;
}

/**
 * Loads the code of a call, once, and returns its elements, new for every widget, over the one session this page has for
 * that broker. Called when a customer asks for a call, never before. Rejects when the code cannot be had; the next call
 * tries again.
 */
export type CallSource = (request: CallElementsRequest) => Promise<CallElements>;
