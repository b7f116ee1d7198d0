import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { createSimulator } from '../../src/simulator/index.js';
import { firefox } from '../support/browsers.mjs';
import { serveCallPage } from '../support/call-pages.mjs';
import { until, type Ticket } from './caller.js';

const executablePath = firefox();

test(
  'sound and pictures go both ways in Firefox',
  { skip: !executablePath && 'Firefox is not installed' },
  async (t) => {
    const simulator = createSimulator();
    const { origin } = await simulator.listen();
    const served = await serveCallPage();
    t.after(async () => {
      await served.close();
      await simulator.close();
    });
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: executablePath ?? '',
      headless: true,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
        'media.autoplay.blocking_policy': 0,
      },
    });
    try {
      const started = await fetch(`${origin}/_sim/calls/start`, { method: 'POST', body: '{}' });
      const { contactId, connection } = (await started.json()) as Ticket;
      const page = await browser.newPage();
      await page.goto(served.url);
      await page.waitForFunction(() => 'startCall' in window);
      await page.evaluate(
        (data) => (window as unknown as { startCall(data: unknown): Promise<void> }).startCall(data),
        connection as unknown as Record<string, string>,
      );
      await page.waitForFunction(() => {
        const { videoWidth, currentTime } = document.getElementById('remote') as HTMLVideoElement;
        return videoWidth > 0 && currentTime > 0.6;
      });
      const found = await until(
        () => simulator.media.list(contactId).find((one) => one.received.audio > 50 && one.received.video > 5),
        'Sound and pictures of Firefox',
      );
      assert.ok(found.sent.audio > 50 && found.sent.video > 10);
      await fetch(`${origin}/_sim/desk/contacts/${contactId}/end`, { method: 'POST', body: '{}' });
      await page.waitForFunction(() =>
        (window as unknown as { call: { events: { name: string; detail: unknown }[] } }).call.events.some(
          (one) => one.name === 'stopped' && one.detail === 'MeetingEnded',
        ),
      );
    } finally {
      await browser.close();
    }
  },
);
