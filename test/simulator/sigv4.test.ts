import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { DescribeContactCommand, GetContactAttributesCommand, StartChatContactCommand } from '@aws-sdk/client-connect';
import { verifySignature, type SignedRequest } from '../../src/simulator/aws/sigv4.js';
import { ServiceError } from '../../src/simulator/wire.js';
import { arn } from '../../src/simulator/world.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

const badKey = { accessKeyId: 'SIMULATORONLYACCESSKEY', secretAccessKey: 'wrong' };

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What the real SDK puts on the wire for a start of a chat, without sending it. */
async function signedStart(rig: Rig): Promise<Sent> {
  let sent: Sent | undefined;
  const client = rig.connect({
    requestHandler: {
      handle: async (request: Sent) => {
        sent = { method: request.method, path: request.path, headers: request.headers, body: request.body };
        throw new Error('not sent');
      },
    },
  });
  const ParticipantDetails = { DisplayName: 'Zoë 🙂' };
  await client.send(new StartChatContactCommand({ ...rig.start, ParticipantDetails })).catch(() => undefined);
  return there(sent);
}

/** Sends a request as it is and resolves with its status and error name. */
async function send(rig: Rig, { method, path, headers, body }: Sent): Promise<{ status: number; error: unknown }> {
  const { hostname, port } = new URL(rig.origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: there(response.statusCode), error: response.headers['x-amzn-errortype'] }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('a request the SDK signed is accepted as it stands', async (t) => {
  const rig = await openRig(t);
  assert.equal((await send(rig, await signedStart(rig))).status, 200);
});

test('the wrong secret is refused with 403', async (t) => {
  const rig = await openRig(t);
  const call = rig.connect({ credentials: badKey }).send(new StartChatContactCommand(rig.start));
  await refused(call, 'InvalidSignatureException', 403, 'does not match');
  assert.equal(rig.simulator.world.conversations.size, 0);
});

test('an unknown access key is refused with 403', async (t) => {
  const rig = await openRig(t);
  const credentials = { accessKeyId: 'AKIDUNKNOWN', secretAccessKey: 'x' };
  const call = rig.connect({ credentials }).send(new StartChatContactCommand(rig.start));
  await refused(call, 'UnrecognizedClientException', 403);
});

test('another region is refused with 403', async (t) => {
  const rig = await openRig(t);
  const call = rig.connect({ region: 'us-east-1' }).send(new StartChatContactCommand(rig.start));
  await refused(call, 'InvalidSignatureException', 403, 'region');
});

test('ARNs in the path, UTF-8 bodies and session tokens are signed and understood', async (t) => {
  const rig = await openRig(t);
  const { accessKeyId, secretAccessKey } = rig.simulator.config(rig.origin);
  const client = rig.connect({ credentials: { accessKeyId, secretAccessKey, sessionToken: 'a/session+token==' } });
  const { ContactId } = await client.send(
    new StartChatContactCommand({
      ...rig.start,
      InstanceId: arn(undefined),
      ParticipantDetails: { DisplayName: '日本語 👩‍🚀 ümläut' },
    }),
  );
  const described = await client.send(new DescribeContactCommand({ InstanceId: arn(undefined), ContactId }));
  assert.equal(described.Contact?.Id, ContactId);
  const InitialContactId = ContactId;
  assert.ok(await client.send(new GetContactAttributesCommand({ InstanceId: arn(undefined), InitialContactId })));
});

const tampered: readonly (readonly [string, (sent: Sent) => Sent, string])[] = [
  ['one byte of the body', (sent) => ({ ...sent, body: sent.body.replace('Zo', 'Zi') }), 'InvalidSignatureException'],
  [
    'one byte of a signed header',
    (sent) => ({ ...sent, headers: { ...sent.headers, 'amz-sdk-request': 'attempt=2; max=3' } }),
    'InvalidSignatureException',
  ],
  ['a query that was not signed', (sent) => ({ ...sent, path: `${sent.path}?a=1` }), 'InvalidSignatureException'],
  [
    'a header of Amazon’s that was not signed',
    (sent) => ({ ...sent, headers: { ...sent.headers, 'x-amz-extra': '1' } }),
    'InvalidSignatureException',
  ],
  [
    'one digit of the signature',
    (sent) => changeAuthorization(sent, (text) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
    'InvalidSignatureException',
  ],
  [
    'a signature that is no hash',
    (sent) => changeAuthorization(sent, (text) => text.replace(/Signature=.*/, 'Signature=x')),
    'InvalidSignatureException',
  ],
  [
    'the service in the scope',
    (sent) => changeAuthorization(sent, (text) => text.replace('/connect/', '/s3/')),
    'InvalidSignatureException',
  ],
  [
    'the terminator in the scope',
    (sent) => changeAuthorization(sent, (text) => text.replace('aws4_request', 'aws5_request')),
    'InvalidSignatureException',
  ],
  [
    'the day in the scope',
    (sent) => changeAuthorization(sent, (text) => text.replace(/\/\d{8}\//, '/20000101/')),
    'InvalidSignatureException',
  ],
  [
    'no signature part',
    (sent) => changeAuthorization(sent, (text) => text.replace(/, Signature=.*/, '')),
    'IncompleteSignatureException',
  ],
  ['another algorithm', (sent) => changeAuthorization(sent, () => 'Basic abc'), 'IncompleteSignatureException'],
  [
    'no authorization at all',
    ({ headers: { authorization: _, ...headers }, ...sent }) => ({ ...sent, headers }),
    'MissingAuthenticationTokenException',
  ],
];

function changeAuthorization(sent: Sent, change: (text: string) => string): Sent {
  return { ...sent, headers: { ...sent.headers, authorization: change(there(sent.headers['authorization'])) } };
}

for (const [what, change, error] of tampered) {
  test(`a request with ${what} changed is refused with 403`, async (t) => {
    const rig = await openRig(t);
    assert.deepEqual(await send(rig, change(await signedStart(rig))), { status: 403, error });
    assert.equal(rig.simulator.world.conversations.size, 0);
  });
}

test('a client whose clock is wrong by an hour corrects itself from the Date of the refusal, once', async (t) => {
  const rig = await openRig(t);
  rig.simulator.clock.advance(3_600_000);
  const client = rig.connect({ maxAttempts: 3 });
  await client.send(new StartChatContactCommand(rig.start));
  await client.send(new StartChatContactCommand(rig.start));
  const calls = rig.simulator.calls.list('StartChatContact');
  assert.deepEqual(calls.map(({ status }) => status).slice(0, 2), [403, 200]);
  assert.equal(calls.filter(({ status }) => status === 403).length, 1);
  assert.equal(calls[0]?.error, 'InvalidSignatureException');
});

test('a signature of more than five minutes ago, or ahead, is refused', async (t) => {
  const rig = await openRig(t);
  const sent = await signedStart(rig);
  const signer = { ...rig.simulator.config(rig.origin), service: 'connect' };
  const request: SignedRequest = {
    method: sent.method,
    path: sent.path,
    rawQuery: '',
    headers: sent.headers,
    rawBody: Buffer.from(sent.body),
  };
  const now = rig.simulator.world.now();
  verifySignature(request, signer, now + 290_000);
  verifySignature(request, signer, now - 290_000);
  const refusal = (words: RegExp) => (error: unknown) =>
    error instanceof ServiceError && error.status === 403 && words.test(error.message);
  assert.throws(() => verifySignature(request, signer, now + 310_000), refusal(/expired/));
  assert.throws(() => verifySignature(request, signer, now - 310_000), refusal(/not yet current/));
});

const example = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Requests of AWS' own Signature Version 4 test suite, with the signatures it gives. */
const suite: readonly {
  readonly says: string;
  readonly path?: string;
  readonly rawQuery?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signature: string;
}[] = [
  {
    says: 'a plain request',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    says: 'a query out of order',
    rawQuery: 'Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    says: 'a name given twice',
    rawQuery: 'Param1=value2&Param1=value1',
    signature: '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  },
  {
    says: 'a query of unreserved characters',
    rawQuery: `${unreserved}=${unreserved}`,
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    says: 'a path beyond ASCII',
    path: '/\u1234',
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  {
    says: 'headers with spaces around and inside',
    headers: { 'my-header1': ' value1 ', 'my-header2': ' "a   b   c" ' },
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
];

for (const { says, path = '/', rawQuery = '', headers = {}, signature } of suite) {
  test(`the published test suite agrees on ${says}`, () => {
    const names = ['host', ...Object.keys(headers), 'x-amz-date'].join(';');
    const request: SignedRequest = {
      method: 'GET',
      path,
      rawQuery,
      rawBody: Buffer.alloc(0),
      headers: {
        host: 'example.amazonaws.com',
        ...headers,
        'x-amz-date': '20150830T123600Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
          `SignedHeaders=${names}, Signature=${signature}`,
      },
    };
    const signer = { ...example, region: 'us-east-1', service: 'service' };
    verifySignature(request, signer, Date.UTC(2015, 7, 30, 12, 36));
    const longer = { ...request, rawQuery: `${rawQuery}&(a*=%&a=2&a=1` };
    assert.throws(() => verifySignature(longer, signer, Date.UTC(2015, 7, 30, 12, 36)), ServiceError);
  });
}

test('a date that is no date is refused', async (t) => {
  const rig = await openRig(t);
  const sent = await signedStart(rig);
  const headers = { ...sent.headers, 'x-amz-date': 'yesterday' };
  assert.deepEqual(await send(rig, { ...sent, headers }), { status: 403, error: 'InvalidSignatureException' });
});

test('the participant service does not look at signatures', async (t) => {
  const rig = await openRig(t);
  const { ParticipantToken } = await rig.client.send(new StartChatContactCommand(rig.start));
  const answer = await fetch(`${rig.origin}/participant/connection`, {
    method: 'POST',
    headers: { 'x-amz-bearer': there(ParticipantToken), authorization: 'AWS4-HMAC-SHA256 nonsense' },
    body: '{"Type":["CONNECTION_CREDENTIALS"]}',
  });
  assert.equal(answer.status, 200);
});
