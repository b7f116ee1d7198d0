import type { chatjsConnection } from '../adapters/chatjs/connect.js';
import type { DeskbellWidget } from '../elements/widget/widget.js';
import { en } from '../i18n/en.js';
import type { Strings } from '../i18n/strings.js';

import { call, connect, languages, session, type File } from './built.js';
import type { callSource } from './call-file.js';
import { runCommand, type Command } from './commands.js';
import { stringsFrom, type Languages } from './languages.js';
import { lateSession } from './late-session.js';
import { once } from './once.js';
import { putTogether } from './put-together.js';
import type * as SessionFile from './session-file.js';
import type { LoadConnection } from './sessions.js';

/** `window.deskbell`, as the loader leaves it. */
type Desk = Command[] & { element: DeskbellWidget; load(file: File): Promise<unknown> };

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
  const words: Languages<Strings> = Object.fromEntries(
    Object.entries(languages).map(([name, file]) => [
      name,
      async () => (await load<Record<string, Strings>>(file))[name] as Strings,
    ]),
  );
  const loadConnection: LoadConnection = async () =>
    (await load<{ chatjsConnection: typeof chatjsConnection }>(connect)).chatjsConnection;

  const calls = once(async () => (await load<{ callSource: typeof callSource }>(call)).callSource(load));
  const { element: widget } = desk;
  // Before the widget is there, so that it never shows in two languages.
  const strings = await stringsFrom(en, words)(widget);
  putTogether(
    (options) =>
      lateSession(
        async () => {
          await painted();
          const { errors, sessionOver } = await load<typeof SessionFile>(session);
          Object.assign(en.errors, errors);
          return sessionOver(loadConnection, options);
        },
        // Also a ClientToken, which may be any string.
        () => `${Date.now()}-${Math.random()}`,
      ),
    words,
    async (request) => (await calls())(request),
  );
  widget.strings = strings;
  widget.style.removeProperty('display');

  desk.push = (...commands) => {
    for (const command of commands) runCommand(widget, command);
    return commands.length;
  };
  desk.push(...desk.splice(0));
}
