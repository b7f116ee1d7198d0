import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchIdleness } from '../../src/simulator/contact-idle.js';
import { continuable } from '../../src/simulator/contact-history.js';
import { customerEnds } from '../../src/simulator/contact-end.js';
import { visibleDisconnectReason } from '../../src/simulator/contact-segment.js';
import { join } from '../../src/simulator/contact-people.js';
import {
  acceptContact,
  contentType,
  createClock,
  endAgentPart,
  endConversation,
  loseAgent,
  placeInQueue,
  queueFigures,
  recoverAgent,
  startContact,
  transferContact,
  type Conversation,
  type SimulatorOptions,
  type StartContact,
  type Started,
} from '../../src/simulator/index.js';
import { World } from '../../src/simulator/world.js';
import { monday } from './customer-client.js';

const minute = 60_000;

function world(options: SimulatorOptions = {}): World {
  return new World({ clock: createClock(monday), ...options });
}

function start(here: World, more: Partial<StartContact> = {}): Started {
  return startContact(here, { channel: 'CHAT', contactFlowId: 'flow', displayName: 'Sam', ...more });
}

function waiting(here: World): Started {
  const started = start(here);
  join(here, started.conversation, started.participant);
  return started;
}

function talking(here: World, more: Partial<StartContact> = {}): Started {
  const started = start(here, more);
  join(here, started.conversation, started.participant);
  acceptContact(here, started.conversation, 'Ines');
  return started;
}

function said(conversation: Conversation): string[] {
  return conversation.agentLog.map(({ item }) => {
    const what = item.Content ?? item.ContentType?.slice(item.ContentType.indexOf('event.') + 6) ?? item.Type;
    return `${item.DisplayName ?? item.Type}: ${what}`;
  });
}

const reasonOf = (conversation: Conversation): string | undefined => conversation.segments.at(-1)?.disconnectReason;

test('a held clock moves only when told, and runs what falls due in order', () => {
  const clock = createClock(monday);
  const ran: string[] = [];
  clock.after(2_000, () => ran.push(`two at ${clock.now() - monday}`));
  clock.after(1_000, () => {
    ran.push(`one at ${clock.now() - monday}`);
    clock.after(500, () => ran.push(`one and a half at ${clock.now() - monday}`));
  });
  const stop = clock.after(1_200, () => ran.push('never'));
  stop();
  clock.advance(999);
  assert.deepEqual(ran, []);
  clock.advance(2_001);
  assert.deepEqual(ran, ['one at 1000', 'one and a half at 1500', 'two at 2000']);
  assert.equal(clock.now(), monday + 3_000);
});

test('a released clock runs on with real time from where it was held', () => {
  const clock = createClock(monday);
  clock.release();
  const now = clock.now();
  assert.ok(now >= monday && now < monday + minute);
  clock.advance(minute);
  assert.ok(clock.now() >= monday + minute);
  clock.hold();
  assert.equal(clock.now(), clock.now());
  clock.clear();
});

test('a new chat waits in the first queue, and its id is the initial contact id', () => {
  const here = world();
  const { contact, conversation, participant } = start(here, { attributes: { topic: 'delivery' } });
  assert.equal(contact.id, conversation.id);
  assert.equal(contact.initiationMethod, 'API');
  assert.equal(contact.initiationTimestamp, monday);
  assert.equal(contact.enqueueTimestamp, monday);
  assert.deepEqual(conversation.attributes, { topic: 'delivery' });
  assert.equal(participant.state, 'expected');
  assert.equal(here.conversationOf(contact.arn), conversation);
});

test('position and estimate follow from who waits, who works, and how long they take', () => {
  const here = world({ queues: [{ id: 'q', name: 'Care', staff: 2, averageHandleSeconds: 300, others: 4 }] });
  const first = waiting(here).contact;
  const second = waiting(here).contact;
  assert.deepEqual(placeInQueue(here, first), { position: 5, estimatedWaitSeconds: 750 });
  assert.deepEqual(placeInQueue(here, second), { position: 6, estimatedWaitSeconds: 900 });
  here.clock.advance(301_000);
  assert.equal(placeInQueue(here, first)?.position, 3);
  second.priority = 1;
  assert.equal(placeInQueue(here, second)?.position, 1, 'a better priority goes before everybody');
  assert.equal(placeInQueue(here, first)?.position, 4);
  second.priority = 5;
  second.queueTimeAdjustmentSeconds = 60;
  assert.equal(placeInQueue(here, second)?.position, 3);
});

test('an estimate can stay what it was when the contact came', () => {
  const here = world({
    knobs: { waitEstimate: 'frozen' },
    queues: [{ id: 'q', name: 'Care', staff: 1, averageHandleSeconds: 60, others: 9 }],
  });
  const { contact } = waiting(here);
  here.clock.advance(5 * minute);
  assert.deepEqual(placeInQueue(here, contact), { position: 5, estimatedWaitSeconds: 600 });
});

test('without staff there is a position but no estimate, and nobody is served', () => {
  const here = world({ queues: [{ id: 'q', name: 'Care', staff: 0, others: 3 }] });
  const { contact } = waiting(here);
  here.clock.advance(60 * minute);
  assert.deepEqual(placeInQueue(here, contact), { position: 4, estimatedWaitSeconds: undefined });
  const queue = here.queues.get('q')!;
  assert.deepEqual(queueFigures(here, queue), {
    contactsInQueue: 4,
    agentsStaffed: 0,
    agentsAvailable: 0,
    slotsAvailable: 0,
    oldestContactAgeSeconds: 3600,
    estimatedWaitSeconds: undefined,
  });
});

test('a contact has a place in the queue only until an agent takes it', () => {
  const here = world();
  const { contact, conversation } = start(here);
  assert.equal(placeInQueue(here, contact)?.position, 1);
  here.clock.advance(1_000);
  assert.equal(acceptContact(here, conversation, 'Ines')?.displayName, 'Ines');
  assert.equal(contact.connectedToAgentTimestamp, monday + 1_000);
  assert.equal(placeInQueue(here, contact), undefined);
  assert.equal(acceptContact(here, conversation, 'Tom'), undefined);
});

test('a customer who does not subscribe within five minutes has no chat any more', () => {
  const here = world();
  const { conversation } = start(here);
  here.clock.advance(5 * minute - 1);
  assert.equal(conversation.over, false);
  here.clock.advance(1);
  assert.equal(conversation.over, true);
  assert.equal(reasonOf(conversation), 'CUSTOMER_CONNECTION_NOT_ESTABLISHED');
});

test('a chat expires after its duration, 25 hours when nothing else was asked for', () => {
  const here = world();
  const short = talking(here, { durationMinutes: 60 }).conversation;
  const usual = talking(here).conversation;
  here.clock.advance(60 * minute);
  assert.equal(reasonOf(short), 'EXPIRED');
  here.clock.advance(24 * 60 * minute - 1);
  assert.equal(usual.over, false);
  here.clock.advance(1);
  assert.equal(reasonOf(usual), 'EXPIRED');
});

test('when the agent ends, the agent leaves and the chat is over', () => {
  const here = world();
  const { conversation, contact } = talking(here);
  here.clock.advance(minute);
  endAgentPart(here, conversation, 'AGENT_DISCONNECT');
  assert.deepEqual(said(conversation), [
    'Sam: participant.joined',
    'Ines: participant.joined',
    'Ines: participant.left',
    'EVENT: chat.ended',
  ]);
  assert.equal(contact.disconnectTimestamp, monday + minute);
  assert.deepEqual(contact.afterContactWork, { start: monday + minute });
  here.clock.advance(minute);
  assert.equal(contact.afterContactWork?.end, monday + minute + 30_000);
});

test('when the customer ends, they leave first, and the end can be late', () => {
  const here = world({ knobs: { chatEndedDelayMs: 3_000 } });
  const { conversation, participant } = talking(here);
  customerEnds(here, conversation, participant);
  assert.equal(said(conversation).at(-1), 'Sam: participant.left');
  assert.equal(conversation.over, false);
  here.clock.advance(3_000);
  assert.equal(said(conversation).at(-1), 'EVENT: chat.ended');
  assert.equal(reasonOf(conversation), 'CUSTOMER_DISCONNECT');
});

test('with DisconnectOnCustomerExit the agent goes and the customer stays for the survey', () => {
  const here = world({ knobs: { disconnectFlow: 'survey' } });
  const { conversation, participant } = talking(here, { disconnectOnCustomerExit: ['AGENT'] });
  customerEnds(here, conversation, participant);
  assert.equal(participant.state, 'joined');
  assert.equal(conversation.segments.at(-1)?.initiationMethod, 'DISCONNECT');
  assert.equal(said(conversation).at(-1), 'SYSTEM_MESSAGE: Did we help you today? (yes / no)');
  here.publish(conversation, { Type: 'MESSAGE', ContentType: contentType.text, Content: 'yes' }, participant);
  assert.deepEqual(said(conversation).slice(-2), ['SYSTEM_MESSAGE: Thank you. Good-bye!', 'EVENT: chat.ended']);
  assert.equal(conversation.segments[0]?.disconnectReason, 'CUSTOMER_DISCONNECT');
  assert.equal(reasonOf(conversation), 'CONTACT_FLOW_DISCONNECT');
});

test('a lost agent is noticed after 20 seconds, unless the agent is back by then', () => {
  const here = world();
  const lost = talking(here).conversation;
  const back = talking(here).conversation;
  loseAgent(here, lost);
  loseAgent(here, back);
  here.clock.advance(19_999);
  recoverAgent(here, back);
  assert.equal(lost.over, false);
  here.clock.advance(1);
  assert.equal(reasonOf(lost), 'AGENT_NETWORK_DISCONNECT');
  here.clock.advance(minute);
  assert.equal(back.over, false);
});

test('with a disconnect flow, a customer who lost the agent waits in the queue again', () => {
  const here = world({ knobs: { disconnectFlow: 'requeue' } });
  const { conversation, contact } = talking(here);
  loseAgent(here, conversation);
  here.clock.advance(20_000);
  const now = conversation.segments.at(-1)!;
  assert.equal(contact.disconnectReason, 'AGENT_NETWORK_DISCONNECT');
  assert.equal(now.initiationMethod, 'DISCONNECT');
  assert.equal(now.previousContactId, contact.id);
  assert.equal(placeInQueue(here, now)?.position, 1);
  assert.ok(acceptContact(here, conversation, 'Tom'));
});

for (const [to, method] of [
  [{ agent: 'Tom' }, 'TRANSFER'],
  [{ queue: 'Returns' }, 'QUEUE_TRANSFER'],
] as const) {
  test(`a transfer by ${method} closes the segment and opens the next one`, () => {
    const here = world();
    const { conversation, contact } = talking(here);
    here.clock.advance(minute);
    const next = transferContact(here, conversation, to);
    assert.equal(contact.disconnectTimestamp, monday + minute);
    assert.equal(contact.nextContactId, next?.id);
    assert.equal(next?.initiationMethod, method);
    assert.equal(next?.previousContactId, contact.id);
    assert.equal(next?.initialContactId, contact.id);
    assert.equal(here.conversationOf(next?.id ?? ''), conversation);
    const after = here.publish(conversation, { Type: 'MESSAGE', Content: 'Hello' });
    assert.equal(after.ContactId, next?.id);
    assert.equal(after.InitialContactId, contact.id);
    assert.deepEqual(said(conversation).slice(2, 4), ['Ines: transfer.succeeded', 'Ines: participant.left']);
    assert.equal(conversation.over, false);
  });
}

test('a transfer that fails leaves everybody where they are', () => {
  const here = world();
  const { conversation, contact } = talking(here);
  assert.equal(transferContact(here, conversation, { fails: true }), undefined);
  assert.equal(said(conversation).at(-1), 'Ines: transfer.failed');
  assert.equal(conversation.segments.at(-1), contact);
});

test('idle timers run only while both are there, and end with everybody but the customer gone', () => {
  const here = world({ idleTimers: { CUSTOMER: { idleMinutes: 5, disconnectMinutes: 10 } } });
  const stop = watchIdleness(here);
  const started = start(here);
  join(here, started.conversation, started.participant);
  here.clock.advance(30 * minute);
  assert.deepEqual(said(started.conversation), ['Sam: participant.joined']);
  acceptContact(here, started.conversation, 'Ines');
  here.clock.advance(5 * minute);
  assert.equal(said(started.conversation).at(-1), 'Sam: participant.idle');
  const text = { Type: 'MESSAGE', ContentType: contentType.text, Content: 'still here' } as const;
  here.publish(started.conversation, text, started.participant);
  assert.equal(said(started.conversation).at(-1), 'Sam: participant.returned');
  here.clock.advance(10 * minute - 1);
  assert.equal(started.conversation.over, false);
  here.clock.advance(1);
  assert.deepEqual(said(started.conversation).slice(-3), [
    'Sam: participant.autodisconnection',
    'Ines: participant.left',
    'EVENT: chat.ended',
  ]);
  assert.equal(reasonOf(started.conversation), 'IDLE_DISCONNECT');
  stop();
});

test('the transcript keeps what was said and who came and went, and forgets typing and idleness', () => {
  const here = world();
  const { conversation, participant } = talking(here);
  for (const type of ['typing', 'idle', 'returned', 'autodisconnection'] as const) {
    here.publish(conversation, { Type: 'EVENT', ContentType: contentType[type] }, participant);
  }
  here.publish(conversation, { Type: 'MESSAGEMETADATA', ContentType: contentType.read }, participant);
  here.publish(conversation, { Type: 'MESSAGE', ContentType: contentType.markdown, Content: '**hi**' }, participant);
  transferContact(here, conversation, { agent: 'Tom' });
  endConversation(here, conversation, 'API');
  const kept = conversation.transcript.map((one) => one.Content ?? one.ContentType?.split('event.')[1]);
  assert.deepEqual(kept, [
    'participant.joined',
    'participant.joined',
    '**hi**',
    'transfer.succeeded',
    'participant.left',
    'participant.joined',
    'chat.ended',
  ]);
});

for (const [lag, at, visible] of [
  [0, 0, 'API'],
  [8, 7_999, undefined],
  [8, 8_000, 'API'],
  [null, 3_600_000, undefined],
] as const) {
  test(`a disconnect reason that lags ${lag} s is ${visible ?? 'hidden'} after ${at} ms`, () => {
    const here = world({ knobs: { disconnectReasonLagSeconds: lag } });
    const { conversation, contact } = talking(here);
    endConversation(here, conversation, 'API');
    here.clock.advance(at);
    assert.equal(visibleDisconnectReason(here, contact), visible);
  });
}

test('only an ended chat can be continued, and not at once', () => {
  const here = world();
  const { conversation, contact } = talking(here);
  const wish = { rehydrationType: 'ENTIRE_PAST_SESSION', sourceContactId: contact.id } as const;
  assert.equal(continuable(here, { ...wish, sourceContactId: 'nobody' }), 'unknown');
  assert.equal(continuable(here, wish), 'running');
  endConversation(here, conversation, 'AGENT_DISCONNECT');
  here.clock.advance(29_999);
  assert.equal(continuable(here, wish), 'tooEarly');
  here.clock.advance(1);
  assert.equal(continuable(here, wish), 'yes');
});

test('a continued chat brings its past up to the chosen segment', () => {
  const here = world();
  const { conversation, contact } = talking(here);
  transferContact(here, conversation, { agent: 'Tom' });
  endConversation(here, conversation, 'AGENT_DISCONNECT');
  here.clock.advance(minute);
  const from = (rehydrationType: 'FROM_SEGMENT' | 'ENTIRE_PAST_SESSION'): Conversation =>
    start(here, { persistentChat: { rehydrationType, sourceContactId: contact.id } }).conversation;
  const part = from('FROM_SEGMENT').history;
  const whole = from('ENTIRE_PAST_SESSION').history;
  assert.ok(part.length > 0 && part.every((one) => one.RelatedContactId === contact.id && one.ContactId === undefined));
  assert.equal(whole.length, conversation.transcript.length);
});

test('an instance is full at its quota, counts waiting chats, and has room again when one ends', () => {
  const here = world({ quotas: { chats: 2 } });
  const { conversation } = talking(here);
  start(here);
  assert.equal(here.hasRoomFor('CHAT'), false);
  assert.equal(here.hasRoomFor('VOICE'), true);
  endConversation(here, conversation, 'API');
  assert.equal(here.hasRoomFor('CHAT'), true);
});

test('a ClientToken is remembered per operation, and not for ever', () => {
  const here = world({ knobs: { clientTokenHours: 1 } });
  here.rememberAnswer('StartChatContact', 'key', { ContactId: '1' });
  assert.deepEqual(here.answerFor('StartChatContact', 'key'), { ContactId: '1' });
  assert.equal(here.answerFor('StartWebRTCContact', 'key'), undefined);
  assert.equal(here.answerFor('StartChatContact', undefined), undefined);
  here.clock.advance(60 * minute);
  assert.equal(here.answerFor('StartChatContact', 'key'), undefined);
});

test('a reset forgets contacts, tokens, faults and changed queues', () => {
  const here = world();
  const { participantToken } = start(here);
  here.faults.set({ heartbeat: 'mute' });
  here.faults.addHttp({ route: '*', status: 500 });
  here.changeQueue({ name: 'Customer care', staff: 0 });
  here.reset();
  assert.equal(here.contacts.size, 0);
  assert.equal(here.tokens.check(participantToken, 'participant'), undefined);
  assert.equal(here.faults.knobs.heartbeat, 'answer');
  assert.equal(here.faults.http.length, 0);
  assert.equal([...here.queues.values()][0]?.staff, 3);
});
