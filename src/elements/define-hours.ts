import { DeskbellHoursHint } from './hours-hint/hours-hint.js';
import { DeskbellStartView } from './start-view/start-view.js';

export * from './hours-hint/hours-hint.js';
export * from './start-view/hours-line.js';
export * from './start-view/start-view.js';

/** The view before a contact. Apart from define-wait.ts, so that it costs whoever only looks as little as it can. */
export const hoursElements = {
  'deskbell-hours-hint': DeskbellHoursHint,
  'deskbell-start-view': DeskbellStartView,
};
