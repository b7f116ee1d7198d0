import { assert, expect } from '@open-wc/testing';

import { sampleAgent, sampleBot, sampleMessage, sampleNotice } from '../../src/adapters/memory/samples.js';
import type { Item, NoticeKind } from '../../src/core/chat/state.js';
import { ChatPage, focusedName, frame, tidy } from './harness.js';

const minute = 60_000;
const at = new Date(2025, 10, 21, 9, 41).getTime();

/** This many messages, one a minute, every third the customer's. */
const many = (count: number, from = at): Item[] =>
  Array.from({ length: count }, (_, index) => {
    const own = index % 3 === 1;
    return sampleMessage(`h-${String(index).padStart(5, '0')}`, `Message ${index}`, from + index * minute, { own });
  });

const top = (element: Element): number => element.getBoundingClientRect().top;
const atEnd = ({ log }: ChatPage): boolean => log.scrollTop > -1;

describe('<deskbell-transcript>', () => {
  afterEach(tidy);

  describe('groups', () => {
    it('name the speaker once, and tell the time once, per speaker and minute', async () => {
      const page = await ChatPage.live([
        sampleMessage('m-1', 'One', at),
        sampleMessage('m-2', 'Two', at + 10_000),
        sampleMessage('m-3', 'Three', at + minute),
        sampleMessage('m-4', 'Mine', at + minute, { own: true }),
        sampleMessage('m-5', 'Bot', at + minute, { from: sampleBot }),
      ]);
      assert.deepEqual(
        page.messages.map((row) => row.classList.contains('first')),
        [true, false, true, true, true],
      );
      assert.deepEqual(
        page.messages.map((row) => !!row.querySelector('time')),
        [false, true, true, true, true],
      );
      assert.deepEqual(
        page.messages.map((row) => !!row.dataset['initials']),
        [true, false, true, false, true],
      );
    });

    it('tell the full date to those who look closer', async () => {
      const page = await ChatPage.live([sampleMessage('m-1', 'One', at)]);
      const time = page.all<HTMLTimeElement>('time')[0]!;
      const after = () => getComputedStyle(time, '::after').content;
      expect(time.textContent).to.match(/^9:41\sAM$/);
      expect(time.title).to.contain('Friday, November 21, 2025');
      assert.equal(after(), 'none');
      page.messages[0]!.focus();
      // Engines differ in how they report it: resolved, or as the attribute it comes from.
      expect(after()).to.match(/Friday, November 21, 2025|attr\(title\)/);
    });

    it('say that the newest own message was sent, and say it once', async () => {
      const page = await ChatPage.live();
      await page.send('One');
      await page.send('Two');
      assert.equal(page.all('.meta').filter(({ textContent }) => textContent?.includes('Sent')).length, 1);
    });

    it('say how far the newest own message has come: sent, delivered, read', async () => {
      const page = await ChatPage.live();
      await page.send('One');
      await page.send('Two');
      const [one, two] = page.session.store.state.items.map(({ id }) => id);
      // Where a minute begins between the two, the first one has a line of its own for its time.
      const metas = () =>
        page.all('.meta').flatMap(({ textContent }) => /Sent|Delivered|Read/.exec(textContent ?? '')?.[0] ?? []);
      page.agent.acknowledge('read', one!);
      await page.settle();
      assert.deepEqual(metas(), ['Sent']);
      page.agent.acknowledge('delivered', two!);
      await page.settle();
      assert.deepEqual(metas(), ['Delivered']);
      page.agent.acknowledge('read', two!);
      await page.settle();
      assert.deepEqual(metas(), ['Read']);
    });

    it('are read only while the window has the focus', async () => {
      const page = await ChatPage.live();
      document.hasFocus = () => false;
      page.agent.say('Look here');
      await page.settle();
      assert.equal(page.session.store.state.readTo, undefined);
      // The page's own answer again.
      Reflect.deleteProperty(document, 'hasFocus');
      window.dispatchEvent(new Event('focus'));
      await page.settle();
      assert.equal(page.session.store.state.readTo, page.session.store.state.items[0]!.key);
    });

    it('stay as they are when the service tells another time than this device', async () => {
      const page = await ChatPage.live([sampleMessage('m-1', 'One', at)]);
      page.agent.nextSend({ answer: 'held' });
      await page.send('Mine');
      page.agent.nextSend({ answer: 'held' });
      await page.send('Mine too');
      const before = page.messages.map(top);
      page.agent.releaseSends();
      await page.settle();
      page.agent.releaseSends();
      await page.settle();
      assert.deepEqual(page.messages.map(top), before);
    });
  });

  describe('lines', () => {
    it('divide days and chats', async () => {
      const page = await ChatPage.live([
        sampleMessage('m-1', 'One', at),
        sampleMessage('m-2', 'Two', at + 24 * 60 * minute),
        sampleMessage('m-3', 'Three', at + 24 * 60 * minute, { contactId: 'c-2' }),
      ]);
      expect(page.lines).to.have.length(3);
      assert.deepEqual(page.lines.slice(0, 2), ['Friday, November 21', 'Saturday, November 22']);
      assert.equal(page.lines[2], 'New chat');
    });

    it('say in words what happened', async () => {
      const kinds: NoticeKind[] = [
        'joined',
        'left',
        'invited',
        'transferred',
        'transfer-failed',
        'idle',
        'returned',
        'ended',
      ];
      const now = Date.now();
      const page = await ChatPage.live(kinds.map((kind, index) => sampleNotice(`n-${index}`, kind, now + index)));
      assert.deepEqual(page.lines, [
        'Ines joined',
        'Ines left',
        'Ines was invited',
        'You’re being passed on to someone else',
        'Passing you on didn’t work. We’re still here.',
        'Ines seems to be away',
        'Ines is back',
        'The chat ended',
      ]);
    });
  });

  it('shows the best readable text of what it cannot draw, and never a blank bubble', async () => {
    const page = await ChatPage.live([
      sampleMessage('m-1', '', at, { content: { kind: 'unsupported', contentType: 'x/y', text: 'Pick a colour' } }),
      sampleMessage('m-2', '', at + 1, { content: { kind: 'unsupported', contentType: 'x/y', text: undefined } }),
    ]);
    assert.deepEqual(page.texts, ['Pick a colour', 'This message can’t be shown here.']);
  });

  it('shows a few emoji large, and emoji in a sentence small', async () => {
    const page = await ChatPage.live([
      sampleMessage('m-1', '🎉👍🏽', at),
      sampleMessage('m-2', '👩‍👩‍👧 🇩🇪', at + 1),
      sampleMessage('m-3', 'Yes 🎉', at + 2),
      sampleMessage('m-4', '42', at + 3),
    ]);
    assert.deepEqual(
      page.all('.bubble').map((bubble) => bubble.classList.contains('emoji')),
      [true, true, false, false],
    );
  });

  describe('scrolling', () => {
    it('follows the end while the reader is there', async () => {
      const page = await ChatPage.live(many(60));
      expect(atEnd(page)).to.be.true;
      page.agent.say('A new one');
      await page.settle();
      expect(atEnd(page)).to.be.true;
      expect(page.messages.at(-1)!.getBoundingClientRect().bottom).to.be.below(page.log.getBoundingClientRect().bottom);
      expect(page.all('.pill')).to.have.length(0);
    });

    it('moves nothing while the reader is elsewhere, and counts what came', async () => {
      const page = await ChatPage.live(many(60));
      await page.scroll(800);
      const row = page.messages[40]!;
      const before = top(row);
      page.agent.say('A new one');
      await page.settle();
      page.agent.say('And another');
      await page.settle();
      expect(top(row)).to.be.closeTo(before, 1);
      assert.equal(page.all('.pill')[0]!.textContent?.trim(), '2 new');
      assert.equal(page.all('.unread')[0]!.textContent, 'New');
      expect(page.all('.unread')[0]!.nextElementSibling?.textContent).to.contain('A new one');
      page.all<HTMLButtonElement>('.pill')[0]!.click();
      await page.settle();
      expect(atEnd(page)).to.be.true;
      expect(page.all('.pill')).to.have.length(0);
      expect(page.all('.unread')).to.have.length(1);
    });

    it('pulls nobody back who has scrolled in the moment in which a message comes', async () => {
      const page = await ChatPage.live(many(60));
      // The browser tells of it with the next frame only.
      page.log.scrollTop = -800;
      page.agent.say('A new one');
      await page.settle();
      expect(atEnd(page)).to.be.false;
      assert.equal(page.all('.pill').length, 1);
    });

    it('takes the customer to what they write', async () => {
      const page = await ChatPage.live(many(60));
      await page.scroll(800);
      await page.send('Hello?');
      expect(atEnd(page)).to.be.true;
    });

    it('stays where the reader is when the element is hidden, resized and moved', async () => {
      const page = await ChatPage.live(many(60));
      await page.scroll(800);
      const row = page.messages[40]!;
      const before = top(row) - top(page.log);
      page.chat.hidden = true;
      await page.settle();
      page.chat.hidden = false;
      await page.settle();
      expect(top(row) - top(page.log)).to.be.closeTo(before, 1);
      page.chat.style.blockSize = '400px';
      await page.settle();
      expect(top(row) - top(page.log)).to.be.closeTo(before, 1);
    });

    it('is at the end still when the keyboard of a phone takes half of the room', async () => {
      const page = await ChatPage.live(many(60));
      page.chat.style.blockSize = '300px';
      await page.settle();
      expect(atEnd(page)).to.be.true;
    });

    it('loads what came before without a jump', async () => {
      const page = await ChatPage.live(many(350));
      const shown = page.messages.length;
      expect(shown).to.be.below(350);
      await page.scroll(page.log.scrollHeight - page.log.clientHeight - 50);
      // What was asked for arrives; the row in sight has not moved.
      const row = page.messages.find((message) => top(message) > top(page.log))!;
      const before = top(row);
      await page.scroll(-page.log.scrollTop);
      await page.settle();
      expect(page.messages.length).to.be.above(shown);
      expect(top(row)).to.be.closeTo(before, 1);
    });

    it('offers earlier messages as a button, too', async () => {
      const page = await ChatPage.live(many(250));
      const count = page.messages.length;
      await page.press('Show earlier messages');
      expect(page.messages.length).to.be.above(count);
    });
  });

  describe('reading', () => {
    it('counts as read what the customer can see, and nothing else', async () => {
      const page = await ChatPage.live(many(60));
      assert.equal(page.session.store.state.readTo, page.session.store.state.items.at(-1)!.key);
      page.chat.active = false;
      await page.settle();
      page.agent.say('Unseen');
      await page.settle();
      assert.notEqual(page.session.store.state.readTo, page.session.store.state.items.at(-1)!.key);
      page.chat.active = true;
      await page.settle();
      assert.equal(page.session.store.state.readTo, page.session.store.state.items.at(-1)!.key);
      expect(page.all('.unread')).to.have.length(1);
      await page.send('Seen');
      expect(page.all('.unread')).to.have.length(0);
    });
  });

  describe('by keyboard', () => {
    it('goes through the messages by arrows, from the newest', async () => {
      const page = await ChatPage.live([
        sampleMessage('m-1', 'One', at),
        sampleMessage('m-2', 'Two', at + 1),
        sampleMessage('m-3', 'Three', at + 2),
      ]);
      page.log.focus();
      await page.key('ArrowUp');
      assert.equal(focusedName(), 'Ines: Three');
      await page.key('ArrowUp');
      assert.equal(focusedName(), 'Ines: Two');
      await page.key('Home');
      assert.equal(focusedName(), 'Ines: One');
      await page.key('ArrowUp');
      assert.equal(focusedName(), 'Ines: One');
      await page.key('End');
      assert.equal(focusedName(), 'Ines: Three');
    });
  });

  describe('with ten thousand messages', () => {
    it('keeps the document small, wherever the reader is', async () => {
      const page = await ChatPage.open();
      const items = many(10_000);
      await page.session.start();
      await page.settle();
      page.session.store.dispatch({ type: 'heard', items });
      await page.settle();
      const nodes = () => {
        const root = page.chat.shadowRoot!.querySelector('deskbell-transcript')!.shadowRoot!;
        return document.createTreeWalker(root).root === root ? root.querySelectorAll('*').length : 0;
      };
      expect(page.messages.length).to.be.within(50, 100);
      expect(nodes()).to.be.below(800);
      for (let step = 0; step < 12; step++) {
        await page.scroll(page.log.scrollHeight - page.log.clientHeight - 10);
        expect(page.messages.length).to.be.below(260);
      }
      expect(page.messages[0]!.textContent).not.to.contain('Message 9');
      const row = page.messages.find((message) => top(message) > top(page.log))!;
      const before = top(row);
      page.agent.say('Meanwhile');
      await page.settle();
      expect(top(row)).to.be.closeTo(before, 1);
      page.all<HTMLButtonElement>('.pill')[0]!.click();
      await page.settle();
      assert.equal(page.texts.at(-1), 'Meanwhile');
      expect(page.messages.length).to.be.within(50, 101);
    });

    it('comes back down through all of them', async () => {
      const page = await ChatPage.open();
      await page.session.start();
      page.session.store.dispatch({ type: 'heard', items: many(1_000) });
      await page.settle();
      for (let step = 0; step < 6; step++) await page.scroll(page.log.scrollHeight - page.log.clientHeight - 10);
      for (let step = 0; step < 40 && !page.texts.includes('Message 999'); step++) await page.scroll(10);
      assert.equal(page.texts.at(-1), 'Message 999');
    });

    it('touches only the newest rows when one more comes', async () => {
      const page = await ChatPage.open();
      await page.session.start();
      page.session.store.dispatch({ type: 'heard', items: many(1_000) });
      await page.settle();
      const chunks = page.all('.chunk');
      const touched = new Set<Node>();
      const observer = new MutationObserver((records) => records.forEach(({ target }) => touched.add(target)));
      for (const chunk of chunks.slice(0, -1)) {
        observer.observe(chunk, { subtree: true, childList: true, characterData: true, attributes: true });
      }
      page.session.store.dispatch({
        type: 'heard',
        items: [sampleMessage('z-1', 'One more', at + 2_000 * minute, { from: sampleAgent })],
      });
      await frame();
      await page.settle();
      assert.equal(page.texts.at(-1), 'One more');
      assert.equal(touched.size, 0);
    });
  });
});
