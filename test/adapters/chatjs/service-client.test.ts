import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { runInThisContext } from 'node:vm';
import type { ChatjsController } from '../../../src/adapters/chatjs/chatjs-types.js';
import { participantSdk } from '../../../src/adapters/chatjs/service-client.js';
import { makeSingleAttempts } from '../../../src/adapters/chatjs/single-attempts.js';

type Members = Readonly<Record<string, unknown>>;

/** What both have. */
interface Sdk {
  readonly ConnectParticipantClient: new (config: object) => { send(command: object): Promise<Members> };
  readonly [command: string]: new (input: Members) => object;
}

/** The AWS SDK inside amazon-connect-chatjs, as Amazon publishes it. */
function amazons(): Sdk {
  const code = readFileSync('node_modules/amazon-connect-chatjs/dist/amazon-connect-chat.js', 'utf8');
  const module = /\b639:(e=>\{var t,n=\["assign"\][^]*),858:e=>/.exec(code)?.[1];
  assert.ok(module, 'the SDK is where it was');
  const made: { exports?: Sdk } = {};
  (runInThisContext(`(self, module) => (${module})(module)`) as (self: object, module: object) => void)(
    globalThis,
    made,
  );
  return made.exports!;
}

/** An answer of the service: its status, what it says, and its headers. */
type Answer = readonly [status: number, body?: string, headers?: Record<string, string>];

const token = { ConnectionToken: 'token-1' };
const once = { ClientToken: 'once-1' };

/** Every call a customer's session can make: how it is made, and what goes out. */
const calls: readonly (readonly [name: string, input: Members, method: string, path: string, body: Members])[] = [
  [
    'CreateParticipantConnection',
    { ParticipantToken: 'token-1', Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'], ConnectParticipant: undefined },
    'POST',
    'connection',
    { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
  ],
  [
    'SendMessage',
    { ...token, ...once, Content: 'Grüße 👋', ContentType: 'text/plain' },
    'POST',
    'message',
    { ...once, Content: 'Grüße 👋', ContentType: 'text/plain' },
  ],
  [
    'SendEvent',
    { ...token, ...once, ContentType: 'application/vnd.amazonaws.connect.event.typing', Content: null },
    'POST',
    'event',
    { ...once, ContentType: 'application/vnd.amazonaws.connect.event.typing' },
  ],
  [
    'GetTranscript',
    {
      ...token,
      MaxResults: 15,
      NextToken: undefined,
      SortOrder: 'ASCENDING',
      StartPosition: { Id: 'm-1', MostRecent: null },
    },
    'POST',
    'transcript',
    { MaxResults: 15, SortOrder: 'ASCENDING', StartPosition: { Id: 'm-1' } },
  ],
  ['DisconnectParticipant', { ...token, ...once }, 'POST', 'disconnect', once],
];

/** How answers are told: the error's name and status. */
const failures: readonly (readonly [title: string, answer: Answer, name: string, status: number | undefined])[] = [
  [
    'a refusal',
    [403, '{"Message":"no"}', { 'x-amzn-errortype': 'AccessDeniedException:http://x/' }],
    'AccessDeniedException',
    403,
  ],
  [
    'a name in the body',
    [400, '{"__type":"com.amazonaws.connectparticipant#ValidationException"}'],
    'ValidationException',
    400,
  ],
  ['a code in the body', [409, '{"code":"ConflictException"}'], 'ConflictException', 409],
  [
    'a limit that is used up',
    [402, '{}', { 'x-amzn-errortype': 'ServiceQuotaExceededException' }],
    'ServiceQuotaExceededException',
    402,
  ],
  [
    'something that is gone',
    [404, '{"Message":"no","ResourceId":null}', { 'x-amzn-errortype': 'ResourceNotFoundException' }],
    'ResourceNotFoundException',
    404,
  ],
  ['a refusal without a name', [403, '{"message":"Forbidden"}'], '403', 403],
  ['a refusal without a word', [403], '403', 403],
  [
    'a token that is no good',
    [401, '{}', { 'x-amzn-errortype': 'UnauthorizedException' }],
    'UnauthorizedException',
    401,
  ],
  ['too many customers', [429, '{}', { 'x-amzn-errortype': 'ThrottlingException' }], 'ThrottlingException', 429],
  ['too many customers, said by a gateway', [429, '{"message":"Too Many Requests"}'], '429', 429],
  ['too many customers, under another status', [400, '{"__type":"ThrottlingException"}'], 'ThrottlingException', 400],
  [
    'a failure inside the service',
    [500, '{}', { 'x-amzn-errortype': 'InternalServerException' }],
    'InternalServerException',
    500,
  ],
  ['a bad gateway', [502, '{}'], '502', 502],
  ['a service that is away', [503, '{}'], '503', 503],
  ['a gateway that waited too long', [504, '{}'], '504', 504],
  ['a failure that will not pass', [501, '{}'], '501', 501],
  ['a request that took too long', [408, '{"__type":"RequestTimeoutException"}'], 'RequestTimeoutException', 408],
  ['a page instead of an answer', [502, '<html>'], 'SyntaxError', undefined],
  ['a page that says it is fine', [200, '<html>'], 'SyntaxError', undefined],
  ['nothing where there should be something', [200, 'null'], 'TypeError', undefined],
  ['a list where there should be an object', [200, '[]'], 'TypeError', undefined],
  ['a failure that is nothing', [500, 'null'], 'TypeError', undefined],
];

for (const [whose, sdk] of [
  ['of Amazon', amazons()],
  ['of ours', participantSdk as unknown as Sdk],
] as const) {
  describe(`The participant service through the client ${whose}`, () => {
    const realFetch = globalThis.fetch;
    /** Oldest first; fine when there are none left. */
    let answers: Answer[];
    let sent: { readonly url: string; readonly method: string; readonly headers: Headers; readonly body: string }[];
    /** A browser that has no answer to give. */
    let isCut: boolean;

    beforeEach(() => {
      answers = [];
      sent = [];
      isCut = false;
      globalThis.fetch = async (...asked) => {
        const request = new Request(...asked);
        const { url, method, headers } = request;
        sent.push({ url, method, headers, body: await request.text() });
        if (isCut) throw new TypeError('Failed to fetch');
        const [status, text = '', also] = answers.shift() ?? [200, '{}'];
        return new Response(text, { status, headers: also ?? {} });
      };
    });
    afterEach(() => {
      globalThis.fetch = realFetch;
    });

    const send = (name: string, input: Members, endpoint = 'https://shop.example'): Promise<Members> => {
      const credentials = { accessKeyId: '', secretAccessKey: '' };
      const customUserAgent = 'AmazonConnect-ChatJS/5.0.0 Deskbell';
      const client = new sdk.ConnectParticipantClient({ credentials, endpoint, region: 'us-east-1', customUserAgent });
      makeSingleAttempts({ chatClient: { chatClient: client } } as ChatjsController);
      return client.send(new sdk[`${name}Command`]!(input));
    };
    const message = { ...token, Content: 'Hello', ContentType: 'text/plain' };

    for (const [name, input, method, path, body] of calls) {
      it(`asks ${name} as the service wants it`, async () => {
        await send(name, input);
        const [{ url, headers, ...asked }] = sent as [(typeof sent)[number]];
        assert.equal(url, `https://shop.example/participant/${path}`);
        assert.equal(asked.method, method);
        assert.deepEqual(JSON.parse(asked.body), body);
        assert.equal(headers.get('x-amz-bearer'), 'token-1');
        assert.equal(headers.get('content-type'), 'application/json');
        assert.match(headers.get('x-amz-user-agent') ?? '', /(?:^| )AmazonConnect-ChatJS\/5\.0\.0-Deskbell$/);
      });
    }

    it('is content with an endpoint below a path', async () => {
      await send('SendMessage', message, 'https://shop.example:8443/proxy/x/');
      assert.equal(sent[0]?.url, 'https://shop.example:8443/proxy/x/participant/message');
    });

    it('makes a ClientToken where there is none', async () => {
      await send('SendMessage', message);
      const tokens = sent.map(({ body }) => (JSON.parse(body) as Members)['ClientToken']);
      assert.match(String(tokens[0]), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    });

    it('hands on what the answer says, without what is null', async () => {
      const item = { Id: 'm-1', Content: null, Attachments: [null, { AttachmentId: 'f-1', Status: null }] };
      answers = [[200, JSON.stringify({ Transcript: [item, null], NextToken: null, InitialContactId: 'c-1' })]];
      const answer = await send('GetTranscript', { ...token, StartPosition: {} });
      assert.deepEqual(
        { ...answer, $metadata: undefined },
        {
          $metadata: undefined,
          InitialContactId: 'c-1',
          Transcript: [{ Id: 'm-1', Attachments: [{ AttachmentId: 'f-1' }] }],
        },
      );
    });

    it('does not look at an answer that has nothing to say', async () => {
      answers = [[200, 'nonsense']];
      const answer = await send('DisconnectParticipant', token);
      assert.deepEqual(
        Object.keys(answer).filter((name) => name !== '$metadata'),
        [],
      );
    });

    for (const [title, answer, name, status] of failures) {
      it(`tells of ${title}, and asks once`, async () => {
        answers = [answer];
        const error = await send('SendMessage', message).then(
          () => assert.fail('It went.'),
          (thrown: unknown) => thrown as Error & { $metadata?: { httpStatusCode?: number } },
        );
        assert.ok(error instanceof Error || Object.prototype.toString.call(error) === '[object Error]');
        assert.deepEqual([error.name, error.$metadata?.httpStatusCode, sent.length], [name, status, 1]);
        assert.ok(error.message);
      });
    }

    it('says what the service said', async () => {
      answers = [[400, '{"Message":"Too long"}', { 'x-amzn-errortype': 'ValidationException' }]];
      await assert.rejects(send('SendMessage', message), { message: 'Too long' });
      answers = [[400, '{"message":"Too short"}']];
      await assert.rejects(send('SendMessage', message), { message: 'Too short' });
      answers = [[400, '{}']];
      await assert.rejects(send('SendMessage', message), { message: 'UnknownError' });
    });

    it('asks once where the browser has no answer to give', async () => {
      isCut = true;
      await assert.rejects(send('SendMessage', message), { name: 'TypeError', message: 'Failed to fetch' });
      assert.equal(sent.length, 1);
    });
  });
}

describe('A call nobody answers', () => {
  it('is given up after those who made it have, and frees the browser’s connection', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const realFetch = globalThis.fetch;
    t.after(() => (globalThis.fetch = realFetch));
    globalThis.fetch = (_, { signal } = {}) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    const client = new participantSdk.ConnectParticipantClient({
      endpoint: 'https://shop.example',
      customUserAgent: '',
    });
    let failure: Error | undefined;
    const call = client
      .send(new participantSdk.SendMessageCommand(token))
      .catch((error: Error) => void (failure = error));
    t.mock.timers.tick(15_000);
    await Promise.resolve();
    assert.equal(failure, undefined);
    t.mock.timers.tick(1_000);
    await call;
    assert.equal((failure as Error | undefined)?.name, 'AbortError');
  });
});
