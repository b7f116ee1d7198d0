import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Chatjs } from '../../../src/adapters/chatjs/chatjs-types.js';
import { ChatjsCopy } from '../../../src/adapters/chatjs/copy.js';
import { putAside, type PageScope } from '../../../src/adapters/chatjs/page-globals.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { FakeService } from '../../support/fake-chatjs.js';

describe('Our copy of the client', () => {
  it('is configured once for each place it talks to, with metrics, receipts and logs off', () => {
    const service = new FakeService(new ManualClock());
    const copy = new ChatjsCopy(service.chatjs);
    copy.create(sampleTicket());
    copy.create(sampleTicket());
    const [config, ...more] = service.configs as { webSocketManagerConfig: { isNetworkOnline: () => boolean } }[];
    assert.deepEqual(more, []);
    const { webSocketManagerConfig, ...rest } = config!;
    assert.equal(webSocketManagerConfig.isNetworkOnline(), true);
    assert.deepEqual(rest, {
      region: 'eu-central-1',
      endpoint: 'https://participant.connect.eu-central-1.amazonaws.com',
      loggerConfig: { useDefaultLogger: false },
      features: { messageReceipts: { shouldSendMessageReceipts: false } },
      customUserAgentSuffix: 'Deskbell',
    });
    assert.deepEqual(
      service.created.map(({ disableCSM }) => disableCSM),
      [true, true],
    );
  });

  it('talks to two endpoints in one region under two names, because the client keeps one endpoint per name', () => {
    const service = new FakeService(new ManualClock());
    const copy = new ChatjsCopy(service.chatjs);
    const endpoints = [undefined, 'http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:1', undefined];
    for (const endpoint of endpoints) copy.create(sampleTicket({ endpoint }));
    copy.create(sampleTicket({ region: 'us-east-1' }));
    assert.deepEqual(
      service.created.map(({ options }) => options.region),
      ['eu-central-1', 'eu-central-1-2', 'eu-central-1-3', 'eu-central-1-2', 'eu-central-1', 'us-east-1'],
    );
    assert.equal(service.configs.length, 4);
  });
});

describe("The page's own global", () => {
  const args = {} as Parameters<Chatjs['create']>[0];
  /** What evaluating the client does to a page: it fills what is missing, and looks there for itself later. */
  const evaluate = (scope: PageScope): void => {
    scope.connect ??= {};
    const connect = scope.connect as { ChatSession?: unknown; ChatJS?: unknown };
    connect.ChatJS = { version: '5.0.0' };
    connect.ChatSession ??= {
      create: () => `ours, ${(scope.connect as { ChatJS: { version: string } }).ChatJS.version}`,
    };
  };

  it('is left alone when the page has a copy of the client, and ours is used all the same', () => {
    const theirs = Object.freeze({ ChatSession: { create: () => 'theirs' }, agent: 'Streams' });
    const scope: PageScope = { connect: theirs };
    const takeOver = putAside(scope);
    evaluate(scope);
    const copy = takeOver();
    assert.equal(scope.connect, theirs);
    assert.equal(copy.create(args), 'ours, 5.0.0');
    assert.equal(scope.connect, theirs);
  });

  it('stays free for a copy the page loads later, and is an object because the client looks into it', () => {
    const scope: PageScope = {};
    const takeOver = putAside(scope);
    evaluate(scope);
    const copy = takeOver();
    assert.deepEqual(scope.connect, {});
    assert.equal(copy.create(args), 'ours, 5.0.0');
    assert.deepEqual(scope.connect, {});
  });

  it('may be an element with that id, and is again', () => {
    const element = { tagName: 'A' };
    const scope = Object.create({ connect: element }) as PageScope;
    const takeOver = putAside(scope);
    evaluate(scope);
    assert.equal(takeOver().create(args), 'ours, 5.0.0');
    assert.equal(scope.connect, element);
    assert.deepEqual(element, { tagName: 'A' });
  });

  it('is put back when the client did not load, and when it fails', () => {
    const theirs = {};
    const scope: PageScope = { connect: theirs };
    assert.throws(putAside(scope), /did not load/);
    assert.equal(scope.connect, theirs);
    const takeOver = putAside(scope);
    (scope.connect as { ChatSession: unknown }).ChatSession = {
      create() {
        throw new TypeError('as the client does');
      },
    };
    const copy = takeOver();
    assert.throws(() => copy.create(args), TypeError);
    assert.equal(scope.connect, theirs);
  });
});
