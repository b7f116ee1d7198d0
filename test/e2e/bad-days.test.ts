import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser, Route } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';
import { until } from '../support/until.js';

interface Item {
  readonly Id: string;
  readonly Type: string;
  readonly ParticipantRole?: string;
  readonly Content?: string;
}

suite('bad days, end to end', () => {
  let demo: Demo;
  let browser: Browser;
  const guests: Customer[] = [];
  const visit = async (options?: Parameters<typeof Customer.visit>[2], path = '/') => {
    const customer = await Customer.visit(browser, `${demo.origin}${path}`, options);
    guests.push(customer);
    return customer;
  };
  const contacts = async () => (await demo.sim<{ contacts: { contactId: string }[] }>('contacts')).contacts;
  const onlyContact = async () => {
    const [contact, ...others] = await contacts();
    assert.ok(contact && others.length === 0, `one contact, not ${others.length + 1}`);
    return contact.contactId;
  };
  const agentHeard = async () => {
    const { transcript } = await demo.sim<{ transcript: Item[] }>(`contacts/${await onlyContact()}`);
    return transcript
      .filter(({ Type, ParticipantRole }) => Type === 'MESSAGE' && ParticipantRole === 'CUSTOMER')
      .map(({ Content }) => Content);
  };
  const agentSays = async (text: string, contentType = 'text/plain') =>
    demo.sim(`desk/contacts/${await onlyContact()}/messages`, { contentType, content: text });
  const faults = (body: object) => demo.sim('faults', body);
  const sockets = (body: object) => demo.sim('sockets', body);
  /** A chat that is connected, with a scripted agent who has accepted and says nothing by itself. */
  const chatting = async (options?: Parameters<typeof Customer.visit>[2]) => {
    await demo.sim('scenarios', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
    });
    const customer = await visit(options);
    await customer.open();
    await customer.sees(/joined/);
    return customer;
  };

  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
    await demo.sim('reset', {});
    await demo.sim('scenarios', { name: 'shop support', preferred: true });
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  suite('the broker', () => {
    const refusal =
      (status: number, body: object | string): ((route: Route) => Promise<void>) =>
      (route) =>
        route.fulfill({
          status,
          body: typeof body === 'string' ? body : JSON.stringify(body),
          contentType: typeof body === 'string' ? 'text/html' : 'application/json',
        });
    const answers: Record<string, (route: Route) => Promise<void>> = {
      'cannot be reached': (route) => route.abort('connectionrefused'),
      'answers 500': refusal(500, 'Internal Server Error'),
      'answers with a page of HTML': refusal(200, '<!doctype html><title>Welcome</title>'),
      'is at another address': refusal(404, '<!doctype html><title>Not found</title>'),
      'refuses this site': refusal(403, { code: 'token/forbidden', requestId: 'r' }),
      'is busy': refusal(503, { code: 'token/busy', requestId: 'r', retryAfterMs: 20_000 }),
      'has had enough requests': refusal(429, { code: 'token/rate-limited', requestId: 'r', retryAfterMs: 60_000 }),
      'is closed': refusal(503, { code: 'token/closed', requestId: 'r' }),
    };
    for (const [name, answer] of Object.entries(answers)) {
      test(`when the broker ${name}, the customer reads why, keeps the text and can try again`, async () => {
        const ada = await visit();
        await ada.page.route('**/v1/chat', answer);
        await ada.open();
        await ada.write('Please help');
        const again = ada.page.getByRole('button', { name: /try (again|now)/i });
        await again.waitFor({ timeout: 20_000 });
        await ada.sees('Please help');
        await ada.page.unroute('**/v1/chat');
        await again.click();
        await ada.sees(/Ines/);
        await demo.takesIn('Please help');
        assert.deepEqual(await agentHeard(), ['Please help']);
        ada.hasNoTrouble();
      });
    }

    test('a start whose answer got lost is asked again, and is still one contact', async () => {
      const ada = await visit();
      let first = true;
      await ada.page.route('**/v1/chat', async (route) => {
        if (!first) return route.continue();
        first = false;
        await fetch(route.request().url(), {
          method: 'POST',
          body: route.request().postData(),
          headers: { origin: demo.origin },
        });
        await route.abort('timedout'); // The contact exists; the answer was lost.
      });
      await ada.open();
      await ada.write('Hello?');
      await ada.sees(/Ines/);
      await onlyContact();
    });

    test('a script tag without a broker says so instead of doing nothing', async () => {
      const ada = await visit();
      await ada.page.route(`${demo.origin}/`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(/ data-broker="[^"]*"/, '') });
      });
      await ada.page.goto(demo.origin);
      await ada.launcher.click();
      await ada.reads(/isn.t available/i);
    });
  });

  suite('what is said', () => {
    test('a message that is too long is stopped before it is sent, with the text kept', async () => {
      const ada = await chatting();
      await ada.box.fill('x'.repeat(20_000));
      await ada.box.press('Enter');
      await ada.reads(/too (long|many)/i);
      assert.equal((await ada.box.inputValue()).length, 20_000);
      await ada.box.fill('short');
      await ada.box.press('Enter');
      await ada.sees('short');
      await demo.takesIn('short');
      assert.deepEqual(await agentHeard(), ['short']);
    });

    test('blank text sends nothing', async () => {
      const ada = await chatting();
      await ada.box.fill('  \n ');
      await ada.box.press('Enter');
      await ada.write('real');
      await ada.sees('real');
      await demo.takesIn('real');
      assert.deepEqual(await agentHeard(), ['real']);
    });

    test('types nobody knows and malformed templates show their best words, never raw JSON and never nothing', async () => {
      const ada = await chatting();
      await agentSays('{"a":1}', 'application/json');
      await agentSays(
        '{"templateType":"Hologram","data":{"content":{"title":"Pick a colour"}}}',
        'application/vnd.amazonaws.connect.message.interactive',
      );
      await agentSays('{broken', 'application/vnd.amazonaws.connect.message.interactive');
      await agentSays('after all that');
      await ada.sees('Pick a colour');
      await ada.sees('after all that');
      const text = await ada.conversation.innerText();
      assert.ok(!/[{}]|templateType/.test(text), text);
      ada.hasNoTrouble();
    });

    test('hostile text is text: nothing runs and nothing is a link that should not be', async () => {
      const ada = await chatting();
      const hostile = [
        '<script>document.title="hacked"</script>',
        '<img src=x onerror="document.title=\'hacked\'">',
        '[click](javascript:document.title="hacked")',
        'javascript:document.title="hacked"',
        '<a href="javascript:alert(1)">x</a>',
      ];
      for (const text of hostile) await agentSays(text, 'text/markdown').catch(() => agentSays(text));
      for (const text of hostile) await ada.sees(text);
      assert.notEqual(await ada.page.title(), 'hacked');
      const links = await ada.conversation
        .getByRole('link')
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
      assert.deepEqual(
        links.filter((protocol) => !/^https?:$/.test(protocol)),
        [],
      );
      ada.hasNoTrouble();
    });
  });

  suite('the connection', () => {
    test('a socket killed in mid-sentence: nothing is lost, nothing is doubled, and the order is kept', async () => {
      const ada = await chatting();
      await ada.write('one');
      await ada.sees('one');
      await sockets({ do: 'reset' });
      await ada.write('two');
      await agentSays('said in the gap');
      await ada.sees('said in the gap');
      await ada.sees('two');
      await ada.write('three');
      await ada.sees('three');
      await demo.takesIn('three');
      assert.deepEqual(await agentHeard(), ['one', 'two', 'three']);
      for (const text of ['one', 'two', 'three', 'said in the gap']) assert.equal(await ada.count(text), 1, text);
    });

    test('one failed request while reconnecting, on a desktop, is no end of the chat', async () => {
      const ada = await chatting();
      await faults({ http: [{ route: 'CreateParticipantConnection', act: 'reset', times: 1 }] });
      await sockets({ do: 'reset' });
      await agentSays('still there?');
      await ada.sees('still there?');
      await ada.write('yes');
      await ada.sees('yes');
      await demo.takesIn('yes');
      assert.deepEqual(await agentHeard(), ['yes']);
    });

    test('one false 403 is a rumour: the chat goes on and nobody is told that it ended', async () => {
      const ada = await chatting();
      await faults({
        http: [
          { route: 'CreateParticipantConnection', act: 'error', status: 403, error: 'AccessDeniedException', times: 1 },
        ],
      });
      await sockets({ do: 'reset' });
      await agentSays('still there?');
      await ada.sees('still there?');
      assert.equal(await ada.page.getByRole('button', { name: /new chat|start again/i }).count(), 0);
      await ada.write('yes');
      await ada.sees('yes');
    });

    test('a half-open socket is noticed, and what was said meanwhile arrives once', async () => {
      const ada = await chatting();
      await sockets({ do: 'pause' });
      await agentSays('into the void');
      await ada.sees('into the void', 45_000);
      assert.equal(await ada.count('into the void'), 1);
    });

    test('offline: the customer is told, writes on, and everything goes out on return', async () => {
      const ada = await chatting();
      await ada.page.context().setOffline(true);
      await sockets({ do: 'reset' });
      await ada.reads(/offline/i);
      await ada.write('from the tunnel');
      await ada.sees('from the tunnel');
      await ada.page.context().setOffline(false);
      await demo.takesIn('from the tunnel');
      assert.deepEqual(await agentHeard(), ['from the tunnel']);
      assert.equal(await ada.count('from the tunnel'), 1);
    });

    test('an answer that gets lost after the message got through does not send it twice', async () => {
      const ada = await chatting();
      await faults({ http: [{ route: 'SendMessage', act: 'reset', when: 'after', times: 1 }] });
      await ada.write('only once');
      await ada.sees('only once');
      await ada.write('next');
      await demo.takesIn('next');
      assert.deepEqual(await agentHeard(), ['only once', 'next']);
      assert.equal(await ada.count('only once'), 1);
    });

    test('a device clock that is wrong by 25 hours changes nothing', async () => {
      const ada = await visit();
      await ada.page.clock.install({ time: Date.now() + 25 * 3_600_000 });
      await ada.page.goto(demo.origin);
      await ada.page.clock.resume();
      await ada.open();
      await ada.write('Where is my order?');
      await ada.sees(/your order left our warehouse/, 25_000);
      assert.deepEqual(await agentHeard(), ['Where is my order?']);
      const { calls } = await demo.sim<{ calls: unknown[] }>('calls?operation=CreateParticipantConnection');
      assert.ok(calls.length <= 3, `${calls.length} connection requests`);
    });

    test('a ticket that expired before it was used is replaced by a fresh one', async () => {
      const ada = await visit();
      await faults({
        http: [
          { route: 'CreateParticipantConnection', act: 'error', status: 403, error: 'AccessDeniedException', times: 2 },
        ],
      });
      await ada.open();
      await ada.write('Hello');
      await ada.sees(/Ines/, 25_000);
      assert.equal((await contacts()).length, 2);
    });

    test('a contact that ended while nobody was connected is told as ended', async () => {
      const ada = await chatting();
      await faults({ knobs: { upgrade: 'refuse' } });
      await sockets({ do: 'reset' });
      await demo.sim(`contacts/${await onlyContact()}/end`, { reason: 'AGENT_DISCONNECT' });
      await faults({ knobs: { upgrade: 'accept' } });
      await ada.page.getByRole('button', { name: /new chat|start again/i }).waitFor({ timeout: 30_000 });
    });
  });

  suite('the page', () => {
    test('a refresh in mid-chat: the conversation, the text in the box and the contact are still there', async () => {
      const ada = await chatting();
      await ada.write('before the refresh');
      await ada.sees('before the refresh');
      await ada.box.fill('half a sent');
      await ada.page.reload();
      await ada.sees('before the refresh');
      assert.equal(await ada.box.inputValue(), 'half a sent');
      await agentSays('welcome back');
      await ada.sees('welcome back');
      await ada.write('thank you');
      await ada.sees('thank you');
      await demo.takesIn('thank you');
      assert.deepEqual(await agentHeard(), ['before the refresh', 'thank you']);
      assert.equal(await ada.count('before the refresh'), 1);
    });

    test('a refresh while a message is on its way: it goes out, and so does what is written before all is loaded', async () => {
      const ada = await chatting();
      await faults({ http: [{ route: 'SendMessage', act: 'hang', times: 1 }] });
      await ada.write('on its way');
      await until('the message hangs', async () => (await demo.sim<{ http: object[] }>('faults')).http.length === 0);
      let load: () => void = () => {};
      const loading = new Promise<void>((resolve) => (load = resolve));
      await ada.page.route('**/session-*.js', (route) => loading.then(() => route.continue()));
      await ada.page.reload({ waitUntil: 'commit' });
      await ada.write('at once');
      await ada.sees('at once');
      load();
      await demo.takesIn('at once');
      assert.deepEqual(await agentHeard(), ['on its way', 'at once']);
      ada.hasNoTrouble();
    });

    /** A customer who has written something, whose first request for a chat nobody answers. */
    const unanswered = async () => {
      const ada = await visit();
      let asked = 0;
      await ada.page.route('**/v1/chat', (route) => (asked++ ? route.continue() : undefined));
      await ada.open();
      await ada.page.waitForRequest('**/v1/chat');
      await ada.write('Where is my order?');
      await ada.sees('Where is my order?');
      return { ada, requests: () => asked };
    };

    test('a refresh before anybody has answered goes on with the start: one contact, and what was written arrives', async () => {
      const { ada } = await unanswered();
      await ada.page.reload();
      await ada.sees('Where is my order?');
      await demo.takesIn('Where is my order?');
      assert.deepEqual(await agentHeard(), ['Where is my order?']);
      assert.equal(await ada.count('Where is my order?'), 1);
      ada.hasNoTrouble();
    });

    test('a tab that is opened again long after a start nobody answered starts nothing by itself, and keeps what was written', async () => {
      const { ada, requests } = await unanswered();
      await ada.page.evaluate(() => {
        const key = Object.keys(localStorage).find((each) => each.endsWith(':startKey')) ?? '';
        const kept = JSON.parse(localStorage.getItem(key) ?? '') as { at: number };
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 301_000 }));
      });
      await ada.page.reload({ waitUntil: 'networkidle' });
      assert.deepEqual([requests(), (await contacts()).length, await ada.box.isVisible()], [1, 0, false]);
      await ada.open();
      await ada.sees('Where is my order?');
      await demo.takesIn('Where is my order?');
      assert.deepEqual(await agentHeard(), ['Where is my order?']);
      ada.hasNoTrouble();
    });

    test('refreshes while the code of the chat is on its way lose nothing that was written, and send it once', async () => {
      const ada = await visit();
      let isThere = false;
      await ada.page.route('**/chunks/session-*.js', (route) => (isThere ? route.continue() : undefined));
      await ada.open();
      await ada.write('Where is my order?');
      await ada.box.fill('half a sent');
      for (const there of [false, true]) {
        isThere = there;
        await ada.page.reload();
        await ada.sees('Where is my order?');
        assert.equal(await ada.box.inputValue(), 'half a sent');
      }
      await demo.takesIn('Where is my order?');
      assert.equal(await ada.box.inputValue(), 'half a sent');
      assert.deepEqual(await agentHeard(), ['Where is my order?']);
      assert.equal(await ada.count('Where is my order?'), 1);
      assert.deepEqual(
        await ada.page.evaluate(() => Object.keys(sessionStorage).filter((key) => /early/.test(key))),
        [],
      );
      ada.hasNoTrouble();
    });

    test('a refresh in the middle of reading leaves the reader where they were', async () => {
      const ada = await chatting();
      for (let count = 1; count <= 30; count++) await agentSays(`line ${count}`);
      await ada.sees('line 30');
      const place = () => ada.conversation.evaluate((log) => Math.round(log.scrollTop));
      const toLatest = ada.page.getByRole('button', { name: /latest/i });
      await ada.conversation.evaluate((log) => (log.scrollTop = -400));
      await toLatest.waitFor();
      await ada.page.reload();
      await ada.sees('line 30');
      await toLatest.waitFor();
      assert.ok(Math.abs((await place()) + 400) < 24, `${await place()}`);
    });

    test('a browser that keeps nothing chats on, and says what a refresh would lose', async () => {
      const ada = await visit(undefined, '/_sim/');
      await ada.page.addInitScript(() => {
        const get = () => {
          throw new DOMException('no', 'SecurityError');
        };
        for (const name of ['sessionStorage', 'localStorage', 'indexedDB']) {
          Object.defineProperty(window, name, { get, configurable: true });
        }
      });
      await ada.page.goto(`${demo.origin}/`);
      await ada.open();
      await ada.write('Hello');
      await ada.sees('Hello');
      await ada.page.getByText('Not saved on this device').waitFor();
      ada.hasNoTrouble();
    });

    test('navigated away and back, the chat goes on', async () => {
      const ada = await chatting();
      await ada.write('before I go');
      await ada.sees('before I go');
      await ada.page.goto(`${demo.origin}/_sim/`);
      await agentSays('while you were away');
      await ada.page.goBack();
      await ada.sees('while you were away');
      await ada.sees('before I go');
      await ada.write('back again');
      await ada.sees('back again');
      await demo.takesIn('back again');
      assert.deepEqual(await agentHeard(), ['before I go', 'back again']);
    });

    test('with storage blocked the chat works as long as the page lives', async () => {
      const ada = await visit();
      await ada.page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('blocked', 'SecurityError');
            },
          });
      });
      await ada.page.goto(demo.origin);
      await ada.open();
      await ada.write('Where is my order?');
      await ada.sees(/your order left our warehouse/);
      ada.hasNoTrouble();
    });

    test('an element that is moved, removed and put back loses nothing', async () => {
      const ada = await chatting();
      await ada.write('before the move');
      await ada.sees('before the move');
      await ada.box.fill('half a sent');
      await ada.page.evaluate(() => {
        const widget = document.querySelector('deskbell-widget');
        if (!widget) throw new Error('no widget');
        document.querySelector('main')?.append(widget);
      });
      await ada.sees('before the move');
      await ada.page.evaluate(() => {
        const widget = document.querySelector('deskbell-widget');
        widget?.remove();
        (window as unknown as { kept: unknown }).kept = widget;
      });
      await agentSays('while it was gone');
      await ada.page.evaluate(() => document.body.append((window as unknown as { kept: Node }).kept));
      await ada.sees('while it was gone');
      assert.equal(await ada.box.inputValue(), 'half a sent');
      await ada.write('still the same chat');
      await ada.sees('still the same chat');
      await demo.takesIn('still the same chat');
      assert.deepEqual(await agentHeard(), ['before the move', 'still the same chat']);
    });
  });
});
