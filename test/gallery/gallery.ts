import { ar } from '../../src/i18n/ar.js';
import { de } from '../../src/i18n/de.js';
import { en } from '../../src/i18n/en.js';
import { defineAll, DeskbellWidget } from '../../src/elements/define.js';
import { showRoom } from './room.js';
import { scenes, type Scene } from './scenes.js';

/*
 * One screen, chosen by the address: ?scene=conversation&language=ar&theme=dark&accent=%23ff0. With &closed, as it looks
 * behind the launcher. With &room=denied in place of the scene, the room before a call.
 */
const wish = new URLSearchParams(location.search);
const words = [en, de, ar].find(({ language }) => language === wish.get('language')) ?? en;

defineAll();
document.documentElement.lang = words.language;
document.documentElement.dir = words.direction;
if (wish.has('room')) await showRoom(wish);
else await showWidget();

async function showWidget(): Promise<void> {
  const made = (await scenes[wish.get('scene') ?? 'conversation']?.()) as Scene;
  DeskbellWidget.sessionSource = () => made.session;

  const widget = document.createElement('deskbell-widget');
  widget.strings = words;
  widget.theme = wish.get('theme') === 'dark' ? 'dark' : 'light';
  widget.session = made.session;
  widget.opened = !wish.has('closed');
  const accent = wish.get('accent');
  if (accent) widget.style.setProperty('--deskbell-color-accent', accent);
  document.body.append(widget);
  await widget.updateComplete;
  Object.assign(globalThis, { scene: made, widget });
  document.documentElement.dataset['ready'] = '';
}
