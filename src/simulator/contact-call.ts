import { randomUUID } from 'node:crypto';
import { endConversation } from './contact-end.js';
import { join, leave } from './contact-people.js';
import { agentOf, type CallState, type Conversation, type Outage, type Participant } from './contact.js';
import type { World } from './world.js';

/** Topics of data messages, and what is said on them as `{"message": …}`. */
const sharingTopic = 'AMAZON_CONNECT_SCREEN_SHARING';
/** Amazon Connect says nothing of a hold in a call: this topic is Deskbell's. */
const holdTopic = 'DESKBELL_CALL';

/** A call before anybody is in it. */
export function newCall(): CallState {
  return {
    meetingId: randomUUID(),
    arrived: false,
    camera: false,
    muted: false,
    sharing: false,
    agent: { muted: false, camera: true, sharing: false },
    shareAllowed: false,
    held: false,
    network: { signaling: 'up', media: 'up' },
    digits: '',
  };
}

/** A customer whose media never arrives ends the call. */
export function expectMedia(world: World, conversation: Conversation): void {
  world.deadline(conversation, 'connect', world.faults.knobs.callArriveWithinSeconds * 1000, () =>
    endConversation(world, conversation, 'CUSTOMER_NEVER_ARRIVED'),
  );
}

/** Makes somebody an attendee of the call, or a new one; a join token of before opens nothing any more. */
export function admitToCall(
  world: World,
  conversation: Conversation,
  participant: Participant,
): NonNullable<Participant['attendee']> {
  world.tokens.revokeAll(participant.id, 'join');
  const id = world.newId();
  const owner = { conversationId: conversation.id, participantId: participant.id };
  const attendee = { id, joinToken: world.tokens.issue({ kind: 'join', ...owner, subject: id }) };
  participant.attendee = attendee;
  return attendee;
}

/** What the media knows of this person is that an id ends in "agent", or does not. */
export function externalIdOf({ id, role }: Participant): string {
  return `${id}-${role === 'AGENT' ? 'agent' : 'customer'}`;
}

/** Somebody's media is there, for the first time or again. */
export function arriveInCall(world: World, conversation: Conversation, participant: Participant): void {
  world.deadline(conversation, `away ${participant.id}`);
  if (participant.role === 'CUSTOMER' && conversation.call) conversation.call.arrived = true;
  join(world, conversation, participant);
  world.emit({ type: 'call', conversation });
}

/**
 * Somebody's media is gone. The only customer who hung up ends the call. Otherwise the person may come back for a while;
 * after that they are dead to the call, and so are their tokens.
 */
export function leaveCall(world: World, conversation: Conversation, participant: Participant, hungUp: boolean): void {
  if (conversation.over) return;
  if (participant.role !== 'CUSTOMER' || participant.state !== 'joined') return;
  const { callAwaySeconds } = world.faults.knobs;
  if (hungUp && !othersOf(conversation, participant)) {
    leave(world, conversation, participant);
    endConversation(world, conversation, 'CUSTOMER_DISCONNECT');
    return;
  }
  world.deadline(conversation, `away ${participant.id}`, callAwaySeconds * 1000, () => {
    world.tokens.revokeAll(participant.id, 'join', 'participant', 'connection', 'socket');
    leave(world, conversation, participant);
    world.emit({ type: 'call', conversation });
    if (world.faults.knobs.callWithoutCustomer === 'ended' && !othersOf(conversation, participant)) {
      endConversation(world, conversation, 'CUSTOMER_DISCONNECT');
    }
  });
  world.emit({ type: 'call', conversation });
}

/** What an agent's side does in a call. Undefined members stay as they are. */
export interface CallWish {
  readonly mute?: boolean | undefined;
  readonly camera?: boolean | undefined;
  /** `allow` and `stop` tell the customers whether they may share; `start` shares a screen of the synthetic agent. */
  readonly share?: 'allow' | 'stop' | 'start' | undefined;
  readonly hold?: boolean | undefined;
}

/** Does it. `stop` also ends the agent's own screen. */
export function wishInCall(world: World, conversation: Conversation, wish: CallWish): void {
  const { call } = conversation;
  if (!call || !agentOf(conversation)) return;
  const say = (topic: string, message: string): void =>
    world.emit({ type: 'call', conversation, message: { topic, text: JSON.stringify({ message }) } });
  call.agent.muted = wish.mute ?? call.agent.muted;
  call.agent.camera = wish.camera ?? call.agent.camera;
  if (wish.share === 'start') call.agent.sharing = true;
  else if (wish.share !== undefined) {
    if (wish.share === 'stop') call.agent.sharing = false;
    call.shareAllowed = wish.share === 'allow';
    say(sharingTopic, call.shareAllowed ? 'ScreenSharingStarted' : 'ScreenSharingStopped');
  }
  if (wish.hold !== undefined) {
    call.held = wish.hold;
    say(holdTopic, wish.hold ? 'HoldStarted' : 'HoldStopped');
  }
  world.emit({ type: 'call', conversation });
}

/** An outage of the customers' network; `null` seconds = until it is ended by 0. */
export interface NetworkOutage {
  readonly what: 'all' | 'signaling' | 'media';
  readonly how: Exclude<Outage, 'up'>;
  readonly seconds: number | null;
}

/** Takes the customers' network away for so long by the simulator's clock. */
export function breakNetwork(world: World, conversation: Conversation, { what, how, seconds }: NetworkOutage): void {
  const { call } = conversation;
  if (!call) return;
  const set = (state: Outage): void => {
    if (what !== 'media') call.network.signaling = state;
    if (what !== 'signaling') call.network.media = state;
    world.emit({ type: 'call', conversation });
  };
  world.deadline(conversation, `network ${what}`);
  if (what === 'all') for (const one of ['signaling', 'media']) world.deadline(conversation, `network ${one}`);
  set(seconds === 0 ? 'up' : how);
  if (seconds !== null && seconds > 0) world.deadline(conversation, `network ${what}`, seconds * 1000, () => set('up'));
}

/** Whether another customer is in the call now. */
function othersOf(conversation: Conversation, participant: Participant): boolean {
  return conversation.participants.some(
    (one) =>
      one.role === 'CUSTOMER' &&
      one !== participant &&
      one.state === 'joined' &&
      !conversation.deadlines.has(`away ${one.id}`),
  );
}
