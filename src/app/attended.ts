import type { ChatSession } from '../core/chat/session.js';
import type { SharedChat } from '../core/chat/shared-chat.js';
import type { DeskbellChat } from '../elements/chat/chat.js';

/** One in all tabs of a site, or, where the page made it itself, one in this page alone. */
export type AttendedSession = SharedChat | ChatSession;

/** A chat on the page, with the session behind it. */
export interface Attended {
  readonly chat: DeskbellChat;
  readonly session: AttendedSession;
  /** Absolute address of the site's token broker. */
  readonly broker: string;
  /** The site wants to know whether anybody is there before a chat is started. */
  readonly hours: boolean;
  /** A chat goes on where this customer's last one ended, where the broker keeps conversations. */
  readonly continues: boolean;
}
