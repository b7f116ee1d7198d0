import assert from 'node:assert/strict';
import type { Browser as Chromium, BrowserContextOptions, Page } from 'playwright-core';
import type { Browser as Firefox, ElementHandle, Page as FirefoxPage } from 'puppeteer-core';
import type { DeskbellCall } from '../../src/elements/call/call.js';
import { installProbe, type CallFigures, type CallProbe } from './call-probe.js';
import { firefox, launchChromium } from './browsers.mjs';
import { Customer } from './customer.js';

declare global {
  interface Window {
    readonly probe: CallProbe;
  }
}

/** How long anything in a call may take before a test gives up on it. */
const patience = 60_000;

/**
 * Chromium with drawn devices. Its camera draws five pictures a second: enough to see that they move, and each costs the
 * cores twice. `devices`: `allowed` or `denied` without asking, or `none` at all. It is the whole
 * browser's: the packaged one knows no other way to answer.
 */
export const launchForCalls = (devices: 'allowed' | 'denied' | 'none' = 'allowed'): Promise<Chromium> =>
  launchChromium({
    args: [
      `--use-fake-device-for-media-stream=fps=5${devices === 'none' ? ',device-count=0' : ''}`,
      `--use-fake-ui-for-media-stream${devices === 'denied' ? '=deny' : ''}`,
      '--autoplay-policy=no-user-gesture-required',
      // Without it no candidate is gathered on a machine that has a loopback interface only.
      '--allow-loopback-in-peer-connection',
      // Chooses in the picker of a shared screen; there is nobody to press it.
      '--auto-select-desktop-capture-source=Entire screen',
    ],
  });

/** Firefox with drawn devices and no questions, or undefined where it is not installed. */
export async function launchFirefoxForCalls(): Promise<Firefox | undefined> {
  const executablePath = firefox();
  if (!executablePath) return undefined;
  const { default: puppeteer } = await import('puppeteer-core');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
    },
  });
}

/** Runs in the page; what it needs comes as one value. */
type InPage<Value, Result> = (value: Value) => Result | Promise<Result>;

/** What a call looks like from outside, in any browser. Waits are for something to become true, never for time. */
export abstract class Caller {
  /** Presses the button with this name, as soon as it can be seen. */
  abstract press(name: string): Promise<void>;
  abstract evaluate<Result, Value = undefined>(task: InPage<Value, Result>, value?: Value): Promise<Result>;
  abstract leave(): Promise<void>;

  /** Resolves when `task` answers something true. Says `what` when it never does. */
  async until<Result, Value = undefined>(
    what: string,
    task: InPage<Value, Result>,
    value?: Value,
    timeout = patience,
  ): Promise<void> {
    const deadline = performance.now() + timeout;
    // A page that is just being left answers nothing; the next one will.
    while (!(await this.evaluate(task, value).catch(() => false))) {
      if (performance.now() > deadline) throw new Error(`${what}: it never came to that. ${await this.#says()}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  async #says(): Promise<string> {
    return `The page says: ${await this.evaluate(() => window.probe.text().trim().slice(-800)).catch(String)}`;
  }

  /** Presses until the question whether the call shall really be left is answered. */
  async leaveCall(): Promise<void> {
    await this.press('Leave call');
    await this.until('To be asked', () => window.probe.deep('[role=alertdialog]') !== undefined);
    await this.press('Leave call');
  }

  /** The contact of the call this page is in. */
  contactId(): Promise<string | undefined> {
    return this.evaluate(() => {
      const call = window.probe.deep('deskbell-call') as DeskbellCall | undefined;
      const phase = call?.session?.store.state.phase;
      return phase && 'contact' in phase ? phase.contact?.contactId : undefined;
    });
  }

  /** Waits until `text` stands anywhere on the page. */
  reads(text: RegExp, timeout?: number): Promise<void> {
    const { source, flags } = text;
    return this.until(
      `To read ${text}`,
      (sought) => new RegExp(sought.source, sought.flags).test(window.probe.text()),
      { source, flags },
      timeout,
    );
  }

  /** Waits until the picture of this part is there, and moves. */
  watches(part = 'remote-video', timeout?: number): Promise<void> {
    return this.until(
      `A moving picture in ${part}`,
      (name) => {
        const video = window.probe.deep(`video[part~="${name}"]`) as (HTMLVideoElement & { from?: number }) | undefined;
        if (!video || video.videoWidth === 0 || video.paused) return false;
        video.from ??= video.currentTime;
        return video.currentTime > video.from + 0.2;
      },
      part,
      timeout,
    );
  }

  /** Waits until packets and sound go both ways, and pictures too unless it is about a voice alone. */
  async hasMedia(kind: 'voice' | 'video' = 'video'): Promise<CallFigures> {
    await this.until(
      'Sound and pictures both ways',
      async (needsVideo) => {
        const { inAudio, inVideo, outAudio, outVideo, inEnergy, outEnergy } = await window.probe.figures();
        const heard = inAudio > 20 && outAudio > 20 && inEnergy > 0 && outEnergy !== 0;
        return heard && (!needsVideo || (inVideo > 5 && outVideo > 5));
      },
      kind === 'video',
    );
    return this.evaluate(() => window.probe.figures());
  }

  /** Waits until packets come and go from now on, whatever was before. */
  async flows(kind: 'voice' | 'video' = 'video', timeout?: number): Promise<void> {
    await this.evaluate(() => void window.probe.grown());
    await this.until(
      'Sound and pictures flow',
      async (needsVideo) => {
        const { inAudio, outAudio, inVideo, outVideo } = await window.probe.grown();
        return inAudio > 0 && outAudio > 0 && (!needsVideo || (inVideo > 0 && outVideo > 0));
      },
      kind === 'video',
      timeout,
    );
  }

  /** Waits until nothing captures any more and nothing is connected. Something must have captured before. */
  async isDark(): Promise<void> {
    const captured = await this.evaluate(() => window.probe.tracks.length);
    assert.ok(captured > 0, 'something was captured before');
    await this.until('Every light off', () => window.probe.tracks.every(({ readyState }) => readyState === 'ended'));
    await this.until('Every connection closed', () =>
      window.probe.connections.every(({ signalingState }) => signalingState === 'closed'),
    );
  }
}

/** A caller in Chromium; `customer` has the words of the other tests. */
export class ChromiumCaller extends Caller {
  readonly customer: Customer;

  private constructor(customer: Customer) {
    super();
    this.customer = customer;
  }

  /** `prepare` is called before the page is opened. */
  static async visit(
    browser: Chromium,
    url: string,
    options: BrowserContextOptions = {},
    prepare?: (page: Page) => Promise<unknown>,
  ): Promise<ChromiumCaller> {
    const customer = await Customer.visit(browser, 'about:blank', {
      permissions: ['camera', 'microphone'],
      ...options,
    });
    return ChromiumCaller.#open(customer, url, prepare);
  }

  static async #open(customer: Customer, url: string, prepare?: (page: Page) => Promise<unknown>) {
    await customer.page.addInitScript(installProbe);
    await prepare?.(customer.page);
    await customer.page.goto(url);
    return new ChromiumCaller(customer);
  }

  /** Another tab of the same browser profile. */
  async secondTab(url: string): Promise<ChromiumCaller> {
    return ChromiumCaller.#open(await this.customer.secondTab(), url);
  }

  get page(): Page {
    return this.customer.page;
  }

  async press(name: string): Promise<void> {
    await this.until(`A button “${name}”`, (wanted) => window.probe.button(wanted) !== undefined, name);
    const button = await this.page.evaluateHandle((wanted) => window.probe.button(wanted), name);
    const element = button.asElement();
    await element?.click({ timeout: patience }).catch(async (error: unknown) => {
      // It is waited for until it stands still for two pictures: does it move, or is nothing drawn?
      const places = await this.evaluate((wanted) => window.probe.places(wanted), name);
      throw new Error(`“${name}” cannot be pressed. Where it was in a second: ${places.join(' ') || 'nothing drawn'}`, {
        cause: error,
      });
    });
    await button.dispose(); // A handle would keep the element, and all around it.
  }

  evaluate<Result, Value>(task: InPage<Value, Result>, value?: Value): Promise<Result> {
    return this.page.evaluate(task as (value: unknown) => Result, value);
  }

  leave(): Promise<void> {
    return this.customer.leave();
  }
}

/** The same in Firefox, whose driver knows no roles: buttons are found by their accessible name in the page. */
export class FirefoxCaller extends Caller {
  readonly page: FirefoxPage;

  private constructor(page: FirefoxPage) {
    super();
    this.page = page;
  }

  static async visit(browser: Firefox, url: string): Promise<FirefoxCaller> {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(installProbe);
    await page.goto(url);
    return new FirefoxCaller(page);
  }

  async press(name: string): Promise<void> {
    await this.until(`A button “${name}”`, (wanted) => window.probe.button(wanted) !== undefined, name);
    const button = await this.page.evaluateHandle((wanted) => window.probe.button(wanted), name);
    await (button as ElementHandle).click();
    await button.dispose();
  }

  evaluate<Result, Value>(task: InPage<Value, Result>, value?: Value): Promise<Result> {
    return this.page.evaluate(task as (value: unknown) => Result, value);
  }

  async leave(): Promise<void> {
    await this.page.close();
  }
}
