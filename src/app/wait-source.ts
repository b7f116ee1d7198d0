import type { CallSession } from '../core/call/session.js';
import { named } from '../core/chat/selectors.js';
import type { ChatState } from '../core/chat/state.js';
import type { Offer } from '../core/wait/offers.js';
import type { WaitSession } from '../core/wait/session.js';
import type { SharedWait } from '../core/wait/shared-wait.js';
import type { DeskbellCall } from '../elements/call/call.js';
import { begin } from '../elements/chat/begin.js';
import type { DeskbellChat } from '../elements/chat/chat.js';
import { waitElements } from '../elements/define-wait.js';
import type { Intent } from '../elements/intents.js';
import { defineElements } from '../elements/register.js';
import type { DeskbellWait } from '../elements/wait/wait.js';
import type { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/wait/en.js';
import type { WaitStrings } from '../i18n/wait/strings.js';
import { afterPress } from './after-press.js';
import type { AttendedSession } from './attended.js';
import { stringsFrom, type Languages } from './languages.js';
import { createWaitSession } from './waits.js';

export interface WaitFiles {
  readonly languages: Languages<WaitStrings>;
}

/** Waiting and endings: of a chat in all tabs of a site, or of one that is in this page alone. */
export type Wait = SharedWait | WaitSession;

/** Puts waiting and endings where a customer meets them. Each may be asked again for the same element. */
export interface WaitAttendant {
  /** Into a chat, above its box. */
  chat(chat: DeskbellChat, session: AttendedSession, broker: string): Wait;
  /** Into a call, while it rings and when it is over. */
  call(call: DeskbellCall, session: CallSession, broker: string): Wait;
}

/** The widget around an element, if there is one. */
const widgetOf = (element: HTMLElement): DeskbellWidget | undefined => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.host.localName === 'deskbell-widget'
    ? (root.host as DeskbellWidget)
    : undefined;
};

/** Registers the elements of waiting and endings, and puts them into chats and calls. */
export function waitAttendantOver({ languages }: WaitFiles): WaitAttendant {
  const wordsFor = stringsFrom(en, languages);
  const waits = new WeakMap<object, Wait>();
  const shown = new WeakSet<HTMLElement>();
  defineElements(waitElements);

  const find = (session: AttendedSession | CallSession, broker: string, host: HTMLElement): Wait => {
    const known = waits.get(session);
    if (known) return known;
    const customer = () => {
      const widget = widgetOf(host);
      return { displayName: widget?.displayName, locale: widget?.strings.language };
    };
    const wait = createWaitSession({ broker, session, customer });
    waits.set(session, wait);
    return wait;
  };

  /** Shows `wait` in `host`, in the words of its language, wherever it has something to say. */
  const show = (host: DeskbellChat | DeskbellCall, wait: Wait): DeskbellWait => {
    const element = Object.assign(document.createElement('deskbell-wait'), { control: wait });
    const speak = (): void =>
      void wordsFor(widgetOf(host) ?? host).then((strings) => {
        element.strings = strings;
      });
    let { language } = host.strings;
    // Without a slot it is not there, and what the host says by itself stands.
    const place = (): void => {
      const slot = element.view === 'none' ? '' : 'next';
      // What is pressed must not go away under the finger.
      if (element.slot === slot || afterPress(host, place)) return;
      const hadFocus = host.shadowRoot?.activeElement?.closest('slot');
      element.slot = slot;
      host.requestUpdate();
      if (hadFocus) void element.updateComplete.then(() => element.focus());
    };
    element.addController({
      hostUpdated() {
        place();
        // What else can be done is a matter of what is open.
        if (element.view === 'end' || element.view === 'full') void wait.look();
      },
    });
    host.addController({
      hostUpdated() {
        if (language === host.strings.language) return;
        ({ language } = host.strings);
        speak();
      },
    });
    speak();
    host.append(element);
    return element;
  };

  return {
    chat(chat, session, broker) {
      const wait = find(session, broker, chat);
      if (shown.has(chat)) return wait;
      shown.add(chat);
      const element = show(chat, wait);
      chat.addController({
        hostUpdated() {
          element.who = lastAgent(session.store.state);
        },
      });
      element.addEventListener('deskbell-offer', ({ detail }: Intent<'offer'>) => takeOffer(chat, detail));
      element.addEventListener('deskbell-leave-line', () => {
        void session.end();
        wait.leaveLine();
      });
      element.addEventListener('deskbell-start-again', () => begin(chat, session));
      return wait;
    },
    call(call, session, broker) {
      const wait = find(session, broker, call);
      if (shown.has(call)) return wait;
      shown.add(call);
      const element = Object.assign(show(call, wait), { channel: 'call' as const });
      element.addEventListener('deskbell-leave-line', () => void session.leave());
      element.addEventListener('deskbell-start-again', () => call.start(session.store.state.media));
      element.addEventListener('deskbell-offer', ({ detail }: Intent<'offer'>) => {
        if (detail.kind === 'chat') widgetOf(call)?.open();
      });
      return wait;
    },
  };
}

/** Name of the agent who said something last, or came last. */
function lastAgent({ items, names }: ChatState): string | undefined {
  const people = items.map((item) => (item.kind === 'message' ? item.from : item.person));
  const agent = people.findLast((person) => person?.role === 'agent');
  return agent && named({ names }, agent).name;
}

/** Over to the other channel. An article was opened by its own link. */
function takeOffer(chat: DeskbellChat, offer: Offer): void {
  if (offer.kind === 'call') void widgetOf(chat)?.startCall('voice');
}
