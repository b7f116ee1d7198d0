import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createSimulator, type Knobs, type Simulator } from '../../src/simulator/index.js';
import { launchForCalls, serveCallPage } from '../support/call-pages.mjs';

export interface CallEvent {
  readonly name: string;
  readonly detail: unknown;
}

/** What the page of the tests has on its window. */
interface CallWindow {
  readonly call: {
    readonly events: readonly CallEvent[];
    readonly loudest: Readonly<Record<string, number>>;
    readonly signal?: number;
    readonly audioVideo: Record<string, (...values: unknown[]) => unknown>;
    packets(): Promise<Packets>;
    share(): Promise<void>;
  };
  startCall(connection: unknown, inputs: object): Promise<void>;
}

export type Packets = Record<'in' | 'out', Record<'audio' | 'video', number>>;

export interface Ticket {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  readonly connection: {
    readonly Attendee: { readonly AttendeeId: string; readonly JoinToken: string };
    readonly Meeting: object;
  };
}

const patience = { timeout: 20_000, polling: 50 };

/** Waits for something in the simulator. */
export async function until<Found>(look: () => Found | undefined | false, what: string): Promise<Found> {
  const deadline = performance.now() + patience.timeout;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    assert.ok(performance.now() < deadline, `${what} never came`);
    await new Promise((resolve) => setTimeout(resolve, patience.polling));
  }
}

/** Somebody with the real SDK in a page, in the words of the tests. Every wait is for something to become true. */
export class Caller {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Every event so far. */
  events(): Promise<readonly CallEvent[]> {
    return this.page.evaluate(() => (window as unknown as CallWindow).call.events);
  }

  async count(name: string): Promise<number> {
    return (await this.events()).filter((one) => one.name === name).length;
  }

  /** Waits for the `nth` event of that name and returns its detail. */
  async sees(name: string, nth = 1): Promise<unknown> {
    const found = await this.page
      .waitForFunction(
        ([wanted, index]) =>
          (window as unknown as CallWindow).call.events.filter((one) => one.name === wanted)[index - 1],
        [name, nth] as const,
        patience,
      )
      .catch(async (error: unknown) => {
        const seen = (await this.events()).map((one) => one.name).join(' ');
        throw new Error(`${name} (${nth}) was never seen, only: ${seen}`, { cause: error });
      });
    const event = await found.jsonValue();
    return (event as CallEvent).detail;
  }

  /** Pictures really move: the element's clock advances by more than half a second. */
  async watches(place: 'remote' | 'screen' = 'remote'): Promise<void> {
    const from = await this.page.evaluate((id) => (document.getElementById(id) as HTMLVideoElement).currentTime, place);
    await this.page.waitForFunction(
      ([id, start]) => {
        const { videoWidth, currentTime } = document.getElementById(id) as HTMLVideoElement;
        return videoWidth > 0 && (currentTime > start + 0.6 || (currentTime > 0.6 && currentTime < start));
      },
      [place, from] as const,
      patience,
    );
  }

  /** Waits until this attendee has been heard, not merely announced. */
  async hears(attendeeId: string): Promise<void> {
    await this.page.waitForFunction(
      (id) => ((window as unknown as CallWindow).call.loudest[id] ?? 0) > 0,
      attendeeId,
      patience,
    );
  }

  packets(): Promise<Packets> {
    return this.page.evaluate(() => (window as unknown as CallWindow).call.packets());
  }

  /** Waits until every count is above the given one. */
  async hasPackets(wanted: Packets): Promise<void> {
    await this.page.waitForFunction(
      async (least) => {
        const counts = await (window as unknown as CallWindow).call.packets();
        return (['in', 'out'] as const).every((way) =>
          (['audio', 'video'] as const).every((kind) => counts[way][kind] > least[way][kind]),
        );
      },
      wanted,
      patience,
    );
  }

  /** Calls a method of the SDK's facade. */
  sdk(method: string, ...values: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      async ([name, given]) => {
        const answer = await (window as unknown as CallWindow).call.audioVideo[name]?.(...given);
        return typeof answer === 'boolean' ? answer : undefined;
      },
      [method, values] as const,
    );
  }

  share(): Promise<void> {
    return this.page.evaluate(() => (window as unknown as CallWindow).call.share());
  }
}

/** A simulator and a browser for the tests of one file. */
export interface Studio {
  readonly simulator: Simulator;
  readonly origin: string;
  ask<Answer = Record<string, unknown>>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  /** Starts a call without signature. */
  call(start?: object): Promise<Ticket>;
  /** Joins with the real SDK. */
  join(connection: object, inputs?: object): Promise<Caller>;
  /** A call with a synthetic agent, both ways up. */
  inCall(knobs?: Partial<Knobs>): Promise<{ ticket: Ticket; customer: Caller; agentId: string }>;
}

/** Opens one for a file of tests: a fresh world and no page before every test. */
export function openStudio(launch: () => Promise<Browser> = launchForCalls): Studio {
  let browser: Browser | undefined;
  let served: Awaited<ReturnType<typeof serveCallPage>> | undefined;
  const simulator = createSimulator();
  let origin = '';
  const pages = new Set<Page>();

  before(async () => {
    served = await serveCallPage();
    browser = await launch();
    ({ origin } = await simulator.listen());
  });
  afterEach(async () => {
    simulator.world.reset();
    simulator.clock.release();
    for (const page of pages) await page.close();
    pages.clear();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await simulator.close();
  });

  const studio: Studio = {
    get simulator() {
      return simulator;
    },
    get origin() {
      return origin;
    },
    async ask<Answer>(method: 'GET' | 'POST', path: string, body?: unknown) {
      const response = await fetch(`${origin}/_sim/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Answer;
    },
    call: (start = {}) => studio.ask<Ticket>('POST', 'calls/start', { displayName: 'Sam', ...start }),
    async join(connection, inputs = {}) {
      assert.ok(browser && served);
      const page = await browser.newPage();
      pages.add(page);
      await page.goto(served.url);
      await page.waitForFunction(() => 'startCall' in window);
      await page.evaluate(([data, given]) => (window as unknown as CallWindow).startCall(data, given), [
        connection,
        inputs,
      ] as const);
      return new Caller(page);
    },
    async inCall(knobs) {
      if (knobs) simulator.faults.set(knobs);
      const ticket = await studio.call();
      const customer = await studio.join(ticket.connection);
      await customer.watches('remote');
      const { participants } = simulator.world.conversationOf(ticket.contactId)!;
      return { ticket, customer, agentId: participants.find((one) => one.role === 'AGENT')!.attendee!.id };
    },
  };
  return studio;
}
