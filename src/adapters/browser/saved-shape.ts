import type { Saved } from '../../core/chat/ports.js';
import { isUnwanted } from '../../core/chat/starts.js';
import { isBoolean, isNumber, isString, listOf, optional, shape, type Check } from '../../core/shape.js';

const isItem = shape({ kind: isString, key: isString, id: isString, contactId: isString, at: isNumber });
const isMessage = shape({ from: shape({ id: isString, role: isString }), content: shape({ kind: isString }) });
const isNotice = shape({ what: isString });

const isDrafts = listOf(shape({ localId: isString, text: isString, state: shape({ name: isString }) }));

/** What each kept field must at least look like. */
export const savedShape: Readonly<Record<keyof Saved, Check>> = {
  startKey: isString,
  ticket: shape({
    contactId: isString,
    participantId: isString,
    participantToken: isString,
    handle: isString,
    region: isString,
    connectWithinMs: isNumber,
    connectBy: isNumber,
    connected: isBoolean,
    number: optional(isNumber),
    features: shape({
      attachments: isBoolean,
      markdown: isBoolean,
      typing: isBoolean,
      receipts: isBoolean,
      maxMessageBytes: isNumber,
    }),
  }),
  leaving: isBoolean,
  unwanted: listOf(isUnwanted),
  memory: isString,
  longMemory: isString,
  items: listOf((item) => isItem(item) && (isMessage(item) || isNotice(item))),
  drafts: isDrafts,
  fresh: isDrafts,
  syncedTo: isString,
  typed: isString,
  readTo: isString,
  seen: shape({ delivered: optional(isString), read: optional(isString) }),
  told: shape({}),
};
