import {
  CompleteAttachmentUploadCommand,
  GetAttachmentCommand,
  StartAttachmentUploadCommand,
  type StartAttachmentUploadCommandOutput,
} from '@aws-sdk/client-connectparticipant';
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.js';
import { ask, Customer, refusal, simulated } from './customer-client.js';

const body = 'One kettle: 29.00\n';

interface Scene {
  simulator: Simulator;
  origin: string;
  customer: Customer;
}

async function scene(t: TestContext, knobs: NonNullable<SimulatorOptions['knobs']> = {}): Promise<Scene> {
  const options = { knobs: { scriptedAgents: 'off', throttling: false, ...knobs } as const };
  const { simulator, origin } = await simulated(t, options);
  return { simulator, origin, customer: await Customer.arrive(origin) };
}

function announce(
  { client, connectionToken: ConnectionToken }: Customer,
  more: { name?: string; type?: string; size?: number; token?: string } = {},
): Promise<StartAttachmentUploadCommandOutput> {
  return client.send(
    new StartAttachmentUploadCommand({
      ConnectionToken,
      AttachmentName: more.name ?? 'Rechnung März.txt',
      ContentType: more.type ?? 'text/plain',
      AttachmentSizeInBytes: more.size ?? body.length,
      ...(more.token !== undefined && { ClientToken: more.token }),
    }),
  );
}

/** PUTs as a browser does: with the headers that were asked for, except the length, which it sets itself. */
function put(
  upload: StartAttachmentUploadCommandOutput,
  text = body,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers = { ...upload.UploadMetadata?.HeadersToInclude };
  delete headers['content-length'];
  return fetch(upload.UploadMetadata?.Url ?? '', { method: 'PUT', headers: { ...headers, ...more }, body: text });
}

const complete = (
  { client, connectionToken: ConnectionToken }: Customer,
  ...AttachmentIds: string[]
): Promise<unknown> =>
  client.send(
    new CompleteAttachmentUploadCommand({ ConnectionToken, AttachmentIds, ClientToken: crypto.randomUUID() }),
  );

async function sent(customer: Customer): Promise<string> {
  const upload = await announce(customer);
  assert.equal((await put(upload)).status, 200);
  await complete(customer, upload.AttachmentId ?? '');
  return upload.AttachmentId ?? '';
}

test('a file is announced, put, completed, shown, and fetched again', async (t) => {
  const { customer } = await scene(t);
  const AttachmentId = await sent(customer);
  const item = await customer.line.item('ATTACHMENT');
  assert.equal(item.ContentType, undefined);
  assert.equal(item.ParticipantRole, 'CUSTOMER');
  assert.deepEqual(item.Attachments, [
    { AttachmentId, AttachmentName: 'Rechnung März.txt', ContentType: 'text/plain', Status: 'APPROVED' },
  ]);
  assert.equal((await customer.transcript()).items.at(-1)?.['Type'], 'ATTACHMENT');
  const { client, connectionToken: ConnectionToken } = customer;
  const found = await client.send(new GetAttachmentCommand({ ConnectionToken, AttachmentId }));
  assert.equal(found.AttachmentSizeInBytes, body.length);
  const response = await fetch(found.Url ?? '');
  assert.equal(await response.text(), body);
  assert.equal(response.headers.get('content-type'), 'text/plain');
  assert.equal(response.headers.get('content-disposition'), 'attachment; filename="Rechnung%20M%C3%A4rz.txt"');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('the object store answers its own preflight', async (t) => {
  const { customer } = await scene(t);
  const upload = await announce(customer);
  const response = await fetch(upload.UploadMetadata?.Url ?? '', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-disposition,content-type',
    },
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('access-control-allow-methods') ?? '', /PUT/);
  assert.equal(response.headers.get('access-control-allow-headers'), 'content-disposition,content-type');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('the object store refuses other headers, another size, and an address that has expired', async (t) => {
  const { simulator, customer } = await scene(t);
  const upload = await announce(customer);
  const other = await put(upload, body, { 'content-type': 'text/html' });
  assert.equal(other.status, 403);
  assert.match(await other.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
  assert.equal((await put(upload, 'short')).status, 403);
  simulator.clock.advance(300_001);
  const late = await put(upload);
  assert.equal(late.status, 403);
  assert.match(await late.text(), /<Code>AccessDenied<\/Code>/);
  assert.equal(late.headers.get('access-control-allow-origin'), '*');
});

test('a download address lives as long as was asked for', async (t) => {
  const { simulator, customer } = await scene(t);
  const AttachmentId = await sent(customer);
  const { client, connectionToken: ConnectionToken } = customer;
  const address = (UrlExpiryInSeconds: number): Promise<{ Url?: string | undefined }> =>
    client.send(new GetAttachmentCommand({ ConnectionToken, AttachmentId, UrlExpiryInSeconds }));
  const { Url } = await address(5);
  simulator.clock.advance(5_001);
  assert.equal((await fetch(Url ?? '')).status, 403);
  assert.equal(await refusal(address(4)), 'ValidationException 400');
  assert.equal(await refusal(address(301)), 'ValidationException 400');
});

for (const [what, more, expected] of [
  ['a program', { name: 'setup.exe', type: 'application/octet-stream' }, 'ValidationException 400'],
  ['a type that is not that of its name', { name: 'a.png', type: 'text/plain' }, 'ValidationException 400'],
  ['no type', { type: '' }, 'ValidationException 400'],
  ['nothing', { size: 0 }, 'ValidationException 400'],
  ['20 MB', { size: 20_971_520 }, 'accepted'],
  ['more than 20 MB', { size: 20_971_521 }, 'ServiceQuotaExceededException 402'],
  ['a long name', { name: `${'a'.repeat(253)}.txt` }, 'ValidationException 400'],
  ['a wave file under its other name', { name: 'a.wav', type: 'audio/vnd.wave' }, 'accepted'],
] as const) {
  test(`a file of ${what}: ${expected}`, async (t) => {
    const { customer } = await scene(t);
    assert.equal(await refusal(announce(customer, more)), expected);
  });
}

test('the same ClientToken announces one file', async (t) => {
  const { customer } = await scene(t);
  const first = await announce(customer, { token: 'same' });
  assert.equal((await announce(customer, { token: 'same' })).AttachmentId, first.AttachmentId);
});

test('exactly one file is completed at a time, once, and only when it is there', async (t) => {
  const { customer } = await scene(t);
  const upload = await announce(customer);
  const id = upload.AttachmentId ?? '';
  assert.equal(await refusal(complete(customer, id)), 'ValidationException 400');
  await put(upload);
  assert.equal(await refusal(complete(customer)), 'ValidationException 400');
  assert.equal(await refusal(complete(customer, id, id)), 'ValidationException 400');
  assert.equal(await refusal(complete(customer, 'unknown')), 'ValidationException 400');
  assert.equal(await refusal(complete(customer, id)), 'accepted');
  assert.equal(await refusal(complete(customer, id)), 'ConflictException 409');
});

test('a chat has a limit of files, and an instance can have none at all', async (t) => {
  const { simulator, customer } = await scene(t, { attachmentsPerChat: 1 });
  await sent(customer);
  assert.equal(await refusal(announce(customer)), 'ServiceQuotaExceededException 402');
  simulator.faults.set({ attachments: false });
  assert.equal(await refusal(announce(customer)), 'AccessDeniedException 403');
});

test('a file the scanner rejects is shown as rejected and cannot be fetched', async (t) => {
  const { customer } = await scene(t, { attachmentVerdict: 'REJECTED' });
  const AttachmentId = await sent(customer);
  assert.equal((await customer.line.item('ATTACHMENT')).Attachments?.[0]?.Status, 'REJECTED');
  const { client, connectionToken: ConnectionToken } = customer;
  const fetching = client.send(new GetAttachmentCommand({ ConnectionToken, AttachmentId }));
  assert.equal(await refusal(fetching), 'AccessDeniedException 403');
});

test('a file that is still scanned is shown first, and approved under the same id', async (t) => {
  const { simulator, customer } = await scene(t, { attachmentVerdict: 'IN_PROGRESS' });
  await sent(customer);
  await customer.line.item('ATTACHMENT');
  simulator.clock.advance(1_500);
  await customer.line.settled();
  const states = customer.line.items.filter((one) => one.Type === 'ATTACHMENT');
  assert.deepEqual(
    states.map((one) => one.Attachments?.[0]?.Status),
    ['IN_PROGRESS', 'APPROVED'],
  );
  assert.equal(new Set(states.map((one) => one.Id)).size, 1);
  assert.equal((await customer.transcript()).items.filter((one) => one['Type'] === 'ATTACHMENT').length, 1);
});

test('an upload can be refused by a fault, and is then not there', async (t) => {
  const { origin, customer } = await scene(t);
  await ask(origin, 'POST', 'faults', { http: { route: 'UploadFile', status: 403, times: 1 } });
  const upload = await announce(customer);
  assert.equal((await put(upload)).status, 403);
  assert.equal(await refusal(complete(customer, upload.AttachmentId ?? '')), 'ValidationException 400');
  assert.equal((await put(upload)).status, 200);
});
