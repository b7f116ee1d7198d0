import { expect } from '@open-wc/testing';

import { ar } from '../../src/i18n/ar.js';
import { en } from '../../src/i18n/en.js';
import { scenes } from '../gallery/scenes.js';
import { Onlooker, tidy } from './harness.js';

describe('Every screen of the chat', () => {
  afterEach(tidy);

  for (const [name, make] of Object.entries(scenes)) {
    for (const theme of ['light', 'dark'] as const) {
      it(`has nothing for axe to find: ${name}, ${theme}, left to right and right to left`, async () => {
        const { session, ports } = await make();
        const chat = document.createElement('deskbell-chat');
        chat.session = session;
        chat.setAttribute('theme', theme);
        chat.closable = true;
        chat.style.inlineSize = '392px';
        document.body.append(chat);
        for (const strings of [en, ar]) {
          chat.strings = strings;
          await ports.clock.settle();
          await new Onlooker(chat).settle();

          await expect(chat).to.be.accessible();
        }
      });
    }
  }
});
