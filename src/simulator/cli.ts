#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createSimulator } from './server.js';

const usage = 'Usage: deskbell-simulator [--port N]';

/** The port asked for, 0 for any free one, or undefined when the arguments make no sense. */
function readPort(): number | undefined {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string', short: 'p', default: '4510' } } });
    const port = Number(values.port);
    return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const port = readPort();
  if (port === undefined) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 1;
    return;
  }
  const simulator = createSimulator();
  try {
    const { origin } = await simulator.listen({ port });
    process.stdout.write(`Amazon Connect simulator ready at ${origin}/_sim/\n`);
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    process.stderr.write(`${inUse ? `Port ${port} is in use. Choose another one with --port.` : String(error)}\n`);
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
}

await main();
