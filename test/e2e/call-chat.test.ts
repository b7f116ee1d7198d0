import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { ChromiumCaller } from '../support/caller.js';
import { CallStage } from '../support/call-stage.js';

suite('from a chat into a call, end to end', () => {
  let stage: CallStage;
  before(async () => {
    stage = await CallStage.start();
  });
  afterEach(() => stage.clear());
  after(() => stage.stop());

  /** In the shop, with an agent in the chat. */
  const chatting = async (): Promise<{ maya: ChromiumCaller; chatId: string }> => {
    const maya = await stage.visit('/');
    await maya.customer.open();
    await maya.customer.write('Do you have it in blue?');
    await maya.customer.sees(/Ines/);
    const { contactId } = await stage.demo.finds('the chat', (contacts) =>
      contacts.find(({ call, state }) => call === null && state === 'active'),
    );
    return { maya, chatId: contactId };
  };

  test('A customer turns a chat into a call; both go on side by side, over closing the panel too', async () => {
    const { maya, chatId } = await chatting();
    await maya.press('Start video call');
    await maya.press('Join');
    await maya.watches();
    await maya.hasMedia();
    await maya.customer.isWellServed();

    await stage.demo.sim(`desk/contacts/${chatId}/messages`, { text: 'I hold it into the camera.' });
    await maya.customer.sees('I hold it into the camera.');
    await maya.customer.write('Lovely.');
    await stage.demo.takesIn('Lovely.');

    await maya.press('Close chat');
    await maya.hasMedia();
    await maya.page.getByRole('button', { name: 'Show call' }).click();
    await maya.watches();
    await stage.hangUp(maya);
    await maya.customer.write('Thank you.');
    await stage.demo.takesIn('Thank you.');
    maya.customer.hasNoTrouble();
  });

  test('An agent asks for a call in the chat, and one press of the customer begins it', async () => {
    const { maya, chatId } = await chatting();
    await stage.demo.sim(`desk/contacts/${chatId}/messages`, {
      text: `Shall we talk? ${stage.demo.origin}/#deskbell-voice-call`,
    });
    await maya.press('Start voice call');
    await maya.press('Join');
    await maya.hasMedia('voice');
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Where the code of calls fails to load twice, the chat says so, and pressing again works', async () => {
    const maya = await stage.visit('/', {}, (page) =>
      page.route(/chunks\/call-[^/]+\.js/, (route) => route.abort('connectionrefused'), { times: 2 }),
    );
    await maya.customer.open();
    await maya.press('Start voice call');
    await maya.customer.reads(/call didn.t load/);
    await maya.press('Start voice call');
    await maya.press('Join');
    await maya.hasMedia('voice');
    await stage.hangUp(maya);
  });

  test('Where the client for calls fails to load twice in the room, Join loads it again', async () => {
    const maya = await stage.visit('/', {}, (page) =>
      page.route(/chunks\/chime-[^/]+\.js/, (route) => route.abort('connectionrefused'), { times: 2 }),
    );
    await maya.customer.open();
    await maya.press('Start voice call');
    await maya.press('Join');
    await maya.hasMedia('voice');
    await stage.hangUp(maya);
  });

  test('A reload in the middle of a call brings the widget back with it, one press away', async () => {
    const { maya } = await chatting();
    await maya.press('Start voice call');
    await maya.press('Join');
    await maya.hasMedia('voice');
    await maya.page.reload();
    await maya.press('Back into the call');
    await maya.hasMedia('voice');
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Nothing of a call is loaded before somebody asks for one', async () => {
    const files: string[] = [];
    const maya = await stage.visit('/', {}, async (page) =>
      page.on('request', (request) => files.push(new URL(request.url()).pathname)),
    );
    await maya.customer.open();
    await maya.customer.write('Hello');
    await maya.customer.sees(/Ines/);
    assert.deepEqual(
      files.filter((file) => /chunks\/(call|chime)/.test(file)),
      [],
    );
    maya.customer.hasNoTrouble();
  });
});
