import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { createStage, page, seen, tag, type Stage } from './stage.js';

let stage: Stage;
before(async () => (stage = await createStage()));
after(() => stage.close());
afterEach(() => stage.clear());

const scripts = (): readonly string[] => stage.server.asked.filter((path) => path.includes('.js'));

test('The launcher shows after one request, and nothing else is asked for until somebody wants it', async () => {
  const shop = await stage.visit(page(tag()));
  const launcher = shop.getByRole('button', { name: /^Chat/ });
  await launcher.waitFor();
  await shop.waitForLoadState('networkidle');
  assert.deepEqual(scripts(), ['/deskbell.js']);
  assert.equal(await launcher.getAttribute('aria-expanded'), 'false');
  assert.deepEqual(await seen(shop), { violations: [], failures: [], shifts: 0 });
  assert.deepEqual(await shop.context().cookies(), []);
});

for (const [how, act] of [
  ['hovers over', 'hover'],
  ['focuses', 'focus'],
] as const) {
  test(`Whoever ${how} the launcher gets the app fetched ahead, but not run`, async () => {
    const shop = await stage.visit(page(tag()));
    const fetched = shop.waitForResponse(/chunks\/app-/);
    await shop.getByRole('button', { name: /^Chat/ })[act]();
    await fetched;
    await shop.waitForLoadState('networkidle');
    assert.deepEqual(
      scripts().map((path) => path.replace(/-[\w-]{6}/, '')),
      ['/deskbell.js', '/chunks/app.js'],
    );
    assert.equal(await shop.evaluate(() => customElements.get('deskbell-widget')), undefined);
  });
}

test('A click opens a panel to type into; launcher and page stay where they are', async () => {
  const shop = await stage.visit(page(tag()));
  const launcher = shop.getByRole('button', { name: /^Chat/ });
  const before = await launcher.boundingBox();
  await shop.evaluate(() => Object.assign(globalThis, { first: document.querySelector('deskbell-launcher') }));
  await launcher.click();
  const box = shop.getByRole('textbox', { name: 'Message' });
  await box.fill('Is the blue one dishwasher safe?');
  assert.equal(await launcher.getAttribute('aria-expanded'), 'true');
  assert.ok(
    await shop.evaluate(
      () => document.querySelector('deskbell-launcher') === (globalThis as { first?: unknown }).first,
    ),
  );
  assert.deepEqual(await launcher.boundingBox(), before);
  assert.equal(await box.evaluate((element) => element.matches(':focus')), true);
  await shop.keyboard.press('Escape');
  assert.equal(await launcher.evaluate((element) => element.matches(':focus')), true);
  const { shifts, violations } = await seen(shop);
  assert.deepEqual({ shifts, violations }, { shifts: 0, violations: [] });
});

test('The keyboard alone gets there and back', async () => {
  const shop = await stage.visit(page(tag()));
  await shop.getByRole('button', { name: /^Chat/ }).waitFor();
  await shop.keyboard.press('Tab');
  await shop.keyboard.press('Enter');
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  await shop.keyboard.type('Hello');
  await shop.keyboard.press('Escape');
  await shop.keyboard.press('Enter');
  assert.equal(await shop.getByRole('textbox', { name: 'Message' }).inputValue(), 'Hello');
});

test('What the page asked for before anything was loaded is done, in its order', async () => {
  const shop = await stage.visit(page(`<script src="/snippet.js"></script>${tag()}`));
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  assert.equal(await shop.evaluate(() => document.querySelector('deskbell-widget')!.displayName), 'Maya');
  await shop.evaluate(() => (globalThis as unknown as { deskbell: unknown[][] }).deskbell.push(['close']));
  await shop.getByRole('textbox', { name: 'Message' }).waitFor({ state: 'hidden' });
});

test('Settings alone load nothing', async () => {
  const shop = await stage.visit(page(tag()));
  await shop.getByRole('button', { name: /^Chat/ }).waitFor();
  await shop.evaluate(() =>
    (globalThis as unknown as { deskbell: unknown[][] }).deskbell.push(['configure', { theme: 'dark' }]),
  );
  await shop.waitForLoadState('networkidle');
  assert.deepEqual(scripts(), ['/deskbell.js']);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  assert.equal(await shop.evaluate(() => document.querySelector('deskbell-widget')!.theme), 'dark');
});

test('An app that does not load is told in words beside the launcher, and the next press tries again', async () => {
  const shop = await stage.visit(page(tag()));
  stage.breakFiles(/chunks/);
  const launcher = shop.getByRole('button', { name: /^Chat/ });
  await launcher.click();
  const note = shop.getByRole('alert').filter({ hasText: /Try again/ });
  await note.waitFor();
  assert.deepEqual((await seen(shop)).failures, ['connection/load-failed']);
  await launcher.click();
  await shop.waitForFunction(
    () => (globalThis as unknown as { seen: { failures: unknown[] } }).seen.failures.length === 2,
  );
  stage.breakFiles();
  await launcher.click();
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  await note.waitFor({ state: 'hidden' });
});

/** Whether the page takes every press except where our button, words or panel are to be seen. */
const pageIsFree = (shop: Page): Promise<boolean> =>
  shop.evaluate(() => {
    const widget = document.querySelector('deskbell-widget')!;
    const shown = [widget, ...widget.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll('button, p, b, dialog[open]') ?? [])].map((one) => one.getBoundingClientRect()),
    );
    for (let x = 5; x < innerWidth; x += 20) {
      for (let y = 5; y < innerHeight; y += 20) {
        const ours = document.elementFromPoint(x, y)?.closest('deskbell-widget, deskbell-launcher');
        const seen = shown.some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom);
        if (ours && !seen) return false;
      }
    }
    return true;
  });

test('An app that cannot be had is asked for twice, then a plain link is another way, and nothing covers the page', async () => {
  const shop = await stage.visit(page(tag('data-broker="/broker" data-contact="mailto:help@shop.example"')));
  stage.breakFiles(/chunks/);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  const link = shop.getByRole('link', { name: 'mailto:help@shop.example' });
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), 'mailto:help@shop.example');
  assert.equal(new Set(scripts().filter((path) => path.includes('chunks/app'))).size, 2);
  assert.ok(await pageIsFree(shop));
  stage.breakFiles();
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  await link.waitFor({ state: 'hidden' });
  assert.deepEqual((await seen(shop)).violations, []);
});

test('A file that fails once is there all the same, and nobody is told', async () => {
  const shop = await stage.visit(page(tag()));
  await shop.route(/chunks\/app-[^?]*$/, (route) => route.abort());
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).waitFor();
  assert.deepEqual(
    (await seen(shop)).failures.filter((code) => code === 'connection/load-failed'),
    [],
  );
});

for (const [what, file, width, says] of [
  ['the app', /chunks\/app/, 1280, /lädt nicht/],
  ['the app, on a phone', /chunks\/app/, 390, /lädt nicht/],
  ['the session', /chunks\/session/, 1280, /lädt nicht/],
  ['its words', /chunks\/de/, 1280, /problem on our side/],
] as const) {
  test(`Without ${what} a customer reads so, finds another way, and no invisible layer covers the page`, async () => {
    const shop = await stage.visit(
      page(tag('data-broker="/broker" data-contact="tel:+4930123456"'), undefined, 'lang="de"'),
    );
    await shop.setViewportSize({ width, height: 844 });
    stage.breakFiles(file);
    await shop.getByRole('button', { name: /^Chat/ }).click();
    await shop.getByText(says).first().waitFor();
    await shop.getByRole('link', { name: 'tel:+4930123456' }).waitFor();
    assert.ok(await pageIsFree(shop));
  });
}

test('An app that is not the one that was built is not run', async () => {
  const shop = await stage.visit(page(tag()));
  stage.tamperWith(/chunks\/app/);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop
    .getByRole('alert')
    .filter({ hasText: /Try again/ })
    .waitFor();
  assert.equal(await shop.evaluate(() => (globalThis as { bad?: number }).bad), undefined);
});

test('A session that does not load is told in the panel, keeps what was written, and can be tried again', async () => {
  const shop = await stage.visit(page(tag()));
  stage.breakFiles(/chunks\/session/);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).fill('Still here?');
  stage.breakFiles();
  const asked = shop.waitForRequest(/broker\/v1\/chat/);
  await shop.getByRole('button', { name: 'Try again' }).click();
  await asked;
  assert.equal(await shop.getByRole('textbox', { name: 'Message' }).inputValue(), 'Still here?');
});

test('Moving the widget, removing it and putting it back loses nothing, and a second one shows the same chat', async () => {
  const shop = await stage.visit(page(tag()));
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).fill('Still here?');
  const same = await shop.evaluate(() => {
    const widget = document.querySelector('deskbell-widget')!;
    const { session } = widget;
    document.body.prepend(widget);
    widget.remove();
    document.body.append(widget);
    const second = document.createElement('deskbell-widget');
    second.broker = 'broker/';
    document.body.append(second);
    second.open();
    const shared = second.session === session;
    second.remove();
    return shared && widget.session === session;
  });
  assert.equal(same, true);
  assert.equal(await shop.getByRole('textbox', { name: 'Message' }).inputValue(), 'Still here?');
});

test('A second tag on the page changes nothing', async () => {
  const shop = await stage.visit(page(`${tag()}<script async src="/deskbell.js?again" data-broker="/other"></script>`));
  await shop.waitForLoadState('networkidle');
  assert.equal(await shop.getByRole('button', { name: /^Chat/ }).count(), 1);
  assert.equal(await shop.locator('deskbell-widget').count(), 1);
});

test('A page that names no broker says so in the panel, and to the page', async () => {
  const shop = await stage.visit(page(tag('')));
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.waitForFunction(
    () => (globalThis as unknown as { seen: { failures: unknown[] } }).seen.failures.length > 0,
  );
  assert.deepEqual((await seen(shop)).failures, ['config/broker-missing']);
  assert.ok(!stage.server.asked.some((path) => path.includes('/v1/')));
});

test('The tag speaks the page’s language from the start, and takes the corner it is given', async () => {
  const german = await stage.visit(page(tag(), undefined, 'lang="de-AT"'));
  const launcher = german.getByRole('button', { name: 'Chat öffnen' });
  await launcher.click();
  await german.getByRole('textbox', { name: 'Nachricht' }).waitFor();

  const arabic = await stage.visit(
    page(tag('data-broker="/broker" data-language="ar"'), undefined, 'dir="rtl" lang="ar"'),
  );
  const box = await arabic.locator('deskbell-launcher').boundingBox();
  assert.ok(box && box.x < 100, 'on the left, where lines end');

  const start = await stage.visit(page(tag('data-broker="/broker" data-position="start" data-accent="#ffd400"')));
  const corner = await start.locator('deskbell-launcher').boundingBox();
  assert.ok(corner && corner.x < 100);
  assert.equal(
    await start.getByRole('button', { name: /^Chat/ }).evaluate((button) => getComputedStyle(button).backgroundColor),
    'rgb(255, 212, 0)',
  );
});

test('Letters beyond English are right on pages that say nothing of their encoding', async () => {
  const shop = await stage.visit(page(tag(), undefined, 'lang="de"').replace('<meta charset="utf-8">', ''));
  assert.notEqual(await shop.evaluate(() => document.characterSet), 'UTF-8');
  await shop.getByRole('button', { name: 'Chat öffnen' }).waitFor();
});

test('A tab that is in a chat finds itself back in it on the next page', async () => {
  const context = await stage.newContext();
  const first = await stage.visit(page(tag()), context);
  await first.evaluate((origin) => {
    const ticket = {
      contactId: 'c',
      participantId: 'p',
      participantToken: 't',
      handle: 'h',
      region: 'us-west-2',
      endpoint: origin,
      connectWithinMs: 300_000,
      connectBy: Date.now() + 300_000,
      connected: true,
      features: { attachments: false, markdown: false, typing: true, receipts: false, maxMessageBytes: 1024 },
    };
    sessionStorage.setItem(
      `deskbell:${origin}/broker:ticket`,
      JSON.stringify({ version: 1, at: Date.now(), value: ticket }),
    );
    sessionStorage.setItem(`deskbell:${origin}/broker:open`, '1');
  }, stage.server.origin);
  const connected = first.waitForRequest(/participant\/connection/);
  await first.reload();
  await first.getByRole('textbox', { name: 'Message' }).waitFor();
  await connected;
});

test('Pages that forbid storage have a chat all the same', async () => {
  const context = await stage.newContext();
  await context.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage']) {
      Object.defineProperty(globalThis, name, {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    }
  });
  const shop = await stage.visit(page(tag()), context);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox', { name: 'Message' }).fill('Hello');
});

test('Nothing of it breaks a strict policy, whatever the customer does', async () => {
  const shop = await stage.visit(page(tag(), undefined, 'lang="de"'));
  const client = shop.waitForResponse(/chunks\/connect/);
  await shop.getByRole('button', { name: /^Chat/ }).click();
  await shop.getByRole('textbox').fill('Hallo');
  await shop.keyboard.press('Enter');
  await client;
  await shop.waitForLoadState('networkidle');
  const { shifts, violations } = await seen(shop);
  assert.deepEqual({ shifts, violations }, { shifts: 0, violations: [] });
});
