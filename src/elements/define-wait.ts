import { DeskbellCallbackForm } from './callback-form/callback-form.js';
import { DeskbellEndView } from './end-view/end-view.js';
import { DeskbellFullView } from './full-view/full-view.js';
import { DeskbellMessageForm } from './message-form/message-form.js';
import { DeskbellOffers } from './offers/offers.js';
import { DeskbellWaitCard } from './wait-card/wait-card.js';
import { DeskbellWait } from './wait/wait.js';

export * from './callback-form/callback-form.js';
export * from './end-view/end-view.js';
export * from './full-view/full-view.js';
export * from './message-form/message-form.js';
export * from './offers/offers.js';
export * from './wait-card/wait-card.js';
export * from './wait/wait.js';

/** Waiting and endings, and everything they are made of. Apart from define.ts, so that a chat carries none of it. */
export const waitElements = {
  'deskbell-wait-card': DeskbellWaitCard,
  'deskbell-offers': DeskbellOffers,
  'deskbell-callback-form': DeskbellCallbackForm,
  'deskbell-message-form': DeskbellMessageForm,
  'deskbell-end-view': DeskbellEndView,
  'deskbell-full-view': DeskbellFullView,
  'deskbell-wait': DeskbellWait,
};
