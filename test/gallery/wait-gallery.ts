import { DeskbellComposer } from '../../src/elements/composer/composer.js';
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
import { hoursScenes, waitScenes } from './wait-scenes.js';

/*
 * One screen of waiting, of an end, or before a contact, chosen by the address: ?scene=offers&language=ar&theme=dark, or
 * ?scene=hours-topics. It stands where it does in a panel: below the conversation and above the box.
 */
const wish = new URLSearchParams(location.search);
const scene = wish.get('scene') ?? 'offers';
const speak = <Words extends { readonly language: string }>(...all: readonly [Words, ...Words[]]): Words =>
  all.find(({ language }) => language === wish.get('language')) ?? all[0];
const strings = speak(en, de, ar);
const { language, direction } = strings;

defineElements({ ...waitElements, ...hoursElements, 'deskbell-composer': DeskbellComposer });
document.documentElement.lang = language;
document.documentElement.dir = direction;
const phone = innerWidth < 560;
const theme = wish.get('theme') === 'dark' ? 'dark' : 'light';
document.documentElement.style.colorScheme = theme;
document.body.style.margin = phone ? '0' : '40px auto auto 40px';

const panel = document.createElement('div');
Object.assign(panel.style, { display: 'grid', gridTemplateRows: '1fr auto', minHeight: '0' });
const above = document.createElement('div');
const foot = document.createElement('div');
foot.style.padding = '4px 12px 12px';
panel.append(above, foot);

if (scene.startsWith('hours-')) {
  const view = document.createElement('deskbell-start-view');
  const hours: KnownHours = {
    name: 'known',
    at: Date.now(),
    availability: hoursScenes[scene.slice('hours-'.length)]!(),
  };
  Object.assign(view, { hours, now: Date.now(), strings: speak(hoursEn, hoursDe, hoursAr) });
  Object.assign(above.style, { padding: '16px', overflow: 'auto' });
  above.append(view);
} else {
  const wait = document.createElement('deskbell-wait');
  const fake = new FakeWait(waitScenes[scene]!());
  Object.assign(wait, {
    control: fake.control,
    strings: speak(waitEn, waitDe, waitAr),
    who: language === 'ar' ? 'آنا' : 'Ana',
    channel: wish.get('channel') ?? 'chat',
  });
  wait.style.marginBlockEnd = '8px';
  foot.append(wait);
  Object.assign(globalThis, { fake });
}
if (!/^(hours|message|asking|pausing|requeue|idle)/.test(scene)) {
  const composer = document.createElement('deskbell-composer');
  composer.strings = strings;
  foot.append(composer);
}

await putThemed(panel, {
  theme,
  direction,
  language,
  inlineSize: phone ? '100vw' : '392px',
  blockSize: phone ? '100dvh' : '680px',
});
await new Promise((resolve) => setTimeout(resolve, 50));
document.documentElement.dataset['ready'] = '';
