import type { chimeConnection } from '../adapters/chime/chime.js';
import type { CallSource } from '../elements/widget/sources.js';
import type { CallStrings } from '../i18n/call/strings.js';
import type { File } from './built.js';
import { callSourceOver } from './call-source.js';
import { callLanguages, chime } from './call-built.js';

/** What the script tag's app loads for the first call: everything but the client, and the words of other languages. */
export const callSource = (load: (file: File) => Promise<unknown>): CallSource =>
  callSourceOver({
    loadChime: async () => ((await load(chime)) as { chimeConnection: typeof chimeConnection }).chimeConnection,
    languages: Object.fromEntries(
      Object.entries(callLanguages).map(([name, file]) => [
        name,
        async () => ((await load(file)) as Record<string, CallStrings>)[name] as CallStrings,
      ]),
    ),
  });
