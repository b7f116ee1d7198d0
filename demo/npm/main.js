// A page that uses Deskbell from npm. This is all of its code: a bundler finds the rest.
import 'deskbell/define'; // registers <deskbell-chat> and the other elements
import { createChatSession } from 'deskbell/chat';

// The session belongs to the page, not to the element: the element only shows it, wherever you move it.
const session = createChatSession({ broker: '/', displayName: 'Maya' });
document.querySelector('deskbell-chat').session = session;

// When the page was left or reloaded in the middle of a chat, the chat goes on. This starts none by itself.
void session.resume();
