import { DeskbellChat } from '../elements/chat/chat.js';
import { DeskbellWidget } from '../elements/widget/widget.js';
import { attend } from './attend.js';
import type { AttendedSession } from './attended.js';
import { attendants, follow, onlyOnce } from './attendants.js';
import { brokerAddress } from './tab.js';

/** Attends to every chat that stands in a document, for as long as it stands there. For the whole page, once. */
export const attendChats = onlyOnce(() =>
  DeskbellChat.addInitializer((element) => {
    const chat = element as DeskbellChat;
    follow<AttendedSession>(chat, (session) => {
      const { broker } = session;
      const root = chat.getRootNode();
      const widget = root instanceof ShadowRoot ? root.host : chat;
      if (broker === undefined) return () => {};
      const continues = 'continues' in widget && widget.continues === true;
      return attend({ chat, session, broker, hours: widget.hasAttribute('hours'), continues }, attendants);
    });
  }),
);

/** Says beside every launcher whose widget wants it what is open. For the whole page, once. */
export const tellHours = onlyOnce(() =>
  DeskbellWidget.addInitializer((element) => {
    const widget = element as DeskbellWidget;
    let told = false;
    widget.addController({
      hostUpdated() {
        if (told || widget.getAttribute('hours') !== 'beside') return;
        told = true;
        void attendants
          .hours()
          .then((hours) => hours.beside(widget, brokerAddress(widget.broker)))
          // The line beside the launcher is a courtesy: without it, everything still works.
          .catch(() => {});
      },
    });
  }),
);
