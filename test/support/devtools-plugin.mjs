/**
 * Lets a test in Chromium ask DevTools for what a page cannot do itself: emulate media features (dark, forced colours,
 * reduced motion). Elsewhere the command answers false, and the test can tell.
 */
export function devtools() {
  return {
    name: 'devtools',
    async executeCommand({ command, payload, session }) {
      if (command !== 'devtools') return undefined;
      if (!session.browser.getPage) return { done: false };
      try {
        const client = await session.browser.getPage(session.id).createCDPSession();
        await client.send(payload.method, payload.params);
        return { done: true };
      } catch {
        return { done: false };
      }
    },
  };
}
