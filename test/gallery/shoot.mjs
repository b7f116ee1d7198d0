// Draws every screen from memory doubles and takes its picture: desktop, phone, light, dark, right to left.
// node test/gallery/shoot.mjs [folder] [part of a name]   (after tsc -b test). Screens of calls begin with `call-`,
// those of waiting and endings with `wait-`.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { launchChromium, repository } from '../support/browsers.mjs';

const [folder = join(repository, 'build', 'gallery'), only = ''] = process.argv.slice(2);
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
const desktop = { width: 1000, height: 820 };
const phone = { width: 390, height: 844 };
const panel = { width: 472, height: 760 };

const screens = [
  'idle',
  'connecting',
  'connecting-draft',
  'waiting',
  'conversation',
  'typing',
  'people',
  'drafts',
  'read',
  'unkept',
  'unconfirmed',
  'offline',
  'reconnecting',
  'ended',
  'failed',
  'lost',
  'long',
];
const rooms = [
  'ready',
  'voice',
  'asking',
  'camera-off',
  'denied',
  'denied-safari',
  'denied-by-system',
  'busy',
  'no-camera',
  'no-microphone',
  'nothing',
  'blocked',
  'listen-only',
  'unnamed',
  'recorded',
  'agreed',
  'unsupported',
  'in-app',
  'insecure',
];
const fileScreens = ['uploading', 'scanning', 'sent', 'refused', 'not-sent', 'too-large', 'queued'];
const holdFiles = (tab) =>
  tab.locator('textarea').evaluate((box) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.txt'));
    box.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true, composed: true }));
  });
const askToEnd = (tab) => tab.getByRole('button', { name: 'End chat' }).click();
async function readAbove(tab) {
  const log = tab.getByRole('log');
  await log.evaluate((element) => element.scrollBy(0, -700));
  await tab.locator('.pill').waitFor();
  await tab.evaluate(() => globalThis.scene.ports.connection.say('Are you still there?'));
  await tab.getByText('1 new').waitFor();
  await log.evaluate((element) => element.scrollBy(0, 620));
}

const callDesktop = { width: 900, height: 640 };
const callScreens = [
  'start',
  'room',
  'connecting',
  'ringing',
  'video',
  'video-only-agent',
  'voice',
  'voice-two',
  'share',
  'six',
  'muted-speaking',
  'weak',
  'camera-off-weak',
  'held',
  'private',
  'notice',
  'captions',
  'sound-blocked',
  'reconnecting',
  'rejoining',
  'ended',
  'elsewhere',
  'lost',
  'unsupported',
  'voice-only',
];
async function openKeypad(tab) {
  await tab.getByRole('button', { name: 'Keypad' }).click();
  for (const key of '104#') await tab.getByRole('button', { name: key, exact: true }).click();
}
const openMore = (tab) => tab.getByRole('button', { name: 'More' }).click();
const askToLeave = (tab) => tab.getByRole('button', { name: 'Leave call' }).click();

const waitScreens = [
  'no-figures',
  'place',
  'next',
  'longer',
  'stale',
  'offers',
  'few-offers',
  'going',
  'going-failed',
  'returned',
  'returned-lost',
  'callback',
  'callback-leaves',
  'callback-sending',
  'callback-done',
  'message',
  'message-failed',
  'message-done',
  'asking',
  'pausing',
  'returning',
  'patience',
  'back-failed',
  'requeue',
  'continue',
  'idle',
  'not-put-through',
  'goodbye',
  'rating',
  'rating-failed',
  'rating-given',
  ...['open', 'ways', 'call-shut', 'topics', 'closed', 'nobody', 'nothing'].map((name) => `hours-${name}`),
];
const leaveLine = (tab) => tab.getByRole('button', { name: 'Leave the line' }).click();
const rate = (tab) => tab.getByText('Good', { exact: true }).click();
async function sendWrong(tab) {
  await tab.locator('[type=tel]').fill('030 12a');
  await tab.locator('[type=tel]').press('Enter');
}

const shots = [
  ...screens.flatMap((scene) => [
    { name: `${scene}-light`, scene, size: desktop },
    { name: `${scene}-dark`, scene, size: desktop, theme: 'dark' },
    { name: `${scene}-phone`, scene, size: phone, touch: true },
  ]),
  { name: 'arabic-light', scene: 'arabic', size: desktop, language: 'ar' },
  { name: 'arabic-phone', scene: 'arabic', size: phone, touch: true, theme: 'dark', language: 'ar' },
  { name: 'arabic-drafts', scene: 'drafts', size: desktop, language: 'ar' },
  { name: 'arabic-unkept', scene: 'unkept', size: phone, touch: true, theme: 'dark', language: 'ar' },
  { name: 'german-unkept', scene: 'unkept', size: phone, touch: true, language: 'de' },
  { name: 'german-reconnecting', scene: 'reconnecting', size: phone, touch: true, language: 'de' },
  { name: 'german-drafts', scene: 'drafts', size: phone, touch: true, language: 'de' },
  { name: 'confirm', scene: 'conversation', size: desktop, act: askToEnd },
  { name: 'confirm-phone', scene: 'conversation', size: phone, touch: true, theme: 'dark', act: askToEnd },
  { name: 'above', scene: 'long', size: desktop, act: readAbove },
  { name: 'above-phone', scene: 'long', size: phone, touch: true, act: readAbove },
  { name: 'closed', scene: 'conversation', size: desktop, closed: true },
  { name: 'narrow', scene: 'drafts', size: { width: 320, height: 560 }, touch: true },
  { name: 'accent-yellow', scene: 'conversation', size: desktop, accent: '#ffd400' },
  { name: 'accent-pink-dark', scene: 'conversation', size: desktop, accent: '#ff2d78', theme: 'dark' },
  ...fileScreens.flatMap((scene) => [
    { name: `file-${scene}-light`, scene: `file-${scene}`, size: panel },
    { name: `file-${scene}-dark`, scene: `file-${scene}`, size: panel, theme: 'dark' },
    { name: `file-${scene}-phone`, scene: `file-${scene}`, size: phone, touch: true },
    { name: `file-${scene}-arabic`, scene: `file-${scene}`, size: panel, language: 'ar' },
  ]),
  { name: 'file-drop', scene: 'file-sent', size: panel, act: holdFiles },
  { name: 'file-drop-dark', scene: 'file-sent', size: panel, theme: 'dark', act: holdFiles },
  { name: 'file-not-sent-german', scene: 'file-not-sent', size: phone, touch: true, language: 'de' },
  { name: 'file-uploading-forced', scene: 'file-uploading', size: panel, forced: 'active' },
  { name: 'file-queued-narrow', scene: 'file-queued', size: { width: 320, height: 560 }, touch: true, language: 'de' },
  ...rooms.flatMap((room) => [
    { name: `room-${room}-light`, room, size: desktop },
    { name: `room-${room}-phone`, room, size: phone, touch: true, theme: 'dark' },
  ]),
  ...['ready', 'asking', 'denied', 'recorded'].map((room) => ({
    name: `room-${room}-arabic`,
    room,
    size: desktop,
    language: 'ar',
  })),
  { name: 'room-ready-dark', room: 'ready', size: desktop, theme: 'dark' },
  { name: 'room-denied-german', room: 'denied', size: phone, touch: true, language: 'de' },
  { name: 'room-ready-narrow', room: 'ready', size: { width: 320, height: 560 }, touch: true },
  { name: 'room-denied-narrow', room: 'denied', size: { width: 320, height: 560 }, touch: true },
  { name: 'room-ready-wide', room: 'ready', size: desktop, wide: true },
  { name: 'room-recorded-forced', room: 'recorded', size: desktop, forced: 'active' },
  ...callScreens.flatMap((scene) => [
    { name: `call-${scene}-light`, scene, size: callDesktop },
    { name: `call-${scene}-dark`, scene, size: callDesktop, theme: 'dark' },
    { name: `call-${scene}-phone`, scene, size: phone, touch: true },
  ]),
  { name: 'call-video-arabic', scene: 'video', size: callDesktop, language: 'ar' },
  { name: 'call-weak-arabic-phone', scene: 'weak', size: phone, touch: true, theme: 'dark', language: 'ar' },
  { name: 'call-rejoining-german', scene: 'rejoining', size: phone, touch: true, language: 'de' },
  { name: 'call-muted-speaking-german', scene: 'muted-speaking', size: phone, touch: true, language: 'de' },
  { name: 'call-narrow', scene: 'video', size: { width: 320, height: 560 }, touch: true },
  { name: 'call-landscape', scene: 'video', size: { width: 740, height: 360 }, touch: true },
  { name: 'call-keypad', scene: 'voice', size: callDesktop, act: openKeypad },
  { name: 'call-keypad-phone', scene: 'voice', size: phone, touch: true, theme: 'dark', act: openKeypad },
  { name: 'call-more-phone', scene: 'video', size: phone, touch: true, act: openMore },
  { name: 'call-leave', scene: 'video', size: callDesktop, act: askToLeave },
  { name: 'call-leave-phone', scene: 'video', size: phone, touch: true, theme: 'dark', act: askToLeave },
  { name: 'call-pill', scene: 'video', size: { width: 400, height: 120 }, pill: true },
  { name: 'call-pill-dark', scene: 'ringing', size: { width: 400, height: 120 }, pill: true, theme: 'dark' },
  ...waitScreens.flatMap((scene) => [
    { name: `wait-${scene}-light`, scene, size: panel },
    { name: `wait-${scene}-dark`, scene, size: panel, theme: 'dark' },
    { name: `wait-${scene}-phone`, scene, size: phone, touch: true },
    { name: `wait-${scene}-arabic`, scene, size: panel, language: 'ar' },
    { name: `wait-${scene}-german`, scene, size: panel, language: 'de' },
  ]),
  { name: 'wait-leave', scene: 'offers', size: panel, act: leaveLine },
  { name: 'wait-wrong-number', scene: 'callback', size: panel, act: sendWrong },
  { name: 'wait-rated', scene: 'rating', size: panel, act: rate },
  { name: 'wait-offers-forced', scene: 'offers', size: panel, forced: 'active' },
  { name: 'wait-rated-forced', scene: 'rating', size: panel, forced: 'active', act: rate },
  { name: 'wait-topics-forced', scene: 'hours-topics', size: panel, forced: 'active' },
  { name: 'wait-offers-narrow', scene: 'offers', size: { width: 320, height: 560 }, touch: true, language: 'de' },
  { name: 'wait-callback-narrow', scene: 'callback', size: { width: 320, height: 560 }, touch: true, language: 'de' },
].filter(({ name }) => name.includes(only));

const bundled = async (name) => {
  const bundle = await rollup({
    input: join(repository, `build/test/gallery/${name}.js`),
    plugins: [nodeResolve({ browser: true })],
  });
  const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
  return output[0].code;
};
const code = {
  chat: await bundled('gallery'),
  call: await bundled('call-gallery'),
  wait: await bundled('wait-gallery'),
};
const family = (name) => /^(call|wait)-/.exec(name)?.[1] ?? 'chat';
const page =
  '<!doctype html><meta name="viewport" content="width=device-width"><title>Deskbell</title><script type="module" src="/gallery.js"></script>';

mkdirSync(folder, { recursive: true });
// The packaged fonts hold no Arabic and no emoji: SYSTEM_FONTS=1 uses the machine's own.
const browser = await launchChromium(process.env.SYSTEM_FONTS ? { env: process.env } : {});
let problems = 0;
for (const shot of shots) {
  const { name, scene, room, size, theme = 'light', language = 'en', touch = false, accent = '', closed, act } = shot;
  const context = await browser.newContext({
    viewport: size,
    hasTouch: touch,
    isMobile: touch,
    forcedColors: shot.forced,
    timezoneId: 'Europe/Berlin',
  });
  const tab = await context.newPage();
  tab.on('console', (message) => {
    if (message.type() !== 'error') return;
    problems++;
    process.stderr.write(`${name}: ${message.text()}\n`);
  });
  tab.on('pageerror', (error) => {
    problems++;
    process.stderr.write(`${name}: ${error.stack}\n`);
  });
  await tab.clock.setFixedTime(Date.UTC(2026, 10, 21, 9, 47));
  await tab.route('http://gallery.test/**', (route) =>
    route.request().url().includes('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: code[family(name)] })
      : route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: page }),
  );
  const query = new URLSearchParams({
    ...(room ? { room } : { scene }),
    theme,
    language,
    ...(accent && { accent }),
    ...(closed && { closed: '' }),
    ...(shot.wide && { wide: '' }),
    ...(shot.pill && { pill: '' }),
  });
  await tab.goto(`http://gallery.test/?${query}`);
  await tab.locator('html[data-ready]').waitFor({ state: 'attached' });
  if (family(name) === 'chat' && (scene === 'offline' || scene === 'reconnecting'))
    await tab.locator('.news').waitFor();
  await act?.(tab);
  await tab.emulateMedia({ colorScheme: theme });
  await tab.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  await context.close();
}
await browser.close();
process.stdout.write(`${shots.length} screens in ${folder}, ${problems} problems\n`);
process.exitCode = problems ? 1 : 0;
