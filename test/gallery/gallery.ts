import { ar } from '../../src/i18n/ar.js';
import { de } from '../../src/i18n/de.js';
import { en } from '../../src/i18n/en.js';
import { pickable } from '../../src/core/chat/files.js';
import { defineAll, DeskbellWidget } from '../../src/elements/define.js';
import { filesElements, FilesInChat } from '../../src/elements/define-files.js';
import { defineElements } from '../../src/elements/register.js';
import { ar as filesAr } from '../../src/i18n/files/ar.js';
import { de as filesDe } from '../../src/i18n/files/de.js';
import { en as filesEn } from '../../src/i18n/files/en.js';
import { fileScenes } from './file-scenes.js';
import { showRoom } from './room.js';
import { scenes, type Scene } from './scenes.js';

/*
 * One screen, chosen by the address: ?scene=conversation&language=ar&theme=dark&accent=%23ff0. With &closed, as it looks
 * behind the launcher. Screens of files begin with `file-`. With &room=denied in place of the scene, the room before a call.
 */
const wish = new URLSearchParams(location.search);
const words = [en, de, ar].find(({ language }) => language === wish.get('language')) ?? en;

defineAll();
document.documentElement.lang = words.language;
document.documentElement.dir = words.direction;
if (wish.has('room')) await showRoom(wish);
else await showWidget();

async function showWidget(): Promise<void> {
  const name = wish.get('scene') ?? 'conversation';
  const files = fileScenes[name.replace('file-', '')];
  const made = (await (files ?? scenes[name])?.()) as Scene;
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
  if (files) {
    defineElements(filesElements);
    const fileWords = [filesEn, filesDe, filesAr].find(({ language }) => language === words.language) ?? filesEn;
    new FilesInChat(widget.renderRoot.querySelector('deskbell-chat')!, made.session, fileWords, pickable);
    await made.ports.clock.settle();
  }
  Object.assign(globalThis, { scene: made, widget });
  document.documentElement.dataset['ready'] = '';
}
