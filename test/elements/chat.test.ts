import { assert, expect } from '@open-wc/testing';

import { sampleAgent, sampleMessage, sampleNotice } from '../../src/adapters/memory/samples.js';
import { ar } from '../../src/i18n/ar.js';
import { ChatPage, focusedName, FrozenTimers, tidy } from './harness.js';

const at = Date.UTC(2026, 10, 21, 9, 41);
const hello = [sampleNotice('n-1', 'joined', at), sampleMessage('m-1', 'Hello Ada', at + 1_000)];

describe('<deskbell-chat>', () => {
  afterEach(tidy);

  it('is named the way other software looks for it', async () => {
    const page = await ChatPage.live(hello);
    assert.equal(page.box.getAttribute('aria-label'), 'Message');
    assert.equal(page.log.getAttribute('aria-label'), 'Conversation');
    expect(!!page.button('Send')).to.be.true;
    expect(!!page.button('End chat')).to.be.true;
  });

  it('sends what the customer writes, and shows what the agent answers', async () => {
    const page = await ChatPage.live(hello);
    await page.send('Where is my order?');
    page.agent.say('On its way.');
    await page.settle();
    assert.deepEqual(
      page.agent.sent.map(({ text }) => text),
      ['Where is my order?'],
    );
    assert.deepEqual(page.texts, ['Hello Ada', 'Where is my order?', 'On its way.']);
    assert.equal(page.box.value, '');
  });

  it('makes nothing anew when a draft becomes a message', async () => {
    const page = await ChatPage.live(hello);
    page.agent.nextSend({ answer: 'held' });
    await page.send('Where is my order?');
    const draft = page.messages[1]!;
    const bubble = draft.querySelector('.bubble');
    const { top, height } = draft.getBoundingClientRect();
    expect(draft.textContent).to.contain('Sending…');
    page.agent.releaseSends();
    await page.settle();
    expect(page.messages[1] === draft).to.be.true;
    expect(draft.querySelector('.bubble') === bubble).to.be.true;
    expect(draft.textContent).to.contain('Sent');
    expect(draft.getBoundingClientRect().top).to.be.closeTo(top, 0.5);
    expect(draft.getBoundingClientRect().height).to.be.closeTo(height, 0.5);
  });

  it('can be written in before the connection is up, and sends it then', async () => {
    const page = await ChatPage.open();
    page.ports.broker.hold();
    await page.send('Hello?');
    assert.deepEqual(page.texts, ['Hello?']);
    expect(page.messages[0]!.textContent).to.contain('Waiting to be sent');
    await page.write('And also');
    page.ports.broker.release();
    await page.settle();
    assert.deepEqual(
      page.agent.sent.map(({ text }) => text),
      ['Hello?'],
    );
    assert.equal(page.box.value, 'And also');
  });

  it('says of what was written for a chat that is called off that it is not sent, and is ready for another one', async () => {
    const page = await ChatPage.open();
    page.ports.broker.hold();
    await page.send('Never mind');
    page.button('End chat')!.click();
    await page.settle();
    page.all('.veil .primary')[0]!.click();
    await page.settle();
    expect(page.messages[0]!.textContent).to.contain('Not sent: the chat has ended.');
    assert.equal(page.button('Start a new chat'), undefined);
    expect(!!page.box).to.be.true;
  });

  it('offers a start where something waits that no chat was begun for', async () => {
    const page = await ChatPage.open();
    page.chat.addEventListener('deskbell-before-start', (event) => event.preventDefault(), { once: true });
    await page.send('Hello?');
    assert.equal(page.session.store.state.phase.name, 'idle');
    const start = page.button('Start a new chat')!;
    start.focus();
    start.click();
    await page.settle();
    assert.deepEqual(
      page.agent.sent.map(({ text }) => text),
      ['Hello?'],
    );
    assert.equal(page.button('Start a new chat'), undefined);
    assert.equal(focusedName(), 'Message');
  });

  it('loses nothing when it is moved, removed and put back', async () => {
    const page = await ChatPage.live(hello);
    await page.send('One');
    await page.write('half a sent');
    const aside = document.createElement('aside');
    document.body.append(aside);
    aside.append(page.chat);
    page.agent.say('Still there?');
    await page.settle();
    page.chat.remove();
    page.agent.say('Hello?');
    await page.ports.clock.settle();
    document.body.append(page.chat);
    await page.settle();
    assert.deepEqual(page.texts, ['Hello Ada', 'One', 'Still there?', 'Hello?']);
    assert.equal(page.box.value, 'half a sent');
  });

  it('shows the same chat in another element that is given its session', async () => {
    const page = await ChatPage.live(hello);
    await page.write('half a sent');
    const second = document.createElement('deskbell-chat');
    second.session = page.session;
    page.chat.replaceWith(second);
    await page.settle();
    const box = second.shadowRoot!.querySelector('deskbell-composer')!.shadowRoot!.querySelector('textarea')!;
    assert.equal(box.value, 'half a sent');
  });

  it('says who is there, and takes a new name at once', async () => {
    const page = await ChatPage.live(hello);
    const title = () => page.all('h2')[0]!.textContent;
    assert.equal(title(), 'Ines');
    page.agent.rename({ ...sampleAgent, name: 'Ines from the kiln' });
    await page.settle();
    assert.equal(title(), 'Ines from the kiln');
    assert.equal(page.messages[0]!.ariaLabel, 'Ines from the kiln: Hello Ada');
  });

  it('shows who is typing until they have said it, and moves nothing for it', async () => {
    const page = await ChatPage.live(hello);
    const height = page.all('.content')[0]!.clientHeight;
    page.agent.typingBy(sampleAgent);
    await page.settle();
    expect(page.all('.typing')[0]!.textContent).to.contain('Ines is typing');
    assert.equal(page.all('.content')[0]!.clientHeight, height);
    page.agent.say('Here it is.');
    await page.settle();
    assert.equal(page.all('.typing')[0]!.textContent?.trim(), '');
  });

  describe('ending', () => {
    it('asks once, and Escape means no', async () => {
      const page = await ChatPage.live(hello);
      await page.press('End chat');
      expect(page.all('[role=alertdialog]')).to.have.length(1);
      assert.equal(focusedName(), 'Keep chatting');
      const event = await page.key('Escape');
      expect(event.defaultPrevented).to.be.true;
      expect(page.all('[role=alertdialog]')).to.have.length(0);
      assert.equal(focusedName(), 'End chat');
      assert.equal(page.agent.endings, 0);
    });

    it('says in one line what a reload would lose, for as long as nothing is kept', async () => {
      const page = await ChatPage.live();
      const told = () => page.chat.renderRoot.textContent?.includes('Not saved on this device');
      assert.isFalse(told());
      page.ports.storage.keeps = false;
      await page.settle();
      assert.isTrue(told());
      page.ports.storage.keeps = true;
      await page.settle();
      assert.isFalse(told());
    });

    it('closes the box when the chat is over, and keeps the words readable above a new start', async () => {
      const page = await ChatPage.live(hello);
      await page.press('End chat');
      await page.press('End chat');
      assert.equal(page.agent.endings, 1);
      expect(page.box === undefined).to.be.true;
      assert.deepEqual(page.texts, ['Hello Ada']);
      assert.equal(page.lines.at(-1), 'The chat ended');
      assert.equal(focusedName(), 'Start a new chat');
      await page.press('Start a new chat');
      expect(!!page.box).to.be.true;
      assert.equal(focusedName(), 'Message');
      assert.deepEqual(page.texts, ['Hello Ada']);
      expect(page.ports.broker.requests).to.have.length(2);
    });

    it('does not take the focus from elsewhere on the page', async () => {
      const page = await ChatPage.live(hello);
      const field = document.createElement('input');
      document.body.append(field);
      field.focus();
      page.agent.finish();
      await page.settle();
      assert.equal(focusedName(), 'input');
    });
  });

  describe('when it cannot start', () => {
    it('says so in a sentence, offers the next step, and keeps what was written', async () => {
      const page = await ChatPage.open();
      page.ports.broker.failNext('token/closed');
      await page.send('Hello?');
      await page.write('more');
      expect(page.all('.failed p')[0]!.textContent).to.contain('We’re closed right now.');
      assert.deepEqual(page.spoken('urgent'), ['We’re closed right now. Try again when we’re open.']);
      await page.press('Try again');
      assert.deepEqual(
        page.agent.sent.map(({ text }) => text),
        ['Hello?'],
      );
      assert.equal(page.box.value, 'more');
    });

    it('offers a new chat where the old one cannot go on', async () => {
      const page = await ChatPage.open();
      page.ports.broker.failNext('token/not-found');
      await page.session.start();
      await page.settle();
      expect(!!page.button('Start a new chat')).to.be.true;
    });
  });

  describe('a message that was not sent', () => {
    async function failed(): Promise<ChatPage> {
      const page = await ChatPage.live(hello);
      page.agent.nextSend({ answer: 'message/network', echo: 'not-taken' });
      await page.send('Where is it?');
      return page;
    }

    it('says so on the message, in words and aloud', async () => {
      const page = await failed();
      expect(page.messages[1]!.textContent).to.contain('Not sent: the connection was lost.');
      assert.deepEqual(page.spoken('urgent'), ['Not sent: the connection was lost.']);
    });

    it('can be sent again, under the same token', async () => {
      const page = await failed();
      await page.press('Retry');
      assert.deepEqual(page.texts, ['Hello Ada', 'Where is it?']);
      expect(new Set(page.agent.sent.map(({ clientToken }) => clientToken))).to.have.property('size', 1);
      expect(page.messages[1]!.textContent).to.contain('Sent');
      assert.equal(focusedName(), 'Message');
    });

    it('can be changed: it goes back into the box, above what is there', async () => {
      const page = await failed();
      await page.write('and the bill?');
      await page.press('Edit');
      assert.equal(page.box.value, 'Where is it?\nand the bill?');
      assert.deepEqual(page.texts, ['Hello Ada']);
      assert.equal(focusedName(), 'Message');
    });

    it('can be thrown away', async () => {
      const page = await failed();
      await page.press('Delete');
      assert.deepEqual(page.texts, ['Hello Ada']);
    });

    it('can be copied, and says how that went', async () => {
      const page = await failed();
      const kept: string[] = [];
      const real = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
      Object.defineProperty(Navigator.prototype, 'clipboard', {
        configurable: true,
        value: { writeText: async (text: string) => void kept.push(text) },
      });
      await page.press('Copy');
      Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, value: undefined });
      await page.press('Copy');
      Object.defineProperty(Navigator.prototype, 'clipboard', real);
      assert.deepEqual(kept, ['Where is it?']);
      expect(page.spoken()).to.include('Copied');
      expect(page.spoken('urgent').at(-1)).to.contain('Copying isn’t allowed here.');
    });

    it('offers no second try where that cannot help', async () => {
      const page = await ChatPage.live(hello);
      page.agent.nextSend({ answer: 'message/too-long', echo: 'not-taken' });
      await page.send('Very long');
      expect(!!page.button('Retry')).to.be.false;
      expect(!!page.button('Edit')).to.be.true;
      page.agent.finish();
      await page.settle();
      expect(!!page.button('Edit')).to.be.false;
      expect(!!page.button('Copy')).to.be.true;
    });
  });

  describe('the link', () => {
    let timers: FrozenTimers;
    beforeEach(() => {
      timers = new FrozenTimers();
    });
    afterEach(() => timers.thaw());

    const news = (page: ChatPage) => page.all('.news')[0]?.querySelector('span')?.textContent;

    it('is not mentioned when it is back within a moment', async () => {
      const page = await ChatPage.live(hello);
      page.agent.drop();
      await page.settle();
      timers.pass(1_400);
      page.agent.restore();
      await page.settle();
      timers.pass(60_000);
      await page.settle();
      assert.equal(news(page), undefined);
      assert.deepEqual(page.spoken(), []);
    });

    it('is told when it stays away, over the conversation and not instead of it', async () => {
      const page = await ChatPage.live(hello);
      const { top } = page.messages[0]!.getBoundingClientRect();
      page.agent.drop();
      await page.settle();
      timers.pass(1_500);
      await page.settle();
      assert.equal(news(page), 'Reconnecting… You can go on writing.');
      assert.equal(page.messages[0]!.getBoundingClientRect().top, top);
      await page.press('Try now');
      assert.equal(page.agent.checks, 1);
      page.agent.drop('offline');
      await page.settle();
      assert.equal(news(page), 'You’re offline. Your messages will be sent when you’re back.');
      page.agent.restore();
      await page.settle();
      assert.equal(news(page), 'You’re connected again.');
      timers.pass(3_000);
      await page.settle();
      assert.equal(news(page), undefined);
      assert.deepEqual(page.spoken(), [
        'Reconnecting… You can go on writing.',
        'You’re offline. Your messages will be sent when you’re back.',
        'You’re connected again.',
      ]);
    });

    it('is told in time although the trouble is now this and now that', async () => {
      const page = await ChatPage.live(hello);
      for (const link of ['offline', 'reconnecting', 'offline'] as const) {
        page.agent.drop(link);
        await page.settle();
        timers.pass(499);
      }
      assert.equal(news(page), undefined);
      page.agent.drop('reconnecting');
      await page.settle();
      timers.pass(3);
      await page.settle();
      assert.equal(news(page), 'Reconnecting… You can go on writing.');
      assert.deepEqual(page.spoken(), ['Reconnecting… You can go on writing.']);
    });

    it('lets the customer write on, and sends it afterwards', async () => {
      const page = await ChatPage.live(hello);
      page.agent.drop('offline');
      await page.send('I will wait');
      assert.equal(page.texts.at(-1), 'I will wait');
      page.agent.restore();
      await page.settle();
      assert.deepEqual(
        page.agent.sent.map(({ text }) => text),
        ['I will wait'],
      );
    });
  });

  describe('for those who cannot see it', () => {
    it('reads new messages once, as name and text, and never history or what a gap had swallowed', async () => {
      const page = await ChatPage.live(hello);
      assert.deepEqual(page.spoken(), []);
      page.agent.say('How can I help?');
      await page.settle();
      page.agent.drop();
      page.agent.say('Are you there?');
      page.agent.restore();
      await page.settle();
      page.agent.say('Hello again');
      await page.settle();
      expect(page.texts).to.have.length(4);
      assert.deepEqual(page.spoken(), ['Ines: How can I help?', 'Ines: Hello again']);
    });

    it('has one polite voice and one urgent one, and a log that keeps quiet', async () => {
      const page = await ChatPage.live(hello);
      const regions = page.all('[aria-live]').map((region) => region.getAttribute('aria-live'));
      assert.deepEqual(regions, ['off', 'polite', 'assertive']);
    });
  });

  describe('what the page is told', () => {
    it('is what happened, without a word of the conversation', async () => {
      const page = await ChatPage.open();
      const facts: Event[] = [];
      for (const name of ['before-start', 'contact-started', 'message-received', 'unread-changed', 'contact-ended']) {
        document.body.addEventListener(`deskbell-${name}`, (event) => facts.push(event), { once: true });
      }
      await page.send('A secret');
      page.agent.say('Another secret');
      await page.settle();
      page.agent.finish();
      await page.settle();
      assert.deepEqual(
        facts.map(({ type }) => type),
        [
          'deskbell-before-start',
          'deskbell-contact-started',
          'deskbell-message-received',
          'deskbell-unread-changed',
          'deskbell-contact-ended',
        ],
      );
      expect(facts.every(({ composed, bubbles }) => composed && bubbles)).to.be.true;
      expect(JSON.stringify(facts.map((fact) => ({ ...fact })))).not.to.contain('secret');
      expect(facts[1]).to.have.property('contactId', 'c-1');
      expect(facts[4]).to.include({ contactId: 'c-1', by: 'service' });
    });

    it('can be a start that it does not want', async () => {
      const page = await ChatPage.open();
      document.body.addEventListener('deskbell-before-start', (event) => event.preventDefault(), { once: true });
      await page.send('Hello?');
      expect(page.ports.broker.requests).to.have.length(0);
      await page.session.start();
      await page.settle();
      assert.deepEqual(
        page.agent.sent.map(({ text }) => text),
        ['Hello?'],
      );
    });

    it('never includes what elements ask of each other', async () => {
      const page = await ChatPage.live(hello);
      const heard: string[] = [];
      for (const name of ['submit', 'note', 'read', 'draft', 'earlier', 'warn']) {
        document.body.addEventListener(`deskbell-${name}`, ({ type }) => heard.push(type));
      }
      await page.send('Hello');
      assert.deepEqual(heard, []);
    });
  });

  it('changes its language without losing anything', async () => {
    const page = await ChatPage.live(hello);
    await page.write('half a sent');
    page.chat.strings = ar;
    await page.settle();
    assert.equal(page.all('.base')[0]!.dir, 'rtl');
    assert.equal(page.box.value, 'half a sent');
    assert.deepEqual(page.texts, ['Hello Ada']);
    expect(!!page.button('إنهاء المحادثة')).to.be.true;
    assert.equal(page.all('.bubble p')[0]!.dir, 'auto');
  });
});
