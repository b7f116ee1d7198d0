import type { Saved } from '../../core/chat/ports.js';

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';

/** Whether `value` is an object in which every named field passes. */
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const isNumber: Check = (value) => typeof value === 'number';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isItem = shape({ kind: isString, key: isString, id: isString, contactId: isString, at: isNumber });
const isMessage = shape({ from: shape({ id: isString, role: isString }), content: shape({ kind: isString }) });
const isNotice = shape({ what: isString });

/** What each kept field must at least look like: storage outlives versions, and others can write to it. */
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
    features: shape({
      attachments: isBoolean,
      markdown: isBoolean,
      typing: isBoolean,
      receipts: isBoolean,
      maxMessageBytes: isNumber,
    }),
  }),
  leaving: isBoolean,
  items: listOf((item) => isItem(item) && (isMessage(item) || isNotice(item))),
  drafts: listOf(shape({ localId: isString, text: isString, state: shape({ name: isString }) })),
  syncedTo: isString,
  typed: isString,
  readTo: isString,
};
