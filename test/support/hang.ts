import type { Page } from 'playwright-core';

/** Nothing runs in this page any more, until what this resolves to is called. A page that is seen cannot be frozen. */
export async function hang({ page }: { readonly page: Page }): Promise<() => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Debugger.enable');
  const stands = new Promise((resolve) => session.once('Debugger.paused', resolve));
  await session.send('Debugger.pause');
  await stands; // At its next step.
  return () => session.send('Debugger.disable');
}
