import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { iamPolicy } from '../../src/broker/broker.js';
import { repository } from '../support/browsers.mjs';

const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const scope = {
  region: 'REGION',
  accountId: 'ACCOUNT',
  instanceId: 'INSTANCE',
  chatFlowIds: ['CHAT_FLOW'],
  callFlowIds: ['CALL_FLOW'],
};

suite('the policy of the broker’s role', () => {
  test('allows exactly the operations the broker calls', () => {
    const called = [...read('src/broker/connect.ts').matchAll(/new (\w+)Command\(/g)].map(
      ([, name]) => `connect:${name}`,
    );
    const allowed = iamPolicy(scope).Statement.flatMap(({ Action }) => Action);
    assert.deepEqual([...allowed].sort(), [...new Set(called)].sort());
  });

  test('names no action and no resource wider than one instance, and flows one by one', () => {
    const { Statement } = iamPolicy({ ...scope, chatFlowIds: ['one', 'two'], callFlowIds: ['three'] });
    const resources = Statement.flatMap(({ Resource }) => Resource);
    for (const { Action } of Statement) assert.ok(!Action.some((action) => action.includes('*')));
    for (const resource of resources) assert.match(resource, /^arn:aws:connect:REGION:ACCOUNT:instance\/INSTANCE\//);
    assert.deepEqual(
      resources.filter((resource) => resource.includes('contact-flow')).map((resource) => resource.split('/').at(-1)),
      ['one', 'two', 'three'],
    );
  });

  test('allows nothing of calls where there are none', () => {
    const { Statement } = iamPolicy({ ...scope, callFlowIds: undefined });
    assert.deepEqual(
      Statement.flatMap(({ Action }) => Action),
      ['connect:StartChatContact', 'connect:StopContact'],
    );
  });

  test('is the one the README shows', () => {
    const [block = ''] = /\{\s*"Version"[\s\S]*?\n\}/.exec(read('README.md')) ?? [];
    assert.deepEqual(JSON.parse(block), iamPolicy(scope));
  });
});
