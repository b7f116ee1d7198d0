import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ConnectClient, DescribeContactCommand, StartChatContactCommand } from '@aws-sdk/client-connect';
import { there } from './connect-support.js';

const cli = fileURLToPath(new URL('../../src/simulator/cli.js', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  /** Resolves with the next line the command says on stdout. */
  readonly line: () => Promise<string>;
  /** Resolves with the exit code, and with all it said on stderr. */
  readonly end: Promise<{ readonly code: number | null; readonly complaint: string }>;
}

function start(test: TestContext, ...args: string[]): Started {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  test.after(() => child.kill('SIGKILL'));
  let complaint = '';
  there(child.stderr).on('data', (piece: Buffer) => (complaint += piece.toString()));
  const lines = createInterface({ input: there(child.stdout) })[Symbol.asyncIterator]();
  const end = once(child, 'close').then(([code]) => ({ code: code as number | null, complaint }));
  return { child, line: async () => String((await lines.next()).value), end };
}

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly instanceId: string;
  readonly contactFlowId: string;
}

test('the command serves a simulator whose config is all that the real SDK needs', async (t) => {
  const { line, child, end } = start(t, '--port', '0');
  const origin = there(/ready at (http:\/\/127\.0\.0\.1:\d+)\/_sim\/$/.exec(await line())?.[1]);
  const config = (await (await fetch(`${origin}/_sim/config`)).json()) as Config;
  const { endpoint, region, accessKeyId, secretAccessKey } = config;
  const client = new ConnectClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const { ContactId } = await client.send(
    new StartChatContactCommand({
      InstanceId: config.instanceId,
      ContactFlowId: config.contactFlowId,
      ParticipantDetails: { DisplayName: 'Ada' },
    }),
  );
  const described = await client.send(new DescribeContactCommand({ InstanceId: config.instanceId, ContactId }));
  assert.equal(described.Contact?.Channel, 'CHAT');
  client.destroy();
  child.kill('SIGTERM');
  assert.deepEqual(await end, { code: 0, complaint: '' });
});

test('an interrupt ends it with exit code 0 within two seconds, open connections or not', async (t) => {
  const { line, child, end } = start(t, '--port', '0');
  const origin = there(/(http:\S+)\/_sim\//.exec(await line())?.[1]);
  await fetch(`${origin}/_sim/config`);
  const asked = performance.now();
  child.kill('SIGINT');
  assert.equal((await end).code, 0);
  assert.ok(performance.now() - asked < 2_000);
});

test('a port in use is one clear sentence and exit code 1', async (t) => {
  const first = start(t, '--port', '0');
  const port = there(/:(\d+)\//.exec(await first.line())?.[1]);
  const { code, complaint } = await start(t, '--port', port).end;
  assert.equal(code, 1);
  assert.equal(complaint, `Port ${port} is in use. Choose another one with --port.\n`);
});

test('arguments that make no sense get the usage and exit code 1', async (t) => {
  for (const args of [
    ['--port', 'many'],
    ['--port', '70000'],
    ['--colour', 'red'],
  ]) {
    const { code, complaint } = await start(t, ...args).end;
    assert.equal(code, 1);
    assert.match(complaint, /^Usage: /);
  }
});
