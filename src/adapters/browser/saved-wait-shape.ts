import type { SavedWait } from '../../core/wait/ports.js';
import { isBoolean, isString, listOf, optional, shape, type Check } from '../../core/shape.js';

const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.some((each) => each === value);

/** What each kept field of waiting and endings must at least look like. */
export const savedWaitShape: Readonly<Record<keyof SavedWait, Check>> = {
  declined: listOf(isString),
  ended: shape({
    contactId: isString,
    handle: isString,
    channel: oneOf('chat', 'call'),
    asks: isBoolean,
    byCustomer: isBoolean,
    lastContactId: optional(isString),
    wish: oneOf('open', 'back', 'undo', 'stay'),
  }),
  historyFor: isString,
  errandKey: isString,
  leaving: listOf(isString),
};
