import type { ChatControl } from '../core/chat/control.js';
import { defineAll } from '../elements/define.js';
import type { CallSource } from '../elements/widget/sources.js';
import { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/en.js';
import type { Strings } from '../i18n/strings.js';
import { followPage } from './follow-page.js';
import { stringsFrom, type Languages } from './languages.js';
import { returnToChat } from './return.js';
import type { SessionOptions } from './sessions.js';
import { brokerAddress } from './tab.js';

/**
 * Gives the elements their sessions and words, and registers them. For the whole page, once. `make` is told the broker's
 * address, too, under which what is kept about it is found.
 *
 * There is one session for each broker, made when first asked for. Elements come and go, sessions stay, so that moving,
 * removing or re-inserting an element loses nothing.
 */
export function putTogether(
  make: (options: SessionOptions, address: string) => ChatControl,
  languages: Languages<Strings>,
  calls: CallSource,
): void {
  const sessions = new Map<string, ChatControl>();
  DeskbellWidget.sessionSource = ({ broker, displayName, language, memory }) => {
    const address = brokerAddress(broker);
    const session = sessions.get(address) ?? make({ broker, memory }, address);
    sessions.set(address, session);
    session.configure({ displayName, locale: language });
    return session;
  };
  DeskbellWidget.callSource = calls;
  DeskbellWidget.stringsSource = stringsFrom(en, languages);
  DeskbellWidget.addInitializer((element) => {
    const widget = element as DeskbellWidget;
    followPage(widget);
    returnToChat(widget);
  });
  defineAll();
}
