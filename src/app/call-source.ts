import type { LoadChime } from '../adapters/chime/load.js';
import type { CallSession } from '../core/call/session.js';
import type { DeskbellCall } from '../elements/call/call.js';
import { callElements } from '../elements/define-call.js';
import { defineElements } from '../elements/register.js';
import type { CallSource } from '../elements/widget/sources.js';
import type { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/call/en.js';
import type { CallStrings } from '../i18n/call/strings.js';
import { callOver } from './calls.js';
import { stringsFrom, type Languages } from './languages.js';
import { brokerAddress } from './tab.js';

export interface CallFiles {
  readonly loadChime: LoadChime;
  readonly languages: Languages<CallStrings>;
  /** Brings what a call needs beside itself, where nothing else does. */
  readonly attend?: (call: DeskbellCall, session: CallSession) => void;
}

/**
 * Registers the elements of a call, and makes them for widgets that ask. There is one session for each broker, made when
 * first asked for; it takes up the call this tab was in before it was reloaded, if there was one.
 */
export function callSourceOver({ loadChime, languages, attend }: CallFiles): CallSource {
  const sessions = new Map<string, CallSession>();
  const wordsFor = stringsFrom(en, languages);
  defineElements(callElements);

  return async ({ widget, broker, displayName, language, chatHandle }) => {
    const address = brokerAddress(broker);
    const session = sessions.get(address) ?? callOver(loadChime, { broker, memory: (widget as DeskbellWidget).memory });
    const isNew = !sessions.has(address);
    sessions.set(address, session);
    session.configure({ displayName, locale: language, chatHandle });
    const [strings] = await Promise.all([wordsFor(widget), isNew && session.resume()]);
    const element = Object.assign(document.createElement('deskbell-call'), { session, strings, displayName });
    const pill = Object.assign(document.createElement('deskbell-call-pill'), { session, strings });
    attend?.(element, session);
    followWords(
      widget,
      strings,
      () => wordsFor(widget),
      (words) => {
        element.strings = pill.strings = words;
      },
    );
    return { element, pill };
  };
}

/** Asks for the words again whenever the widget has found another language for its own. */
function followWords(
  widget: HTMLElement,
  first: CallStrings,
  find: () => Promise<CallStrings>,
  use: (words: CallStrings) => void,
): void {
  let { language } = first;
  const host = widget as DeskbellWidget;
  host.addController({
    hostUpdated() {
      const now = host.strings.language;
      if (now === language) return;
      language = now;
      void find().then((words) => words.language === language && use(words));
    },
  });
}
