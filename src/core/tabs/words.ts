import type { Held, Inheritance } from '../chat/inheritance.js';
import type { Mark } from '../chat/replica.js';
import { isIntent, type Intent } from '../chat/intents.js';
import { isRequest, isUnwanted } from '../chat/starts.js';
import type { ChatEvent } from '../chat/events.js';
import { isBoolean, isNumber, isString, listOf, optional, shape, type Check } from '../shape.js';

/** Raised when tabs of an older page could not understand any more: versions do not hear each other. */
const version = 1;

/**
 * What tabs say to each other. Leaders count up: `epoch` is the newest the speaker knows of, 0 for none, and whatever an
 * older leader says is no longer true. A leader numbers its events, so that whoever misses one notices.
 */
export type Words = { readonly v: number; readonly from: string; readonly epoch: number } &
  /** Asks for the whole: somebody is new, or missed something. */
  (
    | { readonly type: 'hello'; readonly visible: boolean }
    /**
     * All there is, as leader `leader` had it after its event `number`; `leads`: the speaker is that leader, and otherwise
     * a tab that knows when nobody answers. `knew`: how far it had heard when it
     * began to lead, zeros for nothing.
     */
    | {
        readonly type: 'whole';
        readonly leads: boolean;
        readonly leader: string;
        readonly number: number;
        readonly knew: Mark;
        readonly whole: Inheritance;
        readonly beside: unknown;
      }
    /** The leader applied an event. `held`: where something else has changed with it. */
    | { readonly type: 'event'; readonly number: number; readonly event: ChatEvent; readonly held?: Held | undefined }
    /** Of what goes beside the chat, in its own words. */
    | { readonly type: 'beside'; readonly words: unknown }
    | { readonly type: 'intent'; readonly intent: Intent }
    /** Nothing is left to do about these intents. */
    | { readonly type: 'done'; readonly id: string; readonly answer?: string | undefined }
    | { readonly type: 'alive?'; readonly visible: boolean }
    | { readonly type: 'alive'; readonly number: number }
    /** Nobody sees the leader: the tab `to` may take the lead. */
    | { readonly type: 'yield'; readonly to: string }
  );

type Said<W> = W extends unknown ? Omit<W, 'v' | 'from' | 'epoch'> : never;
/** Words without what every word carries. */
export type Saying = Said<Words>;

const isTicket = shape({ contactId: isString, participantToken: isString, handle: isString, connectBy: isNumber });
const isHeld = shape({
  ticket: optional(isTicket),
  former: optional(shape({ ticket: isTicket })),
  leaving: isBoolean,
  asked: optional(isRequest),
  unwanted: optional(listOf(isUnwanted)),
  begun: optional(listOf(isString)),
  endedAt: optional(isNumber),
  forgotten: optional(isNumber),
});
const isState = shape({
  phase: shape({ name: isString }),
  items: listOf(shape({ key: isString, id: isString, at: isNumber })),
  drafts: listOf(shape({ localId: isString, text: isString, state: shape({ name: isString }) })),
  typed: isString,
});

const kinds: Readonly<Record<Words['type'], Check>> = {
  hello: shape({ visible: isBoolean }),
  whole: shape({
    leads: isBoolean,
    leader: isString,
    number: isNumber,
    knew: shape({ epoch: isNumber, number: isNumber }),
    whole: (value) => isHeld(value) && shape({ state: isState })(value),
  }),
  event: shape({ number: isNumber, event: shape({ type: isString }), held: optional(isHeld) }),
  beside: () => true,
  intent: shape({ intent: isIntent }),
  done: shape({ id: isString, answer: optional(isString) }),
  'alive?': shape({ visible: isBoolean }),
  alive: shape({ number: isNumber }),
  yield: shape({ to: isString }),
};

const isEnvelope = shape({ v: (value) => value === version, from: isString, epoch: isNumber, type: isString });

/** Puts words as this version of the page says them. */
export const worded = (from: string, epoch: number, saying: Saying): Words => ({ v: version, from, epoch, ...saying });

/** What another tab said, if it can be understood: other versions of the page, and strangers, may talk here too. */
export function parseWords(value: unknown): Words | undefined {
  if (!isEnvelope(value)) return undefined;
  const words = value as Words;
  return Object.hasOwn(kinds, words.type) && kinds[words.type](words) ? words : undefined;
}
