import { assert } from '@open-wc/testing';

import { sampleMessage } from '../../src/adapters/memory/samples.js';
import { ChatPage, tidy } from './harness.js';

const at = Date.UTC(2026, 10, 21, 9, 41);
const accents = [
  ...[
    '#000',
    '#fff',
    '#808080',
    '#ffd400',
    '#ff2d78',
    '#00ff00',
    '#00ffff',
    '#0000ff',
    '#ff0000',
    '#7c3aed',
    '#1a6b5a',
  ],
  ...Array.from({ length: 24 }, (_, step) => `oklch(${0.3 + (step % 5) * 0.15} 0.2 ${step * 15})`),
];

/** Red, green and blue of a colour as it is painted, 0 to 255. */
function painted(colour: string, under = '#fff'): readonly number[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  for (const layer of [under, colour]) {
    canvas.fillStyle = layer;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** WCAG 2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map((colour) => {
    const [red = 0, green = 0, blue = 0] = painted(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }) as [number, number];
  return Math.max(a, b) / Math.min(a, b);
}

describe('A theme derived from one accent', () => {
  afterEach(tidy);

  for (const theme of ['light', 'dark']) {
    it(`reads well whatever the accent is, ${theme}`, async () => {
      const page = await ChatPage.live([
        sampleMessage('m-1', 'Theirs', at),
        sampleMessage('m-2', 'Mine', at, { own: true }),
      ]);
      page.chat.setAttribute('theme', theme);
      const [theirs, own] = page.all('.bubble') as [HTMLElement, HTMLElement];
      const avatar = page.all('.avatar')[0]!;
      const base = page.all('.base')[0]!;
      const meta = page.all('.meta')[0]!;
      for (const accent of accents) {
        page.chat.style.setProperty('--deskbell-color-accent', accent);
        const pairs = {
          own: [getComputedStyle(own).color, getComputedStyle(own).backgroundColor],
          theirs: [getComputedStyle(theirs).color, getComputedStyle(theirs).backgroundColor],
          avatar: [getComputedStyle(avatar).color, getComputedStyle(avatar).backgroundColor],
          meta: [getComputedStyle(meta).color, getComputedStyle(base).backgroundColor],
        };
        for (const [what, [text, ground]] of Object.entries(pairs)) {
          const ratio = contrast(text!, ground!);
          assert.isAtLeast(ratio, 4.5, `${what} on ${accent}: ${text} on ${ground}`);
        }
      }
    });
  }

  it('follows the color scheme of the page, also when it changes', async () => {
    const page = await ChatPage.live();
    const ground = () => painted(getComputedStyle(page.all('.base')[0]!).backgroundColor)[0]!;
    document.documentElement.style.colorScheme = 'light';
    assert.isAbove(ground(), 200);
    document.documentElement.style.colorScheme = 'dark';
    assert.isBelow(ground(), 60);
    page.chat.setAttribute('theme', 'light');
    assert.isAbove(ground(), 200);
    document.documentElement.style.colorScheme = '';
  });

  it('is not changed by what the page does to everything', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { color: red; font-size: 40px; text-transform: uppercase; letter-spacing: 1em; float: left }');
    document.adoptedStyleSheets.push(sheet);
    const page = await ChatPage.live([sampleMessage('m-1', 'Theirs', at)]);
    const { color, fontSize, letterSpacing, textTransform } = getComputedStyle(page.all('.bubble')[0]!);
    document.adoptedStyleSheets = [];
    assert.deepEqual([fontSize, letterSpacing, textTransform], ['15px', 'normal', 'none']);
    assert.notEqual(color, 'rgb(255, 0, 0)');
  });
});
