import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Resolves when nothing on the page is on its way in any more: half-faded text has no contrast to speak of. */
async function stillness(): Promise<void> {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  const moving = roots.flatMap((root) => root.getAnimations());
  const ending = moving.filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((animation) => animation.finished));
}

/** What a page did that it must not do. */
interface Trouble {
  readonly violations: string[];
  readonly errors: string[];
}

/** A person in front of a browser: does what people do, sees what people see. */
export class Customer {
  readonly page: Page;
  readonly trouble: Trouble;

  private constructor(page: Page, trouble: Trouble) {
    this.page = page;
    this.trouble = trouble;
  }

  /** Opens `url` in a browser of the customer's own: nothing is shared with any other customer. */
  static async visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Customer> {
    const customer = await Customer.in(await browser.newContext({ locale: 'en-GB', ...options }));
    await customer.page.goto(url);
    return customer;
  }

  /** Another tab of the same customer's browser, still empty. */
  secondTab(): Promise<Customer> {
    return Customer.in(this.page.context());
  }

  static async in(context: BrowserContext): Promise<Customer> {
    const page = await context.newPage();
    const trouble: Trouble = { violations: [], errors: [] };
    await page.exposeBinding('reportViolation', (_source, text: string) => void trouble.violations.push(text));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        (window as unknown as { reportViolation(text: string): void }).reportViolation(
          `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        ),
      );
    });
    page.on('pageerror', (error) => trouble.errors.push(error.message));
    return new Customer(page, trouble);
  }

  get launcher(): Locator {
    return this.page.getByRole('button', { name: /^Chat/ });
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get conversation(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' });
  }

  /** Opens the chat by its launcher; it can be typed into when this resolves. */
  async open(): Promise<void> {
    await this.launcher.click();
    await this.box.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.box.fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** Waits until the conversation shows `text`. */
  async sees(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.conversation.getByText(text).first().waitFor({ timeout });
  }

  /** How many lines of the conversation show exactly this text. */
  count(text: string): Promise<number> {
    return this.conversation.getByText(text, { exact: true }).count();
  }

  /** Waits until `text` stands anywhere on the page. */
  async reads(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** Fails on anything the accessibility checker finds, on every violation of the policy, and on uncaught errors. */
  async isWellServed(): Promise<void> {
    await this.page.evaluate(`${axeSource}; undefined`);
    await this.page.evaluate(stillness);
    const findings = await this.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`));
    });
    assert.deepEqual(findings, []);
    this.hasNoTrouble();
  }

  hasNoTrouble(): void {
    assert.deepEqual(this.trouble, { violations: [], errors: [] });
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
