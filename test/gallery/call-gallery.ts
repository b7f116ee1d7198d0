import { ar } from '../../src/i18n/call/ar.js';
import { de } from '../../src/i18n/call/de.js';
import { en } from '../../src/i18n/call/en.js';
import { callElements } from '../../src/elements/define-call.js';
import { defineElements } from '../../src/elements/register.js';
import { FakeCall } from '../support/fake-call.js';
import { callScenes } from './call-scenes.js';

/*
 * One screen of a call, chosen by the address: ?scene=video&language=ar&theme=dark. It fills the window, as on a page of
 * its own; with &pill, what is beside the launcher.
 */
const wish = new URLSearchParams(location.search);
const strings = [en, de, ar].find(({ language }) => language === wish.get('language')) ?? en;
const fake = new FakeCall(callScenes[wish.get('scene') ?? 'video']!());

defineElements(callElements);
document.documentElement.lang = strings.language;
document.documentElement.dir = strings.direction;
document.body.style.margin = '0';
document.documentElement.style.colorScheme = wish.get('theme') === 'dark' ? 'dark' : 'light';
const element = document.createElement(wish.has('pill') ? 'deskbell-call-pill' : 'deskbell-call');
Object.assign(element, { session: fake.control, strings, chat: true });
element.setAttribute('theme', wish.get('theme') === 'dark' ? 'dark' : 'light');
element.style.blockSize = wish.has('pill') ? '' : '100dvh';
if (wish.has('pill')) element.style.margin = '24px';
document.body.append(element);
await element.updateComplete;
for (const video of fake.shown.values()) await video.play().catch(() => {});
Object.assign(globalThis, { fake });
document.documentElement.dataset['ready'] = '';
