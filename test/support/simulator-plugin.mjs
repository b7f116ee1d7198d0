/**
 * Gives a test in a browser a simulator of its own: `simulator` with `{start: true}` answers its origin and with
 * `{method, path, body}` passes a request on to it. It is closed when the test file is done, at the latest.
 */
export function simulators() {
  const bySession = new Map();
  return {
    name: 'simulators',
    async executeCommand({ command, payload, session }) {
      if (command !== 'simulator') return undefined;
      const running = bySession.get(session.id);
      if (payload.start) {
        await running?.simulator.close();
        const { createSimulator } = await import('../../build/src/simulator/index.js');
        const simulator = createSimulator();
        const { origin } = await simulator.listen();
        bySession.set(session.id, { simulator, origin });
        return { origin };
      }
      if (payload.stop) {
        bySession.delete(session.id);
        await running?.simulator.close();
        return {};
      }
      const { method = 'GET', path, body } = payload;
      const response = await fetch(running.origin + path, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async serverStop() {
      for (const { simulator } of bySession.values()) await simulator.close();
      bySession.clear();
    },
  };
}
