import { attendChats, tellHours } from './attend-chats.js';
import { callLanguages, languages, loadChime, loadConnection } from './lazy.js';
import { once } from './once.js';
import { putTogether } from './put-together.js';
import { sessionOver } from './sessions.js';

// Re-exported so that whoever imports this also gets the types of the tag names.
export * from '../elements/define.js';

/** Everything a call takes is loaded for the first one. */
const calls = once(async () => {
  const { attendCalls } = await import('./attend-calls.js');
  attendCalls();
  return (await import('./call-source.js')).callSourceOver({ loadChime, languages: callLanguages });
});

attendChats();
tellHours();
putTogether(
  (options) => sessionOver(loadConnection, options),
  languages,
  async (request) => (await calls())(request),
);
