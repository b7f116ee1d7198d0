import { contactLink } from '../elements/launcher/contact-link.js';
import { defineLauncher } from '../elements/launcher/launcher.js';
import { app, english, words, type File } from './built.js';
import { fetchAhead, load } from './files.js';

/** `['open']`, `['configure', {…}]`, …: what a page asks for, before or after the app is there. */
export type Command = readonly [name: string, ...rest: unknown[]];

/** `window.deskbell`. In the page's own snippet a plain array; the loader adds the rest, the app takes over `push`. */
export type Desk = Command[] & {
  element?: HTMLElement;
  /** Loads a file beside the loader, whole or not at all. */
  load?: (file: File) => Promise<unknown>;
};

/** What the app's file exports. Resolves when the widget is there and has done what was asked for so far. */
interface App {
  start(desk: Desk): Promise<void>;
}

/** Puts the launcher on the page, and everything else once somebody wants it. */
function ring(script: HTMLScriptElement, desk: Desk): void {
  const { src, dataset } = script;
  const widget = document.createElement('deskbell-widget');
  const launcher = document.createElement('deskbell-launcher');
  const [language] = (dataset['language'] || document.documentElement.lang || navigator.language).split('-');
  const [name, failed] = words[language as string] ?? english;

  const start = async (): Promise<void> => {
    if (launcher.hasAttribute('busy')) return;
    launcher.toggleAttribute('busy');
    launcher.tell();
    try {
      await ((await load(src, app)) as App).start(desk);
    } catch {
      launcher.tell(failed, contactLink(dataset['contact']));
      widget.dispatchEvent(
        Object.assign(new Event('deskbell-failed', { bubbles: true, composed: true }), {
          code: 'connection/load-failed',
        }),
      );
    }
    launcher.toggleAttribute('busy');
  };

  for (const key of 'broker calls contact hours memory language theme position display-name'.split(' ')) {
    if (script.hasAttribute(`data-${key}`)) widget.setAttribute(key, script.getAttribute(`data-${key}`) as string);
  }
  // Until the widget's own styles are there it has no box either, not even one that a gap between boxes would count.
  widget.style.display = 'contents';
  widget.style.setProperty('--deskbell-color-accent', dataset['accent'] ?? '');
  launcher.setAttribute('label', name);
  launcher.setAttribute('position', dataset['position'] ?? '');
  launcher.slot = 'launcher';
  // From the moment the widget is one, it hears its launcher itself.
  launcher.addEventListener('deskbell-toggle', () => widget.matches(':defined') || desk.push(['open']));
  launcher.onpointerenter = launcher.onfocus = () => void fetchAhead(src, app);
  widget.append(launcher);
  document.body.append(widget);

  desk.element = widget;
  desk.push = (...commands) => {
    if (commands.some(([name]) => name !== 'configure')) void start();
    return [].push.apply(desk, commands as never[]);
  };
  desk.push(...desk.splice(0));
  // What is open is said beside the launcher: that takes more than a launcher.
  if (dataset['hours']) void start();
  const isLeft = (key: string | null): boolean => /^deskbell.*(ticket|call|ended|lives|open)$/.test(key as string);
  // A chat begins in another tab.
  addEventListener('storage', ({ key }) => void (widget.matches(':defined') || (isLeft(key) && start())));
  try {
    // This tab was in a chat before the page changed, or another one is.
    if (Object.keys({ ...sessionStorage, ...localStorage }).some(isLeft)) void start();
  } catch {
    // Where storage is blocked, nothing is left of any chat.
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const desk = ((window as { deskbell?: Desk }).deskbell ??= []);
// A second tag on the page finds that the first was here, and leaves.
if (script && !desk.load) {
  desk.load = (file) => load(script.src, file);
  defineLauncher();
  if (document.body) ring(script, desk);
  else addEventListener('DOMContentLoaded', () => ring(script, desk));
}
