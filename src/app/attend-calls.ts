import type { CallSession } from '../core/call/session.js';
import { DeskbellCall } from '../elements/call/call.js';
import { attendCall } from './attend.js';
import { attendants, follow, onlyOnce } from './attendants.js';

/** Attends to every call that stands in a document, for as long as it stands there. For the whole page, once. */
export const attendCalls = onlyOnce(() =>
  DeskbellCall.addInitializer((element) => {
    const call = element as DeskbellCall;
    follow<CallSession>(call, (session) =>
      session.broker === undefined ? () => {} : attendCall(call, session, attendants),
    );
  }),
);
