/**
 * Lets a test in Chromium ask DevTools for what a page cannot do itself: emulate media features (dark, forced colours,
 * reduced motion). Elsewhere the command answers false, and the test can tell.
 */
export function devtools() {
  /** One DevTools session per page: what one session emulates, no other one can take back. */
  const clients = new WeakMap();
  const clientOf = async (page) => {
    if (!clients.has(page)) clients.set(page, await page.createCDPSession());
    return clients.get(page);
  };
  return {
    name: 'devtools',
    async executeCommand({ command, payload, session }) {
      if (command !== 'devtools') return undefined;
      if (!session.browser.getPage) return { done: false };
      try {
        const client = await clientOf(session.browser.getPage(session.id));
        await client.send(payload.method, payload.params);
        return { done: true };
      } catch {
        return { done: false };
      }
    },
  };
}
