import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { CreateParticipantConnectionCommand, SendMessageCommand } from '@aws-sdk/client-connectparticipant';
import { WebSocket } from 'ws';
import { frameCodec } from '../../src/simulator/chime/frames.js';
import { frameType, type ClientFrame } from '../../src/simulator/chime/protocol.js';
import { addParticipant } from '../../src/simulator/contact-people.js';
import { admitToCall, arriveInCall, leaveCall } from '../../src/simulator/contact-call.js';
import type { ContactSummary, Conversation, Participant, SimulatorOptions } from '../../src/simulator/index.js';
import { ask, participantClient, refusal, simulated, startChat } from './customer-client.js';

interface Ticket {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  readonly connection: {
    readonly Attendee: { readonly JoinToken: string };
    readonly Meeting: {
      readonly MediaPlacement: { readonly SignalingUrl: string; readonly EventIngestionUrl: string };
    };
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;

async function scene(t: TestContext, options: SimulatorOptions & { running?: boolean } = {}) {
  const { simulator, origin } = await simulated(t, options);
  const { answer: ticket } = await ask<Ticket>(origin, 'POST', 'calls/start', { displayName: 'Sam' });
  const conversation = simulator.world.conversationOf(ticket.contactId)!;
  const customer = conversation.participants[0]!;
  const desk = async (deed: string, body: object = {}) => {
    const { status, answer } = await ask<{ contact: ContactSummary; error?: string; connection?: object }>(
      origin,
      'POST',
      `desk/contacts/${ticket.contactId}/${deed}`,
      body,
    );
    return { status, ...answer };
  };
  return { simulator, origin, ticket, conversation, customer, desk };
}

/** A signalling socket without media: enough for whatever happens at joining. */
class Signalling {
  readonly frames: (ClientFrame & Record<string, unknown>)[] = [];
  readonly #socket: WebSocket;
  readonly #wakes = new Set<() => void>();
  closed: number | undefined;

  constructor(t: TestContext, url: string, token: string) {
    this.#socket = new WebSocket(url, ['_aws_wt_session', token]);
    this.#socket.on('error', () => undefined);
    this.#socket.on('open', () => this.send({ type: frameType.join, join: { protocolVersion: 2, flags: 0 } }));
    this.#socket.on('message', (data) => {
      this.frames.push(frameCodec.decode(data as Buffer) as ClientFrame & Record<string, unknown>);
      this.#wake();
    });
    this.#socket.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
    t.after(() => this.#socket.terminate());
  }

  send(frame: { type: number; [member: string]: unknown }): void {
    this.#socket.send(frameCodec.encode(frame));
  }

  async until<Found>(look: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#wakes.delete(wake);
          resolve();
        };
        this.#wakes.add(wake);
      });
    }
  }

  frame(type: number): Promise<ClientFrame & Record<string, unknown>> {
    return this.until(() => this.frames.find((one) => one.type === type));
  }

  #wake(): void {
    for (const wake of [...this.#wakes]) wake();
  }
}

const signalling = (t: TestContext, { connection }: Ticket, token = connection.Attendee.JoinToken): Signalling =>
  new Signalling(t, connection.Meeting.MediaPlacement.SignalingUrl, token);

const there = ({ simulator, conversation, customer }: Scene): void =>
  arriveInCall(simulator.world, conversation, customer);

function guest({ simulator, conversation }: Scene, role: 'AGENT' | 'CUSTOMER', name: string): Participant {
  const added = addParticipant(simulator.world, conversation, { role, displayName: name });
  admitToCall(simulator.world, conversation, added);
  return added;
}

const reason = ({ segments }: Conversation): string | undefined => segments.at(-1)?.disconnectReason;

test('a customer whose media never arrives ends the call as CUSTOMER_NEVER_ARRIVED', async (t) => {
  const { simulator, conversation } = await scene(t);
  simulator.clock.advance(59_000);
  assert.equal(conversation.over, false);
  simulator.clock.advance(1_000);
  assert.equal(reason(conversation), 'CUSTOMER_NEVER_ARRIVED');
});

test('a synthetic agent takes the call when the customer’s media is there, not before', async (t) => {
  const stage = await scene(t);
  stage.simulator.clock.advance(30_000);
  assert.equal(stage.conversation.segments[0]?.agentId, undefined);
  there(stage);
  stage.simulator.clock.advance(600);
  const agent = stage.conversation.participants.find((one) => one.role === 'AGENT');
  assert.deepEqual([agent?.displayName, agent?.media], ['Ines', 'synthetic']);
});

test('a call out of a chat gets the agent of the chat', async (t) => {
  const { simulator, origin } = await simulated(t, { knobs: { scriptedAgents: 'off' } });
  const chat = await startChat(origin);
  await ask(origin, 'POST', `desk/contacts/${chat.contactId}/accept`, { agent: 'Grace' });
  simulator.faults.set({ scriptedAgents: 'auto' });
  const { answer } = await ask<Ticket>(origin, 'POST', 'calls/start', { relatedContactId: chat.contactId });
  const conversation = simulator.world.conversationOf(answer.contactId)!;
  arriveInCall(simulator.world, conversation, conversation.participants[0]!);
  simulator.clock.advance(600);
  assert.equal(conversation.participants.find((one) => one.role === 'AGENT')?.displayName, 'Grace');
});

test('away for less than a minute is nothing; away for a minute costs every token', async (t) => {
  const stage = await scene(t);
  const { simulator, conversation, customer, ticket, origin } = stage;
  there(stage);
  leaveCall(simulator.world, conversation, customer, false);
  simulator.clock.advance(59_999);
  there(stage);
  simulator.clock.advance(120_000);
  assert.equal(customer.state, 'joined');
  leaveCall(simulator.world, conversation, customer, false);
  simulator.clock.advance(60_000);
  assert.equal(customer.state, 'left');
  assert.equal(conversation.over, false);
  const client = participantClient(origin);
  const command = new CreateParticipantConnectionCommand({
    ParticipantToken: ticket.participantToken,
    Type: ['CONNECTION_CREDENTIALS'],
  });
  assert.equal(await refusal(client.send(command)), 'AccessDeniedException 403');
  const socket = signalling(t, ticket);
  assert.equal(await socket.until(() => socket.closed), 4403);
});

test('the call ends with its only customer where the knob says so', async (t) => {
  const stage = await scene(t, { knobs: { callWithoutCustomer: 'ended', callAwaySeconds: 5 } });
  there(stage);
  leaveCall(stage.simulator.world, stage.conversation, stage.customer, false);
  stage.simulator.clock.advance(5_000);
  assert.equal(reason(stage.conversation), 'CUSTOMER_DISCONNECT');
});

test('one of two customers may hang up: the call goes on', async (t) => {
  const stage = await scene(t);
  there(stage);
  const second = guest(stage, 'CUSTOMER', 'Ada');
  arriveInCall(stage.simulator.world, stage.conversation, second);
  leaveCall(stage.simulator.world, stage.conversation, stage.customer, true);
  assert.equal(stage.conversation.over, false);
  leaveCall(stage.simulator.world, stage.conversation, second, true);
  assert.equal(reason(stage.conversation), 'CUSTOMER_DISCONNECT');
});

test('six people are in a call; the seventh is told that it is full', async (t) => {
  const stage = await scene(t, { running: true, knobs: { scriptedAgents: 'off' } });
  const tokens = [stage.ticket.connection.Attendee.JoinToken];
  for (let count = 1; count < 7; count += 1)
    tokens.push(guest(stage, 'CUSTOMER', `Guest ${count}`).attendee!.joinToken);
  const sockets = tokens.slice(0, 6).map((token) => signalling(t, stage.ticket, token));
  for (const socket of sockets) {
    const answer = await socket.frame(frameType.joinAck);
    assert.ok(answer['joinack'] && !answer['error']);
    await socket.frame(frameType.index);
  }
  const seventh = await signalling(t, stage.ticket, tokens[6]).frame(frameType.joinAck);
  assert.deepEqual((seventh['error'] as { status: number }).status, 409);
  assert.equal(stage.simulator.media.list(stage.ticket.contactId).filter((one) => one.joined).length, 6);
});

test('pings and good-byes are answered, unless a knob mutes them', async (t) => {
  const stage = await scene(t, { running: true });
  const socket = signalling(t, stage.ticket);
  await socket.frame(frameType.index);
  stage.simulator.faults.set({ callPong: 'mute', callLeaveAck: 'mute' });
  socket.send({ type: frameType.pingPong, pingPong: { type: 1, pingId: 7 } });
  socket.send({ type: frameType.leave, leave: {} });
  socket.send({ type: frameType.audioControl, audioControl: { muted: true } });
  await socket.frame(frameType.audioStreamIdInfo);
  assert.ok(!socket.frames.some((one) => one.type === frameType.pingPong || one.type === frameType.leaveAck));
  stage.simulator.faults.set({ callPong: 'answer', callLeaveAck: 'answer' });
  socket.send({ type: frameType.pingPong, pingPong: { type: 1, pingId: 8 } });
  assert.equal((await socket.frame(frameType.pingPong)).pingPong?.pingId, 8);
  socket.send({ type: frameType.leave, leave: {} });
  await socket.frame(frameType.leaveAck);
});

test('signalling can be refused, closed with a code, or never answered', async (t) => {
  const stage = await scene(t, { running: true });
  const { faults } = stage.simulator;
  faults.set({ callSignaling: 'close', callCloseCode: 4410 });
  const closed = signalling(t, stage.ticket);
  assert.equal(await closed.until(() => closed.closed), 4410);
  faults.set({ callSignaling: 'refuse' });
  const refused = signalling(t, stage.ticket);
  assert.equal(await refused.until(() => refused.closed), 1006);
  faults.set({ callSignaling: 'hang' });
  const { pathname } = new URL(stage.ticket.connection.Meeting.MediaPlacement.SignalingUrl);
  const waiting = new PassThrough();
  const request = { url: pathname, headers: {} } as IncomingMessage;
  assert.equal(stage.simulator.media.upgrade(request, waiting, Buffer.alloc(0)), true);
  assert.equal(waiting.destroyed, false);
  stage.simulator.world.reset();
  assert.equal(waiting.destroyed, true, 'a reset lets go of those who wait');
});

test('a reset ends every call, and what it opened opens nothing any more', async (t) => {
  const stage = await scene(t, { running: true });
  const socket = signalling(t, stage.ticket);
  await socket.frame(frameType.index);
  await ask(stage.origin, 'POST', 'reset');
  await socket.until(() => socket.closed);
  assert.deepEqual(stage.simulator.media.list(), []);
  const late = signalling(t, stage.ticket);
  assert.equal(await late.until(() => late.closed), 4403);
});

test('digits the customer presses are seen at the desk', async (t) => {
  const { ticket, origin, desk } = await scene(t, { running: true });
  const client = participantClient(origin);
  const { ConnectionCredentials } = await client.send(
    new CreateParticipantConnectionCommand({
      ParticipantToken: ticket.participantToken,
      Type: ['CONNECTION_CREDENTIALS'],
    }),
  );
  for (const Content of ['1', '2#']) {
    const ConnectionToken = ConnectionCredentials?.ConnectionToken;
    await client.send(new SendMessageCommand({ ConnectionToken, ContentType: 'audio/dtmf', Content }));
  }
  assert.equal((await desk('network', { seconds: 0 })).contact.call?.digits, '12#');
});

test('the desk sees what a call is, and what each side may send', async (t) => {
  const stage = await scene(t, { knobs: { scriptedAgents: 'off' } });
  there(stage);
  const both = { video: true, screenShare: true };
  const { contact } = await stage.desk('accept', { agent: 'Grace' });
  assert.deepEqual(contact.call, {
    allowed: { customer: both, agent: both },
    arrived: true,
    camera: false,
    muted: false,
    sharing: false,
    held: false,
    shareAllowed: false,
    network: 'up',
    agentMedia: 'synthetic',
    agent: { muted: false, camera: true, sharing: false },
    digits: '',
  });
  const after = await stage.desk('call', { mute: true, camera: false, share: 'allow', hold: true });
  assert.deepEqual(after.contact.call?.agent, { muted: true, camera: false, sharing: false });
  assert.deepEqual([after.contact.call?.held, after.contact.call?.shareAllowed], [true, true]);
});

test('the customer’s network is out for as long as the desk says', async (t) => {
  const { simulator, desk } = await scene(t);
  assert.equal((await desk('network', { what: 'media', how: 'cut', seconds: 5 })).contact.call?.network, 'down');
  simulator.clock.advance(5_000);
  assert.equal((await desk('network', { what: 'signaling', how: 'cut', seconds: null })).contact.call?.network, 'down');
  simulator.clock.advance(500_000);
  assert.equal((await desk('network', { what: 'all', seconds: 0 })).contact?.call?.network ?? 'up', 'up');
});

test('what makes no sense in a contact is refused in a sentence', async (t) => {
  const stage = await scene(t, { knobs: { scriptedAgents: 'off' } });
  const chat = await startChat(stage.origin);
  const inChat = async (deed: string, body: object) =>
    (await ask<{ error?: string }>(stage.origin, 'POST', `desk/contacts/${chat.contactId}/${deed}`, body)).status;
  assert.equal(await inChat('accept', { agent: 'Ines', media: 'own' }), 409);
  await inChat('accept', { agent: 'Ines' });
  assert.equal(await inChat('call', { mute: true }), 409);
  assert.equal(await inChat('network', { seconds: 1 }), 409);
  assert.equal((await stage.desk('call', { mute: true })).status, 409, 'nobody has accepted it');
  await stage.desk('accept', { agent: 'Ines' });
  assert.equal((await stage.desk('call', { share: 'maybe' })).status, 400);
  assert.equal((await stage.desk('call', { mute: 'yes' })).status, 400);
  assert.equal((await stage.desk('network', { seconds: -1 })).status, 400);
  assert.equal((await ask(stage.origin, 'POST', 'media', { do: 'dance' })).status, 400);
});

test('steps of a scenario move the agent of a call', async (t) => {
  const stage = await scene(t, { knobs: { scriptedAgents: 'off' } });
  there(stage);
  const steps = [
    { do: 'accept', agent: 'Tom' },
    { do: 'mute', on: true },
    { do: 'share', what: 'allow' },
    { do: 'hold', on: true },
    { do: 'network', what: 'media', how: 'silence', seconds: 1 },
    { do: 'wait', ms: 1_000 },
    { do: 'end' },
  ];
  await ask(stage.origin, 'POST', `contacts/${stage.ticket.contactId}/steps`, { steps });
  const { call } = stage.conversation;
  assert.deepEqual(
    [call?.agent.muted, call?.shareAllowed, call?.held, call?.network.media],
    [true, true, true, 'silence'],
  );
  stage.simulator.clock.advance(1_000);
  assert.equal(reason(stage.conversation), 'AGENT_DISCONNECT');
});

test('the SDK’s own events are taken and forgotten, from any origin', async (t) => {
  const { ticket } = await scene(t);
  const url = ticket.connection.Meeting.MediaPlacement.EventIngestionUrl;
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { origin: 'http://shop.example', 'access-control-request-headers': 'authorization' },
  });
  assert.deepEqual(
    [
      preflight.status,
      preflight.headers.get('access-control-allow-origin'),
      preflight.headers.get('access-control-allow-headers'),
    ],
    [200, 'http://shop.example', 'authorization'],
  );
  assert.equal((await fetch(url, { method: 'POST', body: '{"events":[]}' })).status, 200);
});
