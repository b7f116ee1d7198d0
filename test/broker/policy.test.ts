import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
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
const everything = {
  ...scope,
  waiting: true,
  endings: true,
  persistent: true,
  taskFlowIds: ['TASK_FLOW'],
  callbackFlowIds: ['CALLBACK_FLOW'],
  outboundVoice: true,
  email: true,
  queueIds: ['QUEUE'],
};

suite('the policy of the broker’s role', () => {
  test('allows exactly the operations the broker calls', () => {
    const ports = readdirSync(join(repository, 'src/broker')).filter((name) => name.startsWith('connect'));
    const called = ports.flatMap((name) =>
      [...read(`src/broker/${name}`).matchAll(/new (\w+)Command\(/g)].map(([, operation]) => `connect:${operation}`),
    );
    const allowed = new Set(iamPolicy(everything).Statement.flatMap(({ Action }) => Action));
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
      ['connect:StartChatContact', 'connect:StopContact', 'connect:DescribeContact'],
    );
  });

  test('reads contacts that wait where customers are told of it, and writes nothing for that', () => {
    const of = (more: object) => iamPolicy({ ...scope, ...more }).Statement.flatMap(({ Action }) => Action);
    const added = of({ waiting: true }).filter((action) => !of({}).includes(action));
    assert.deepEqual(added, ['connect:GetContactMetrics']);
    const all = of({ waiting: true, endings: true });
    assert.equal(
      new Set(all).size,
      all.length - 1,
      'StartChatContact alone is there twice: for flows, and for contacts',
    );
  });

  test('rings no phone, makes no e-mail and writes to no contact unless that is asked for', () => {
    const actions = ({ Statement } = iamPolicy(scope)) => Statement.flatMap(({ Action }) => Action).join();
    assert.doesNotMatch(actions(), /Outbound|Email|Task|List|Update|Attributes|Persistent/);
    const some = iamPolicy({ ...scope, endings: true, taskFlowIds: ['TASK_FLOW'] });
    assert.match(actions(some), /ListAssociatedContacts.*UpdateContactRoutingData/);
    assert.doesNotMatch(actions(some), /Outbound|Email/);
    for (const { Resource } of iamPolicy(everything).Statement) {
      for (const resource of Resource)
        assert.match(resource, /^arn:aws:connect:REGION:ACCOUNT:instance\/INSTANCE(\/|$)/);
    }
  });

  test('reads figures and hours of the queues there are, and nothing of queues where there are none', () => {
    const { Statement } = iamPolicy({ ...scope, queueIds: ['QUEUE'], hoursIds: ['HOURS'] });
    const own = Statement.find(({ Sid }) => Sid === 'FiguresAndHoursOfQueues');
    assert.deepEqual(own?.Action, [
      'connect:GetCurrentMetricData',
      'connect:GetEffectiveHoursOfOperations',
      'connect:DescribeQueue',
    ]);
    const instance = 'arn:aws:connect:REGION:ACCOUNT:instance/INSTANCE';
    assert.deepEqual(own.Resource, [
      instance,
      `${instance}/queue/QUEUE`,
      `${instance}/routing-profile/*`,
      `${instance}/operating-hours/HOURS`,
    ]);
    const actions = iamPolicy(scope).Statement.flatMap(({ Action }) => Action);
    assert.doesNotMatch(actions.join(), /Queue|Hours|Metric/);
  });

  test('is the one the README shows', () => {
    const [block = ''] = /\{\s*"Version"[\s\S]*?\n\}/.exec(read('README.md')) ?? [];
    assert.deepEqual(JSON.parse(block), iamPolicy(scope));
  });
});
