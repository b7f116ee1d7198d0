import type { DeskbellCall } from '../elements/call/call.js';
import type { DeskbellChat } from '../elements/chat/chat.js';
import type { Attendants } from './attend.js';
import { filesLanguages, hoursLanguages, waitLanguages } from './lazy.js';
import { once } from './once.js';

/** Each as a chunk of its own, loaded for the first chat or call that needs them. */
export const attendants: Attendants = {
  wait: once(async () => (await import('./wait-source.js')).waitAttendantOver({ languages: waitLanguages })),
  hours: once(async () => (await import('./hours-source.js')).hoursAttendantOver({ languages: hoursLanguages })),
  files: once(async () => (await import('./files-source.js')).filesAttendantOver({ languages: filesLanguages })),
};

/** Runs `start` for the session an element shows, and its stop when it shows another one, or is taken out of the page. */
export function follow<Session extends object>(
  element: DeskbellChat | DeskbellCall,
  start: (session: Session) => () => void,
): void {
  let session: Session | undefined;
  let stop: (() => void) | undefined;
  element.addController({
    hostConnected: () => element.requestUpdate(),
    hostUpdated() {
      const now = element.session as Session | undefined;
      if (now === session || !element.isConnected) return;
      stop?.();
      session = now;
      stop = now && start(now);
    },
    hostDisconnected() {
      stop?.();
      session = stop = undefined;
    },
  });
}

/** A function that does its work the first time it is called. */
export function onlyOnce(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
