// A conversation on a page of your own: `defineChat()`, `<deskbell-chat>`, and a session from `createChatSession`.
import { chatElements, defineElements } from '../elements/define.js';
import { attendChats } from './attend-chats.js';

/** Registers `<deskbell-chat>` and what it is made of. The launcher and the widget stay out. */
export function defineChat(): void {
  attendChats();
  defineElements(chatElements);
}

export { createChatSession } from './create-chat.js';
export type { SessionOptions } from './sessions.js';
export { createWaitSession, type WaitSessionOptions } from './waits.js';
export { DeskbellChat } from '../elements/chat/chat.js';
export type { ChatControl } from '../core/chat/control.js';
export type { ChatSession } from '../core/chat/session.js';
export type { SharedChat } from '../core/chat/shared-chat.js';
export * from '../elements/events.js';
