import { defineLauncher } from '../elements/launcher/launcher.js';
import { app, english, languages, missing, words, type File } from './built.js';
import { fetchAhead, load } from './chunks.js';

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

/** Attributes of the script tag that are the widget's own. */
const passedOn = ['broker', 'language', 'theme', 'position', 'display-name'];

/** Puts the launcher on the page, and everything else once somebody wants it. */
function ring(script: HTMLScriptElement, desk: Desk): void {
  const widget = document.createElement('deskbell-widget');
  const launcher = document.createElement('deskbell-launcher');
  const { accent = '', broker = '', language } = script.dataset;
  const [tag = ''] = (language || document.documentElement.lang || navigator.language).split('-');
  const [name, failed] = words[tag] ?? english;
  const usable = /^(https?:|[/.])/.test(broker);

  const fail = (code: string): void => {
    widget.dispatchEvent(Object.assign(new Event('deskbell-failed', { bubbles: true, composed: true }), { code }));
  };
  const misconfigured = (): void => fail(broker ? 'config/broker-invalid' : 'config/broker-missing');
  const toggle = (): unknown => desk.push(['open']);
  const start = async (): Promise<void> => {
    launcher.removeAttribute('note');
    launcher.setAttribute('busy', '');
    try {
      await ((await desk.load?.(app)) as App).start(desk);
      launcher.removeEventListener('deskbell-toggle', toggle);
    } catch {
      launcher.setAttribute('note', failed);
      fail('connection/load-failed');
    }
    launcher.removeAttribute('busy');
  };

  for (const key of passedOn) {
    const value = script.getAttribute(`data-${key}`);
    if (value === null) continue;
    widget.setAttribute(key, value);
    if (key === 'position') launcher.setAttribute(key, value);
  }
  widget.style.setProperty('--deskbell-color-accent', accent);
  // Until the widget's own styles are there it has no box either, not even one that a gap between boxes would count.
  widget.style.display = 'contents';
  launcher.setAttribute('label', name);
  launcher.slot = 'launcher';
  widget.append(launcher);
  document.body.append(widget);

  desk.element = widget;
  desk.load = (file) => load(script.src, file);
  desk.push = (...commands) => {
    desk.splice(desk.length, 0, ...commands);
    if (!commands.some(([command]) => command !== 'configure')) return desk.length;
    if (!usable) {
      launcher.setAttribute('note', missing);
      misconfigured();
    } else if (!launcher.hasAttribute('busy')) void start();
    return desk.length;
  };

  launcher.addEventListener('deskbell-toggle', toggle);
  if (!usable) {
    launcher.title = missing;
    misconfigured();
    return;
  }
  for (const intent of ['pointerenter', 'focusin', 'touchstart']) {
    launcher.addEventListener(
      intent,
      () => [app, languages[tag]].forEach((file) => file && fetchAhead(script.src, file)),
      { passive: true },
    );
  }
  if (liveChat()) void start();
  else desk.push(...desk.splice(0));
}

/** Whether this tab was in a chat before the page changed. Where storage is blocked, it was not. */
function liveChat(): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => /^deskbell:.*:ticket$/.test(key));
  } catch {
    return false;
  }
}

const script = document.currentScript;
const desk = ((window as { deskbell?: Desk }).deskbell ??= []);
// A second tag on the page finds that the first was here, and leaves.
if (script instanceof HTMLScriptElement && !desk.load) {
  desk.load = (file) => load(script.src, file);
  defineLauncher();
  if (document.body) ring(script, desk);
  else addEventListener('DOMContentLoaded', () => ring(script, desk));
}
