import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { BrokerConfigError, configFromEnvironment, createBroker, version } from '../../src/broker/broker.js';
import { checkConfig } from '../../src/broker/config.js';
import { config } from './support/broker-world.js';

/** The problems a broker with these changes refuses to start with. */
function problems(changes: Record<string, unknown>): readonly string[] {
  try {
    createBroker({ ...config, ...changes }, { logger: { log() {} } });
  } catch (error) {
    assert.ok(error instanceof BrokerConfigError);
    return error.problems;
  }
  return [];
}

describe('a broker refuses to start', () => {
  const cases: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['with a short key', { keys: [{ id: 'k1', secret: 'x'.repeat(31) }] }, /^keys must hold .* 32 bytes/],
    ['without keys', { keys: [] }, /^keys must/],
    ['with two keys of one name', { keys: [...config.keys, ...config.keys] }, /^keys must .* every id once/],
    ['without sites', { origins: [] }, /^origins must list/],
    ['for every site', { origins: ['*'] }, /development only/],
    ['for every site of a domain', { origins: ['https://*.example.com'], development: true }, /must be exact/],
    ['for a site with a slash at its end', { origins: ['https://www.example.com/'] }, /must be exact/],
    ['for a site without scheme', { origins: ['www.example.com'] }, /must be exact/],
    ['for a site over plain http', { origins: ['http://www.example.com'] }, /must be https/],
    ['without a region', { region: undefined }, /^region must/],
    ['with a region that is none', { region: 'Frankfurt' }, /^region must/],
    ['without an instance', { instanceId: '' }, /^instanceId must/],
    ['without a flow', { chatFlowId: undefined }, /^chatFlowId must/],
    ['with a chat shorter than Amazon allows', { chatDurationMinutes: 59 }, /^chatDurationMinutes must/],
    ['with a number that is none', { trustedProxies: Number.NaN }, /^trustedProxies must/],
    ['with an attribute it fills itself', { attributes: { locale: {} } }, /^attributes must/],
    ['with an attribute Amazon would refuse', { attributes: { 'order id': {} } }, /^attributes must/],
    ['with a limit of nothing', { limits: { starts: { burst: 0, perMinute: 1 } } }, /^limits must/],
    ['with a feature it does not know', { features: { video: true } }, /^features must/],
    ['with calls that have no flow', { call: { video: 'both' } }, /^call must be .*flowId/],
    ['with video for somebody unknown', { call: { flowId: 'f', video: 'everybody' } }, /^call must be/],
    ['with a switch for who may share', { call: { flowId: 'f', screenShare: true } }, /^call must be/],
    ['with calls recorded perhaps', { call: { flowId: 'f', recorded: 'perhaps' } }, /^call must be/],
    ['with a topic of calls without a flow', { call: { flowId: 'f', topics: { sales: '' } } }, /^call must be/],
    ['with a call setting it does not know', { call: { flowId: 'f', camera: true } }, /^call must be/],
    ['with a way back it does not know', { endings: { requeue: { mode: 'slow' } } }, /^endings must/],
    ['with a figure it cannot show', { endings: { show: ['agent'] } }, /^endings must/],
    ['with memories that last for years', { persistent: { days: 1000 } }, /^persistent must/],
    ['with a callback that has no flow', { callback: { kind: 'task' } }, /^callback must/],
    [
      'with phones that ring in every country',
      { callback: { kind: 'voice', flowId: 'f', queueId: 'q', countries: [] } },
      /^callback must/,
    ],
    [
      'with phones that ring from two numbers',
      { callback: { kind: 'voice', flowId: 'f', queueId: 'q', sourcePhoneNumber: '+4930', countries: ['+49'] } },
      /^callback must/,
    ],
    ['with a hook that is none', { callback: { kind: 'hook', call: 'https://example.com' } }, /^callback must/],
    ['with messages to no address', { message: { kind: 'email', address: 'service' } }, /^message must/],
    ['with a check that is none', { verify: true }, /^verify must/],
    ['with nobody to tell', { onEvent: 'log' }, /^onEvent must/],
    ['with an attribute calls fill', { attributes: { media: {} } }, /^attributes must/],
    ['with a queue without an id', { queues: { billing: {} } }, /^queues must map/],
    ['with one queue under two names', { queues: { a: { queueId: 'q' }, b: { queueId: 'q' } } }, /every queue once/],
    ['with a queue for a channel there is not', { queues: { a: { queueId: 'q', channels: ['fax'] } } }, /^queues must/],
    ['with a queue nobody is sent to', { queues: { a: { queueId: 'q', weight: 0 } } }, /^queues must/],
    ['with a language that is none', { queues: { a: { queueId: 'q', languages: ['english!'] } } }, /^queues must/],
    [
      'with an article that is a script',
      { articles: [{ title: { en: 'x' }, url: 'javascript:alert(1)' }] },
      /^articles/,
    ],
    ['with an article on another host', { articles: [{ title: { en: 'x' }, url: '//evil.example' }] }, /^articles/],
    ['with a wait it does not know', { waiting: { offers: { kinds: ['fax'] } } }, /^waiting must/],
    ['with an endpoint that is no URL', { connectEndpoint: 'localhost' }, /^connectEndpoint must/],
    [
      'with an endpoint over plain http',
      { connectEndpoint: 'http://connect.example.com' },
      /^connectEndpoint must be https/,
    ],
    [
      'with a participant endpoint over plain http',
      { participantEndpoint: 'http://p.example.com' },
      /^participantEndpoint must be/,
    ],
    ['with a setting it does not know', { alowAll: true }, /does not know/],
  ];
  for (const [what, changes, sentence] of cases) {
    it(`${what}, and says so in one sentence`, () => {
      const [problem = '', ...rest] = problems(changes);
      assert.match(problem, sentence);
      assert.match(problem, /^[^.]*\..*$/s);
      assert.deepEqual(rest, []);
    });
  }

  it('naming every problem at once, and no value', () => {
    const found = problems({ keys: [{ id: 'k1', secret: 'canary' }], origins: [], region: 'canary', instanceId: '' });
    assert.equal(found.length, 4);
    assert.doesNotMatch(found.join(), /canary/);
  });
});

describe('a broker starts', () => {
  it('with http on this machine, and with anything exact during development', () => {
    assert.deepEqual(problems({ origins: ['http://localhost:3000', 'http://127.0.0.1:8080'] }), []);
    assert.deepEqual(
      problems({ origins: ['http://shop.test', '*'], connectEndpoint: 'http://simulator:8080', development: true }),
      [],
    );
  });

  it('and tells the version of the package', () => {
    const { version: released } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal(version, released);
  });
});

describe('a configuration from environment variables', () => {
  const needed = {
    DESKBELL_REGION: 'eu-central-1',
    DESKBELL_INSTANCE_ID: 'instance-1',
    DESKBELL_CHAT_FLOW_ID: 'flow-chat',
    DESKBELL_ORIGINS: 'https://www.example.com, https://shop.example.com',
    DESKBELL_KEYS: `k2:${'n'.repeat(32)},k1:${'o'.repeat(30)}:=`,
  };

  it('is enough with five variables', () => {
    const checked = checkConfig(configFromEnvironment(needed));
    assert.deepEqual(checked.origins, ['https://www.example.com', 'https://shop.example.com']);
    assert.deepEqual(checked.keys[1], { id: 'k1', secret: `${'o'.repeat(30)}:=` });
    assert.equal(checked.features.typing, true);
    assert.equal(checked.development, false);
    assert.equal(checked.call, undefined, 'and has no calls');
    assert.equal(checked.credentials, undefined, 'credentials are the SDK’s business');
  });

  it('takes the region of the Lambda it runs in', () => {
    assert.equal(
      checkConfig(configFromEnvironment({ ...needed, DESKBELL_REGION: undefined, AWS_REGION: 'us-west-2' })).region,
      'us-west-2',
    );
  });

  it('says everything the object says', () => {
    const checked = checkConfig(
      configFromEnvironment({
        ...needed,
        DESKBELL_TOPICS: 'billing=flow-billing, sales = flow-sales',
        DESKBELL_ATTRIBUTES: 'orderId:16,plan',
        DESKBELL_FEATURES: 'attachments,markdown',
        DESKBELL_MAX_MESSAGE_BYTES: '16384',
        DESKBELL_CHAT_MINUTES: '90',
        DESKBELL_DEFAULT_DISPLAY_NAME: 'Guest',
        DESKBELL_BASE_PATH: '/help',
        DESKBELL_TRUSTED_PROXIES: '1',
        DESKBELL_STARTS_PER_ADDRESS: '50',
        DESKBELL_STARTS_PER_SECOND: '2',
        DESKBELL_CONNECTIONS_PER_SECOND: '2.5',
        DESKBELL_CONNECT_ENDPOINT: 'http://127.0.0.1:8080',
        DESKBELL_PARTICIPANT_ENDPOINT: 'http://127.0.0.1:8080/participant',
        DESKBELL_DEVELOPMENT: 'true',
      }),
    );
    assert.deepEqual(checked.topics, { billing: 'flow-billing', sales: 'flow-sales' });
    assert.deepEqual(checked.attributes, { orderId: { maxLength: 16 }, plan: {} });
    assert.deepEqual(checked.features, {
      attachments: true,
      markdown: true,
      typing: false,
      receipts: false,
      interactive: false,
      maxMessageBytes: 16_384,
    });
    assert.deepEqual(checked.limits.startsPerAddress, { burst: 50, perMinute: 5 });
    assert.deepEqual(checked.limits.starts, { burst: 3, perMinute: 120 });
    assert.deepEqual(checked.limits.connections, { burst: 3.75, perMinute: 150 });
    const { chatDurationMinutes, defaultDisplayName, basePath, trustedProxies, development } = checked;
    assert.deepEqual(
      [chatDurationMinutes, defaultDisplayName, basePath, trustedProxies, development],
      [90, 'Guest', '/help', 1, true],
    );
  });

  it('names queues, waiting and articles in JSON', () => {
    const checked = checkConfig(
      configFromEnvironment({
        ...needed,
        DESKBELL_QUEUES: '{"billing": {"queueId": "q-1", "topics": ["billing"]}}',
        DESKBELL_WAITING: 'true',
        DESKBELL_ARTICLES: '[{"title": {"en": "Returns"}, "url": "/help/returns"}]',
      }),
    );
    assert.deepEqual(checked.queues['billing'], {
      queueId: 'q-1',
      topics: ['billing'],
      channels: ['chat', 'call'],
      weight: 1,
      automated: false,
    });
    assert.ok(checked.waiting && checked.waiting.congestedSeconds === 300);
    assert.equal(checked.articles[0]?.url, '/help/returns');
    assert.throws(
      () => checkConfig(configFromEnvironment({ ...needed, DESKBELL_QUEUES: '{"billing": {' })),
      (error: BrokerConfigError) => /^queues must map/.test(error.problems[0] ?? ''),
    );
  });

  it('has calls as soon as it names their flow', () => {
    const { call } = checkConfig(configFromEnvironment({ ...needed, DESKBELL_CALL_FLOW_ID: 'flow-call' }));
    assert.deepEqual(call, {
      flowId: 'flow-call',
      topics: {},
      video: 'both',
      screenShare: 'none',
      keypad: true,
      recorded: false,
    });
  });

  it('says everything about calls', () => {
    const { call, limits } = checkConfig(
      configFromEnvironment({
        ...needed,
        DESKBELL_CALL_FLOW_ID: 'flow-call',
        DESKBELL_CALL_TOPICS: 'sales=flow-sales',
        DESKBELL_CALL_VIDEO: 'agent',
        DESKBELL_CALL_SCREEN_SHARE: 'customer',
        DESKBELL_CALL_KEYPAD: 'no',
        DESKBELL_CALL_RECORDED: 'TRUE',
        DESKBELL_CALLS_PER_SECOND: '1',
      }),
    );
    assert.deepEqual(call, {
      flowId: 'flow-call',
      topics: { sales: 'flow-sales' },
      video: 'agent',
      screenShare: 'customer',
      keypad: false,
      recorded: true,
    });
    assert.deepEqual(limits.callStarts, { burst: 1.5, perMinute: 60 });
  });

  it('does not take half of what calls need, or a recording that is neither on nor off', () => {
    for (const wrong of [
      { DESKBELL_CALL_VIDEO: 'both' },
      { DESKBELL_CALL_FLOW_ID: 'flow-call', DESKBELL_CALL_RECORDED: 'on' },
      { DESKBELL_CALL_FLOW_ID: 'flow-call', DESKBELL_CALL_VIDEO: 'yes' },
    ]) {
      assert.throws(
        () => createBroker(configFromEnvironment({ ...needed, ...wrong })),
        (error: BrokerConfigError) => error.problems.length === 1 && /^call must be/.test(error.problems[0] ?? ''),
      );
    }
  });

  it('says everything about what comes after a contact', () => {
    const checked = checkConfig(
      configFromEnvironment({
        ...needed,
        DESKBELL_ENDINGS: 'true',
        DESKBELL_REQUEUE: 'continuous',
        DESKBELL_REQUEUE_AUTOMATIC: 'no',
        DESKBELL_REQUEUE_MOST_CREDIT: '600',
        DESKBELL_RATING: 'yes',
        DESKBELL_SHOW: 'duration,quality',
        DESKBELL_PERSISTENT: 'FROM_SEGMENT',
        DESKBELL_CALLBACK: 'voice',
        DESKBELL_CALLBACK_FLOW_ID: 'flow-voice',
        DESKBELL_CALLBACK_QUEUE_ID: 'queue-1',
        DESKBELL_CALLBACK_COUNTRIES: '+49, +43',
        DESKBELL_MESSAGE: 'email',
        DESKBELL_MESSAGE_ADDRESS: 'service@example.com',
      }),
    );
    assert.deepEqual(checked.endings, {
      requeue: { mode: 'continuous', automatic: false, pauseMs: 5_000, mostCreditSeconds: 600 },
      rating: true,
      show: ['duration', 'quality'],
    });
    assert.deepEqual(checked.persistent, { rehydration: 'FROM_SEGMENT', days: 30 });
    assert.deepEqual(checked.callback, {
      kind: 'voice',
      flowId: 'flow-voice',
      sourcePhoneNumber: undefined,
      queueId: 'queue-1',
      countries: ['+49', '+43'],
      perDay: 50,
    });
    assert.deepEqual(checked.message, {
      kind: 'email',
      address: 'service@example.com',
      subject: 'Message',
      perDay: 500,
    });
  });

  it('has no way back where it is off, and tells of endings nobody asked for by halves', () => {
    const off = { ...needed, DESKBELL_ENDINGS: 'true', DESKBELL_REQUEUE: 'off' };
    const { endings } = checkConfig(configFromEnvironment(off));
    assert.equal(endings && endings.requeue, false);
    for (const wrong of [
      { DESKBELL_RATING: 'true' },
      { DESKBELL_ENDINGS: 'perhaps' },
      { DESKBELL_ENDINGS: 'true', DESKBELL_REQUEUE: 'slow' },
      { DESKBELL_CALLBACK: 'pigeon', DESKBELL_CALLBACK_FLOW_ID: 'f' },
      { DESKBELL_CALLBACK: 'task' },
      { DESKBELL_MESSAGE: 'email' },
    ]) {
      assert.throws(
        () => createBroker(configFromEnvironment({ ...needed, ...wrong })),
        (error: BrokerConfigError) => error.problems.length === 1 && / must be /.test(error.problems[0] ?? ''),
        JSON.stringify(wrong),
      );
    }
  });

  it('posts callbacks to an https address only, with a secret that is one', () => {
    const hook = { ...needed, DESKBELL_CALLBACK: 'hook' };
    for (const [url, secret] of [
      ['http://crm.example.com', 's'.repeat(32)],
      ['crm.example.com', 's'.repeat(32)],
      ['https://crm.example.com', 'short'],
    ] as const) {
      assert.throws(
        () => configFromEnvironment({ ...hook, DESKBELL_CALLBACK_URL: url, DESKBELL_CALLBACK_SECRET: secret }),
        BrokerConfigError,
      );
    }
  });

  it('is refused with the same sentences when something in it is wrong', () => {
    const wrong = {
      DESKBELL_CHAT_MINUTES: 'long',
      DESKBELL_FEATURES: 'video',
      DESKBELL_KEYS: 'no-colon',
      DESKBELL_ATTRIBUTES: 'a:many',
    };
    assert.throws(
      () => createBroker(configFromEnvironment({ ...needed, ...wrong })),
      (error: BrokerConfigError) => error.problems.length === 4,
    );
    assert.throws(
      () => createBroker(configFromEnvironment({})),
      (error: BrokerConfigError) => error.problems.length === 5,
    );
  });
});
