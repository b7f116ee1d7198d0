import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ConnectClient, GetContactMetricsCommand } from '@aws-sdk/client-connect';
import { createBroker, jsonLines, type Broker, type BrokerConfig } from '../../src/broker/broker.js';
import type { WaitBody } from '../../src/protocol/wait.js';
import {
  acceptContact,
  createClock,
  createSimulator,
  endConversation,
  transferContact,
  type Conversation,
  type Simulator,
  type SimulatorClock,
} from '../../src/simulator/index.js';
import {
  call,
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  config,
  post,
  refusalOf,
  site,
  tampered,
  ticketOf,
} from './support/broker-world.js';

const waitPath = '/v1/contact/wait';

interface Ticket {
  readonly contactId: string;
  readonly handle: string;
  readonly waiting?: boolean | undefined;
}

describe('where a contact stands, asked of the broker and the whole of Amazon Connect, simulated', () => {
  let simulator: Simulator;
  let clock: SimulatorClock;
  let origin: string;
  let lines: string[];
  beforeEach(async () => {
    clock = createClock(Date.now());
    simulator = createSimulator({ clock });
    ({ origin } = await simulator.listen());
    lines = [];
  });
  afterEach(() => simulator.close());

  const broker = (changes: Partial<BrokerConfig> = {}): { readonly broker: Broker } => {
    const { endpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } = simulator.config(origin);
    const there: Partial<BrokerConfig> = {
      region,
      instanceId,
      chatFlowId: contactFlowId,
      connectEndpoint: endpoint,
      credentials: { accessKeyId, secretAccessKey },
      waiting: {},
      call: { ...call, flowId: contactFlowId },
    };
    const now = (): number => clock.now();
    const ports = { logger: jsonLines((line) => lines.push(line), now), now, random: () => 0.5 };
    return { broker: createBroker({ ...config, ...there, ...changes }, ports) };
  };
  const ask = (to: { readonly broker: Broker }, handle: string) => post(to, { handle }, { path: waitPath });
  const look = async (to: { readonly broker: Broker }, { handle }: Ticket): Promise<WaitBody> => {
    const response = await ask(to, handle);
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()) as WaitBody;
  };
  const conversationOf = ({ contactId }: Ticket): Conversation => {
    const conversation = simulator.world.conversationOf(contactId);
    if (!conversation) throw new Error('No such contact.');
    return conversation;
  };
  /** People who are only a number stand in front, and nobody leaves for an hour. */
  const others = (count: number): void => {
    const [queue] = simulator.world.queues.keys();
    simulator.world.changeQueue({ id: queue, others: count, staff: 1, averageHandleSeconds: 3_600 });
  };
  const metricsCalls = () => simulator.calls.list('GetContactMetrics');

  it('goes with its contact from the flow to the agent, into another queue and to the end', async () => {
    simulator.faults.set({ queueAfterSeconds: 5 });
    const it_ = broker();
    const ticket = await ticketOf(await post(it_, chatBody()));
    assert.equal(ticket.waiting, true);
    assert.equal((await look(it_, ticket)).state, 'flow');
    others(6);
    clock.advance(6_000);
    const queued = await look(it_, ticket);
    assert.deepEqual([queued.state, queued.position, queued.etaBasis], ['queued', 7, 'contact']);
    const conversation = conversationOf(ticket);
    acceptContact(simulator.world, conversation, 'Ines');
    clock.advance(20_000);
    assert.equal((await look(it_, ticket)).state, 'connected');
    transferContact(simulator.world, conversation, { queue: 'Returns' });
    clock.advance(20_000);
    const transferred = await look(it_, ticket);
    assert.deepEqual([transferred.state, transferred.position], ['queued', 1]);
    endConversation(simulator.world, conversation, 'CUSTOMER_DISCONNECT');
    clock.advance(20_000);
    assert.equal((await look(it_, ticket)).state, 'ended');
  });

  it('is told of calls as of chats', async () => {
    const it_ = broker();
    others(3);
    const ticket = await callTicketOf(await post(it_, callBody(), { path: callPath }));
    assert.equal(ticket.waiting, true);
    const { state, position } = await look(it_, ticket);
    assert.deepEqual([state, position], ['queued', 4]);
  });

  for (const answer of ['empty', 'InvalidRequestException', 'ResourceNotFoundException'] as const) {
    it(`is understood when Amazon Connect has no place any more and says so by: ${answer}`, async () => {
      simulator.faults.set({ metricsOutsideQueue: answer });
      const it_ = broker();
      const ticket = await ticketOf(await post(it_, chatBody()));
      assert.equal((await look(it_, ticket)).state, 'queued');
      acceptContact(simulator.world, conversationOf(ticket), 'Ines');
      clock.advance(8_000);
      assert.equal((await look(it_, ticket)).state, 'connected', 'in the very answer that found it out');
      assert.equal(metricsCalls().length, 2);
    });
  }

  it('is asked of Amazon Connect once when it says it is asked too much: no attempt is repeated', async () => {
    const it_ = broker();
    const ticket = await ticketOf(await post(it_, chatBody()));
    const { endpoint, region, accessKeyId, secretAccessKey, instanceId } = simulator.config(origin);
    const credentials = { accessKeyId, secretAccessKey };
    const elsewhere = new ConnectClient({ region, endpoint, credentials, maxAttempts: 1 });
    for (let count = 0; count < 5; count += 1) {
      const Metrics = [{ Name: 'POSITION_IN_QUEUE' as const }];
      await elsewhere.send(
        new GetContactMetricsCommand({ InstanceId: instanceId, ContactId: ticket.contactId, Metrics }),
      );
    }
    elsewhere.destroy();
    simulator.calls.clear();
    const { state, position } = await look(it_, ticket);
    assert.deepEqual([state, position], ['queued', undefined]);
    assert.deepEqual(
      metricsCalls().map(({ status, attempt }) => [status, attempt]),
      [[429, 1]],
    );
    assert.match(lines.at(-1) ?? '', /"operation":"GetContactMetrics","error":"ThrottlingException"/);
    clock.advance(6_000);
    assert.equal((await look(it_, ticket)).position, 1);
  });

  it('is what was known, with its age, while Amazon Connect fails', async () => {
    const it_ = broker();
    const ticket = await ticketOf(await post(it_, chatBody()));
    others(3);
    await look(it_, ticket);
    simulator.faults.addHttp({ route: 'GetContactMetrics', act: 'html' });
    clock.advance(20_000);
    const { state, position, ageMs } = await look(it_, ticket);
    assert.deepEqual([state, position, ageMs], ['queued', 4, 20_000]);
  });

  describe('at the door', () => {
    const get = (to: { readonly broker: Broker }, headers: Record<string, string>, method = 'GET') =>
      to.broker.fetch(
        new Request(`https://broker.example.com${waitPath}`, { method, headers: { origin: site, ...headers } }),
        {
          address: '203.0.113.7',
        },
      );

    it('answers GET with the handle as bearer token as it answers POST with it in the body', async () => {
      const it_ = broker();
      const ticket = await ticketOf(await post(it_, chatBody()));
      const posted = await look(it_, ticket);
      const response = await get(it_, { authorization: `Bearer ${ticket.handle}` });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('access-control-allow-origin'), site);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.deepEqual(await response.json(), posted);
    });

    it('knows no contact without its handle', async () => {
      const it_ = broker({ origins: [site, 'https://shop.example.com'] });
      const { handle, contactId, visitor } = await ticketOf(await post(it_, chatBody()));
      const refused = async (response: Promise<Response>) => {
        const { status, code } = await refusalOf(await response);
        return [status, code];
      };
      assert.deepEqual(await refused(get(it_, {})), [400, 'token/bad-request']);
      assert.deepEqual(await refused(get(it_, { authorization: `Basic ${handle}` })), [400, 'token/bad-request']);
      assert.deepEqual(await refused(get(it_, { authorization: `Bearer ${contactId}` })), [404, 'token/not-found']);
      assert.deepEqual(await refused(get(it_, { authorization: `Bearer ${visitor}` })), [404, 'token/not-found']);
      assert.deepEqual(await refused(post(it_, { contactId }, { path: waitPath })), [400, 'token/bad-request']);
      assert.deepEqual(await refused(ask(it_, tampered(handle))), [404, 'token/not-found']);
      const elsewhere = post(it_, { handle }, { path: waitPath, headers: { origin: 'https://shop.example.com' } });
      assert.deepEqual(await refused(elsewhere), [404, 'token/not-found'], 'a handle is for the site that got it');
      assert.deepEqual(await refused(get(it_, { authorization: `Bearer ${handle}` }, 'PUT')), [
        405,
        'token/bad-request',
      ]);
      assert.equal(metricsCalls().length, 0);
      assert.equal(simulator.calls.list('DescribeContact').length, 0);
    });

    it('limits how often one contact is asked about, whoever asks, and another one not with it', async () => {
      const it_ = broker();
      const one = await ticketOf(await post(it_, chatBody()));
      const two = await ticketOf(await post(it_, chatBody()));
      const statuses: number[] = [];
      for (let count = 0; count < 25; count += 1) statuses.push((await ask(it_, one.handle)).status);
      assert.ok(statuses.includes(429));
      assert.equal(statuses[0], 200);
      const { code, retryAfterMs } = await refusalOf(await ask(it_, one.handle));
      assert.equal(code, 'token/rate-limited');
      assert.equal((await ask(it_, two.handle)).status, 200);
      clock.advance(retryAfterMs ?? NaN);
      assert.equal((await ask(it_, one.handle)).status, 200);
    });

    it('says nothing of handles, names and tokens in its log, and names its route', async () => {
      const it_ = broker();
      const { handle, participantToken, contactId } = await ticketOf(
        await post(it_, chatBody({ displayName: 'Canary Lovelace' })),
      );
      await ask(it_, handle);
      await get(it_, { authorization: `Bearer ${handle}` });
      await get(it_, { authorization: 'Bearer Canary' });
      const text = lines.join('\n');
      for (const secret of [handle, participantToken, 'Canary']) assert.ok(!text.includes(secret));
      const line = lines
        .map((one) => JSON.parse(one) as Record<string, unknown>)
        .find((one) => one['route'] === waitPath);
      assert.deepEqual([line?.['contactId'], line?.['status']], [contactId, 200]);
    });

    it('is not there for a broker that tells nobody, and its tickets do not speak of it', async () => {
      const it_ = broker({ waiting: false });
      const ticket = await ticketOf(await post(it_, chatBody()));
      assert.equal(ticket.waiting, undefined);
      assert.equal((await refusalOf(await ask(it_, ticket.handle))).code, 'token/not-found');
    });
  });
});
