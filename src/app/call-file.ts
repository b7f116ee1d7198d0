import type { chimeConnection } from '../adapters/chime/chime.js';
import type { CallSource } from '../elements/widget/sources.js';
import type { CallStrings } from '../i18n/call/strings.js';
import { attendCall } from './attend.js';
import { callSourceOver } from './call-source.js';
import { callLanguages, chime } from './call-built.js';
import { wordsIn, type Load } from './load-words.js';
import { wait } from './session-built.js';
import type * as WaitFile from './wait-file.js';

/** What the script tag's app loads for the first call: everything but the client, and the words of other languages. */
export const callSource = (load: Load): CallSource =>
  callSourceOver({
    loadChime: async () => ((await load(chime)) as { chimeConnection: typeof chimeConnection }).chimeConnection,
    languages: wordsIn<CallStrings>(callLanguages, load),
    attend: (call, session) =>
      attendCall(call, session, { wait: async () => ((await load(wait)) as typeof WaitFile).waitAttendant(load) }),
  });
