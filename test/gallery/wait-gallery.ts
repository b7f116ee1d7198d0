import { chatElements } from '../../src/elements/define.js';
import { hoursElements, type KnownHours } from '../../src/elements/define-hours.js';
import { waitElements } from '../../src/elements/define-wait.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/ar.js';
import { de } from '../../src/i18n/de.js';
import { en } from '../../src/i18n/en.js';
import { ar as hoursAr } from '../../src/i18n/hours/ar.js';
import { de as hoursDe } from '../../src/i18n/hours/de.js';
import { en as hoursEn } from '../../src/i18n/hours/en.js';
import { ar as waitAr } from '../../src/i18n/wait/ar.js';
import { de as waitDe } from '../../src/i18n/wait/de.js';
import { en as waitEn } from '../../src/i18n/wait/en.js';
import { FakeWait } from '../support/fake-wait.js';
import { putThemed } from '../support/themed.js';
import { scenes } from './scenes.js';
import { hoursScenes, waitScenes } from './wait-scenes.js';

/*
 * One screen of waiting, of an end, or before a contact, chosen by the address: ?scene=offers&language=ar&theme=dark, or
 * ?scene=hours-topics. What waits or is over stands where it does in a
 * panel: below the conversation and above the box.
 */
const wish = new URLSearchParams(location.search);
const scene = wish.get('scene') ?? 'offers';
const speak = <Words extends { readonly language: string }>(...all: readonly [Words, ...Words[]]): Words =>
  all.find(({ language }) => language === wish.get('language')) ?? all[0];
const strings = speak(en, de, ar);
const { language, direction } = strings;

defineElements({ ...chatElements, ...waitElements, ...hoursElements });
document.documentElement.lang = language;
document.documentElement.dir = direction;
const phone = innerWidth < 560;
const theme = wish.get('theme') === 'dark' ? 'dark' : 'light';
document.documentElement.style.colorScheme = theme;
document.body.style.margin = phone ? '0' : '40px auto auto 40px';

const room = { inlineSize: phone ? '100vw' : '392px', blockSize: phone ? '100dvh' : '680px' };
if (scene.startsWith('hours-')) await showHours();
else await showWait();
document.documentElement.dataset['ready'] = '';

async function showHours(): Promise<void> {
  const view = document.createElement('deskbell-start-view');
  const hours: KnownHours = {
    name: 'known',
    at: Date.now(),
    availability: hoursScenes[scene.slice('hours-'.length)]!(),
  };
  Object.assign(view, { hours, now: Date.now(), strings: speak(hoursEn, hoursDe, hoursAr) });
  view.style.padding = '16px';
  await putThemed(view, { theme, direction, language, ...room });
}

/** In a chat, as far as that has come: waiting, or over. */
async function showWait(): Promise<void> {
  const state = waitScenes[scene]!();
  const { session } = await scenes[state.ending?.name === undefined || state.line ? 'waiting' : 'ended']!();
  const chat = document.createElement('deskbell-chat');
  Object.assign(chat, { session, strings, closable: true });
  chat.setAttribute('theme', theme);
  Object.assign(chat.style, room);
  const wait = document.createElement('deskbell-wait');
  const fake = new FakeWait(state);
  Object.assign(wait, {
    slot: 'next',
    control: fake.control,
    strings: speak(waitEn, waitDe, waitAr),
    who: language === 'ar' ? 'آنا' : 'Ana',
  });
  chat.append(wait);
  document.body.append(chat);
  Object.assign(globalThis, { fake });
  await chat.updateComplete;
  await wait.updateComplete;
}
