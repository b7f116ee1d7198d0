import type { Browser as Chromium, BrowserContextOptions, Page } from 'playwright-core';
import { ChromiumCaller, launchForCalls, type Caller } from './caller.js';
import { startDemo, type Demo, type DeskContact } from './demo.js';
import { until } from './until.js';

/** What the service tells of one connection. */
export interface ServiceConnection {
  readonly contactId: string;
  readonly externalUserId: string;
  readonly isShare: boolean;
  readonly connected: boolean;
  readonly present: boolean;
  readonly camera: boolean;
  readonly muted: boolean;
  readonly received: { readonly audio: number; readonly video: number };
  readonly sent: { readonly audio: number; readonly video: number };
}

/** The demo as `npm start` runs it, a browser with drawn devices, and whoever calls. */
export class CallStage {
  readonly demo: Demo;
  readonly browser: Chromium;
  readonly #guests: Caller[] = [];

  private constructor(demo: Demo, browser: Chromium) {
    this.demo = demo;
    this.browser = browser;
  }

  static async start(devices?: Parameters<typeof launchForCalls>[0]): Promise<CallStage> {
    const [demo, browser] = await Promise.all([startDemo(), launchForCalls(devices)]);
    return new CallStage(demo, browser);
  }

  /** Opens a page; everybody who came goes with `clear`. */
  async visit(
    path = '/call/',
    options?: BrowserContextOptions,
    prepare?: (page: Page) => Promise<unknown>,
    browser = this.browser,
  ): Promise<ChromiumCaller> {
    return this.greet(await ChromiumCaller.visit(browser, `${this.demo.origin}${path}`, options, prepare));
  }

  /** Takes somebody in, to be sent away with the others. */
  greet<Guest extends Caller>(guest: Guest): Guest {
    this.#guests.push(guest);
    return guest;
  }

  /** Waits for the desk's newest call to be as `fits` says, and answers it. */
  call(
    what: string,
    fits: (call: NonNullable<DeskContact['call']>, contact: DeskContact) => boolean,
    timeoutMs?: number,
  ): Promise<DeskContact> {
    return this.demo.finds(
      what,
      (contacts) => contacts.findLast((contact) => contact.call && fits(contact.call, contact)),
      timeoutMs,
    );
  }

  /** The one call that is not over. */
  async contactId(): Promise<string> {
    return (await this.call('a call', (_, { state }) => state !== 'over')).contactId;
  }

  /** Does something as the agent of the one call, or with its network. */
  async agent<Answer>(verb: string, body: object = {}): Promise<Answer> {
    return this.demo.sim<Answer>(`desk/contacts/${await this.contactId()}/${verb}`, body);
  }

  /** Connections of the calls, as the service counts them. */
  async media(contactId?: string): Promise<readonly ServiceConnection[]> {
    const query = contactId === undefined ? '' : `?contactId=${contactId}`;
    return (await this.demo.sim<{ connections: readonly ServiceConnection[] }>(`media${query}`)).connections;
  }

  /** Waits until the service counts the customer's packets, and sends its own. */
  async hears(kind: 'voice' | 'video'): Promise<void> {
    const contactId = await this.contactId();
    const isMedia = ({ audio, video }: ServiceConnection['sent']): boolean =>
      audio > 20 && (kind === 'voice' || video > 5);
    await until('the service counts sound and pictures both ways', async () =>
      (await this.media(contactId)).some(
        ({ present, received, sent }) => present && isMedia(received) && isMedia(sent),
      ),
    );
  }

  /** Waits until the service has these digits of the one call. */
  digits(pressed: string): Promise<DeskContact> {
    return this.call(`the digits ${pressed}`, ({ digits }) => digits === pressed);
  }

  /** The customer leaves, and says that they mean it. */
  async hangUp(caller: Caller): Promise<void> {
    const contactId = await this.contactId();
    await caller.leaveCall();
    await this.call('the call is over', (_, contact) => contact.contactId === contactId && contact.state === 'over');
    await caller.isDark();
  }

  /** After each test: a page left behind with its camera off would freeze the drawn camera of all later ones. */
  async clear(): Promise<void> {
    await Promise.all(this.#guests.splice(0).map((guest) => guest.leave()));
    await this.demo.sim('reset', {});
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.demo.stop();
  }
}
