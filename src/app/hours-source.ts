import { availabilityOf } from '../adapters/broker/availability.js';
import { browserClock } from '../adapters/browser/clock.js';
import type { Availability } from '../core/wait/ports.js';
import type { WaitControl } from '../core/wait/control.js';
import { begin } from '../elements/chat/begin.js';
import { hoursElements, hoursLine, type KnownHours } from '../elements/define-hours.js';
import type { Intent, WayChoice } from '../elements/intents.js';
import { defineElements } from '../elements/register.js';
import type { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/hours/en.js';
import type { HoursStrings } from '../i18n/hours/strings.js';
import type { Attended } from './attended.js';
import { stringsFrom, type Languages } from './languages.js';

export interface HoursFiles {
  readonly languages: Languages<HoursStrings>;
}

/** The door of one chat: whether somebody is there, and what can be done now. */
export interface Door {
  /** Whether a chat is to be started now. If not, the customer sees what can be done instead. */
  ask(): Promise<boolean>;
  /** The broker refused to start a chat: shows what can be done instead. */
  refused(): void;
}

export interface HoursAttendant {
  door(attended: Attended, wait: () => Promise<WaitControl>): Door;
  /** Says beside the launcher what is open. */
  beside(widget: DeskbellWidget, broker: string): void;
}

/** How long the answer may take before the customer is let in without it, in milliseconds. */
const patienceMs = 4_000;
/** How often what is said beside the launcher is looked at again, in milliseconds. */
const againMs = 60_000;

/** The same, without the calls that the page does not offer. */
function withoutCalls(availability: Availability): Availability {
  const { general, topics } = availability;
  const silent = Object.entries(topics).map(([alias, topic]) => [alias, { ...topic, call: undefined }] as const);
  return { ...availability, general: { ...general, call: undefined }, topics: Object.fromEntries(silent) };
}

/** Whether there is nothing to choose and nothing to tell: one can chat, and that is all one can do. */
function goesWithoutSaying({ callback, general, message, topics }: Availability): boolean {
  return general.chat?.open === true && !general.call?.open && !callback && !message && !Object.keys(topics).length;
}

/** Whether a chat about anything can be started now. */
const chatIsOpen = ({ general, topics }: Availability): boolean =>
  [general, ...Object.values(topics)].some(({ chat }) => chat?.open);

/** Registers the view before a contact, and puts it into chats and beside launchers. */
export function hoursAttendantOver({ languages }: HoursFiles): HoursAttendant {
  const wordsFor = stringsFrom(en, languages);
  const known = new Map<string, KnownHours>();
  defineElements(hoursElements);

  /** What is open, as long as it is good; undefined when nobody can tell in time. */
  const look = async (broker: string): Promise<KnownHours | undefined> => {
    const before = known.get(broker);
    if (before && Math.abs(Date.now() - before.at) < before.availability.ttlMs) return before;
    try {
      const availability = await availabilityOf(broker, browserClock, AbortSignal.timeout(patienceMs));
      const hours: KnownHours = { name: 'known', availability, at: Date.now() };
      known.set(broker, hours);
      return hours;
    } catch {
      return undefined;
    }
  };

  return {
    door({ chat, session, broker }, wait) {
      const { host } = chat.getRootNode() as Partial<ShadowRoot>;
      const widget = host?.localName === 'deskbell-widget' ? (host as DeskbellWidget) : undefined;
      const view = document.createElement('deskbell-start-view');
      /** The customer has chosen to chat, and need not choose again until that chat is over. */
      let chosen = false;

      const show = async (hours: KnownHours): Promise<void> => {
        const strings = await wordsFor(widget ?? chat);
        const { availability } = hours;
        const offered = widget?.calls ? availability : withoutCalls(availability);
        Object.assign(view, { hours: { ...hours, availability: offered }, now: Date.now(), strings });
        view.slot = 'next';
        chat.append(view);
        const closed = !chatIsOpen(availability);
        const hadFocus = closed && chat.matches(':focus-within');
        chat.toggleAttribute('closed', closed);
        // The box is gone: the focus goes on to what can be done instead.
        if (hadFocus) void view.updateComplete.then(() => view.focus());
      };
      const hide = (): void => {
        view.remove();
        chat.removeAttribute('closed');
      };

      session.store.subscribe(({ phase }) => {
        if (phase.name === 'ended') chosen = false;
        else if (phase.name === 'connecting' || phase.name === 'live') hide();
      });
      view.addEventListener('deskbell-way', ({ detail }: Intent<'way'>) => {
        view.failed = false;
        go(detail).catch(() => {
          view.failed = true;
        });
      });

      const go = async ({ way, topic }: WayChoice): Promise<void> => {
        if (way === 'chat') {
          chosen = true;
          session.configure({ topic });
          begin(chat, session);
        } else if (way === 'call') void widget?.startCall(widget.calls.includes('voice') ? 'voice' : 'video');
        else {
          const control = await wait();
          control.choose(way === 'callback' ? { kind: way, keepsPlace: false } : { kind: way, by: 'task' });
          // The form has the place of the view as long as it is open.
          view.slot = '';
          const stop = control.store.subscribe(({ errand }) => {
            if (errand.name !== 'none') return;
            view.slot = 'next';
            stop();
          });
        }
      };

      return {
        async ask() {
          if (chosen) return true;
          const hours = await look(broker);
          if (!hours) return true;
          const offered = widget?.calls ? hours.availability : withoutCalls(hours.availability);
          // Whoever writes although there is a choice has chosen.
          const asked = view.isConnected && chatIsOpen(offered);
          if (asked) session.configure({ topic: view.topic });
          chosen = goesWithoutSaying(offered) || asked;
          if (!chosen) await show(hours);
          return chosen;
        },
        refused() {
          known.delete(broker);
          // As long as a chat is said to be open, trying again is what can be done.
          void look(broker).then((hours) => {
            if (hours && !chatIsOpen(hours.availability)) void show(hours);
          });
        },
      };
    },

    beside(widget, broker) {
      const hint = Object.assign(document.createElement('deskbell-hours-hint'), { slot: 'launcher' });
      hint.addEventListener('deskbell-toggle', () => widget.toggle());
      widget.addController({ hostUpdated: () => hint.toggleAttribute('hidden', widget.opened) });
      widget.append(hint);
      const tell = async (): Promise<void> => {
        const [hours, strings] = await Promise.all([look(broker), wordsFor(widget)]);
        hint.text = hours ? hoursLine(hours, Date.now(), strings) : '';
      };
      void tell();
      setInterval(() => void (document.visibilityState === 'visible' && tell()), againMs);
    },
  };
}
