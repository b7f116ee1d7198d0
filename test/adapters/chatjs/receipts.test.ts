import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpOutcome } from '../../support/fake-chatjs.js';
import { Stage } from './stage.js';

const prefix = 'application/vnd.amazonaws.connect.event.message.';

describe('A receipt for somebody’s message', () => {
  it('is one call, whose token is the same whoever sends it again, and no other receipt’s', async () => {
    const { connection, service, signal } = await new Stage().opened();
    const read = { kind: 'read', messageId: 'm-1' } as const;
    assert.equal(await connection.receipt(read, signal), 'told');
    await connection.receipt(read, signal);
    await connection.receipt({ ...read, kind: 'delivered' }, signal);
    await connection.receipt({ ...read, messageId: 'm-2' }, signal);
    assert.deepEqual(service.calls[0], {
      path: '/participant/event',
      body: { ContentType: `${prefix}read`, Content: '{"messageId":"m-1"}', ClientToken: 'm-1-read' },
      bearer: 'secret-connection',
    });
    const tokens = service.calls.map(({ body }) => (body as { ClientToken: string }).ClientToken);
    assert.deepEqual(tokens, ['m-1-read', 'm-1-read', 'm-1-delivered', 'm-2-read']);
  });

  it('that the service does not take harms nobody, and says what that means for others', async () => {
    const outcomes: readonly (readonly [HttpOutcome, string])[] = [
      [409, 'crowded'],
      [400, 'never'],
      [403, 'later'],
      [429, 'later'],
      [500, 'later'],
      ['network', 'later'],
    ];
    for (const [asked, outcome] of outcomes) {
      const stage = await new Stage().opened();
      stage.service.asked = asked;
      assert.equal(await stage.connection.receipt({ kind: 'read', messageId: 'm-1' }, stage.signal), outcome);
      assert.deepEqual(stage.links, ['up']);
    }
  });

  it('that nobody answers is given up after 15 s, and its request with it', async () => {
    const { clock, connection, service, signal } = await new Stage().opened();
    service.asked = 'hang';
    const asking = connection.receipt({ kind: 'read', messageId: 'm-1' }, signal);
    await clock.advance(15_000);
    assert.equal(await asking, 'later');
    assert.equal(service.aborted, 1);
  });
});

describe('A receipt from somebody', () => {
  const receipt = (name: string, metadata: object) => ({
    Type: 'MESSAGEMETADATA',
    ContentType: `${prefix}${name}`,
    MessageMetadata: { MessageId: 'm-1', Receipts: [metadata] },
  });
  const theirs = { RecipientParticipantId: 'p-agent', DeliveredTimestamp: '2027-03-08T09:15:02.120Z' };
  const read = { ...theirs, ReadTimestamp: '2027-03-08T09:15:03.120Z' };

  it('is told as what it says', async () => {
    const stage = await new Stage().opened();
    stage.service.publish(receipt('message.delivered', theirs), false);
    stage.service.publish(receipt('message.read', read), false);
    await stage.clock.settle();
    assert.deepEqual(
      stage.events.filter(({ type }) => type === 'receipt'),
      [
        { type: 'receipt', kind: 'delivered', messageId: 'm-1' },
        { type: 'receipt', kind: 'read', messageId: 'm-1' },
      ],
    );
  });

  it('rides on messages in the transcript: others’ on ours, and ours on theirs', async () => {
    const stage = await new Stage().opened();
    const mine = { RecipientParticipantId: 'p-customer', ReadTimestamp: '2027-03-08T09:15:02.120Z' };
    const said = stage.service.say('Hello');
    stage.service.items[0] = { ...said, MessageMetadata: { Receipts: [mine] } };
    const own = stage.service.take('t-1', 'Hi');
    stage.service.items[1] = { ...own, MessageMetadata: { Receipts: [theirs] } };
    stage.service.publish({ ...receipt('message.read', read) });
    const { seen, told, items } = await stage.connection.transcript({ limit: 10 }, stage.signal);
    assert.equal(items.length, 2);
    assert.deepEqual(seen, [
      { kind: 'delivered', messageId: own['Id'] },
      { kind: 'read', messageId: 'm-1' },
    ]);
    assert.deepEqual(told, [{ kind: 'read', messageId: said['Id'] }]);
  });

  it('that makes no sense is nothing', async () => {
    const stage = await new Stage().opened();
    stage.service.publish(
      { ...receipt('message.read', {}), MessageMetadata: { MessageId: 'm-1', Receipts: [] } },
      false,
    );
    stage.service.publish({ ...receipt('message.read', {}), MessageMetadata: 'odd' }, false);
    stage.service.publish(receipt('message.read', { ...read, RecipientParticipantId: 'p-customer' }), false);
    await stage.clock.settle();
    assert.deepEqual(
      stage.events.map(({ type }) => type),
      ['link'],
    );
  });
});
