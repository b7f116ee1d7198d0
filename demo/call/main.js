// A page with a call of its own. This is all of its code: a bundler finds the rest, and what a call weighs is loaded
// when somebody calls.
import { createCallSession, defineCall } from 'deskbell/call';

defineCall(); // registers <deskbell-call>

// The session belongs to the page, not to the element: the element only shows it, wherever you move it.
const session = createCallSession({ broker: '/', displayName: 'Maya' });
document.querySelector('deskbell-call').session = session;

// When the page was left or reloaded in the middle of a call, one press goes on with it. This calls nobody by itself.
void session.resume();
