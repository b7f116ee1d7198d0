import type { chatjsConnection } from '../adapters/chatjs/connect.js';
import type { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/en.js';
import type { Strings } from '../i18n/strings.js';

import { call, connect, languages, session, type File } from './built.js';
import type { callSource } from './call-file.js';
import { runCommand, type Command } from './commands.js';
import { stringsFrom } from './languages.js';
import { lateSession } from './late-session.js';
import { wordsIn, type Load } from './load-words.js';
import { once } from './once.js';
import { putTogether } from './put-together.js';
import type * as SessionFile from './session-file.js';
import type { LoadConnection } from './sessions.js';
import { earlyOf, keepEarly } from './tab.js';

/** `window.deskbell`, as the loader leaves it. */
type Desk = Command[] & { element: DeskbellWidget; readonly load: Load };

/** Resolves when the panel is on screen and can be typed into; soon, too, where no frame comes. */
const painted = (): Promise<unknown> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 250);
  });

/**
 * Takes over from the loader: its `<deskbell-widget>` becomes one, its launcher stays where it is, and what the page
 * asked for so far is done. Resolves when the widget is there, in its language.
 *
 * Every file is one bundle without imports, loaded through the loader: a browser never tries a module again that once
 * failed to load, unless its address is another one.
 */
export async function start(desk: Desk): Promise<void> {
  const load = async <T>(file: File): Promise<T> => (await desk.load(file)) as T;
  const words = wordsIn<Strings>(languages, desk.load);
  const loadConnection: LoadConnection = async () =>
    (await load<{ chatjsConnection: typeof chatjsConnection }>(connect)).chatjsConnection;

  const calls = once(async () => (await load<{ callSource: typeof callSource }>(call)).callSource(load));
  const chatFile = () => load<typeof SessionFile>(session);
  const { element: widget } = desk;
  // Before the widget is there, so that it never shows in two languages.
  const strings = await stringsFrom(en, words)(widget);
  putTogether(
    (options, address) =>
      lateSession(
        async () => {
          await painted();
          const { attend, errors, sessionOver } = await chatFile();
          const chat = sessionOver(loadConnection, options);
          Object.assign(en.errors, errors);
          await attend(widget, chat, desk.load);
          return chat;
        },
        // Also a ClientToken, which may be any string.
        () => `${Date.now()}-${Math.random()}`,
        earlyOf(address),
        (early) => keepEarly(address, options.memory !== 'none' && early),
      ),
    words,
    async (request) => (await calls())(request),
  );
  widget.strings = strings;
  if (widget.getAttribute('hours') === 'beside')
    chatFile()
      .then(({ tellHours }) => tellHours(widget, desk.load))
      .catch(() => {});
  widget.style.removeProperty('display');

  desk.push = (...commands) => {
    for (const command of commands) runCommand(widget, command);
    return commands.length;
  };
  desk.push(...desk.splice(0));
}
