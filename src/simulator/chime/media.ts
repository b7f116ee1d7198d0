import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { admitToCall, arriveInCall, externalIdOf, leaveCall } from '../contact-call.js';
import { eventsPath, signalingPath } from '../contact-connection.js';
import type { CallState, Conversation, Participant } from '../contact.js';
import { refuse } from '../sockets.js';
import type { CallMessage, World } from '../world.js';
import { closeCodes, Connection, type Admission, type ConnectionEvents, type MediaParts } from './connection.js';
import { Meeting, meetingEnded } from './meeting.js';
import { isShare, ownerOf, shareSuffix, type Member } from './member.js';
import type { Recording } from './recording.js';
import { SyntheticMember } from './synthetic.js';

/** What can be done to connections of a call. */
export type CallAction =
  /** Says an AUDIO_STATUS: 410 ends the call, 500 makes the SDK come back, … */
  | { readonly do: 'status'; readonly status: number }
  /** Says an error in a frame. */
  | { readonly do: 'error'; readonly status: number }
  /** Cuts the signalling socket without a word, or closes it with a code. */
  | { readonly do: 'drop' }
  | { readonly do: 'close'; readonly code: number }
  /** The media path is gone, signalling stays. */
  | { readonly do: 'loseMedia' };

/** One signalling socket of a call, for reading. Packets are counted from its beginning. */
export interface CallConnection {
  readonly contactId: string;
  readonly participantId: string;
  readonly attendeeId: string;
  readonly externalUserId: string;
  readonly openedAt: number;
  /** A shared screen is a connection of its own. */
  readonly isShare: boolean;
  readonly joined: boolean;
  /** Whether media has connected, and whether a voice was heard. */
  readonly connected: boolean;
  readonly present: boolean;
  readonly camera: boolean;
  readonly muted: boolean;
  readonly received: { readonly audio: number; readonly video: number };
  readonly sent: { readonly audio: number; readonly video: number };
  /** Signalling frames, oldest first: `< JOIN`, `> JOIN_ACK`; volumes and metrics are left out. */
  readonly frames: readonly string[];
  /** Topics of the data messages it sent. */
  readonly topics: readonly string[];
}

/** The media of calls: what Amazon Chime is to Amazon Connect. */
export interface Media {
  /** Answers an upgrade; false when its address is none of the media's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Takes the SDK's client events, and forgets them; false when the request is something else. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): boolean;
  /** Open connections, of one call or of all. */
  list(contactId?: string): CallConnection[];
  /** Does something to the connections of a call, or of all calls, and returns how many there were. */
  act(action: CallAction, contactId?: string): number;
  /** Hears every packet that is forwarded in a call: for recording. Returns the stop. */
  tap(contactId: string, listener: NonNullable<Meeting['tap']>): () => void;
  /** Ends every meeting and every connection. */
  close(): void;
}

interface Parts extends MediaParts {
  readonly agent: Recording;
  readonly screen: Recording;
}

/** The newcomer's subprotocol is not the token's. */
const subprotocol = '_aws_wt_session';
/** The page should first see that the agent left, then that the call is over. */
const farewellMs = 500;
const joinedElsewhere = 301;
const removed = 411;
const notInstalled = 'Calls need the packages werift and amazon-chime-sdk-js beside deskbell.';

/** Everything about one call that is not plain data. */
interface Stage {
  readonly meeting: Meeting;
  readonly synthetics: Map<string, SyntheticMember>;
  farewell: NodeJS.Timeout | undefined;
}

/** The signalling and the media of every call of this world. What happens is written into the world's plain data. */
export function createMedia(world: World): Media {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_048_576, handleProtocols: () => subprotocol });
  const stages = new Map<Conversation, Stage>();
  const silent = new Set<Duplex>();
  const { knobs } = world.faults;
  let loading: Promise<Parts> | undefined;
  let parts: Parts | undefined;

  const load = (): Promise<Parts> =>
    (loading ??= loadParts().then((loaded) => {
      parts = loaded;
      return loaded;
    }));

  const stageOf = (conversation: Conversation, call: CallState): Stage => {
    const known = stages.get(conversation);
    if (known) return known;
    const meeting = new Meeting(call.meetingId, {
      now: () => world.now(),
      get signalStrength() {
        return Math.round(knobs.callSignalStrength);
      },
      get dataMessagesPerSecond() {
        return knobs.callDataMessagesPerSecond;
      },
    });
    const stage: Stage = { meeting, synthetics: new Map(), farewell: undefined };
    stages.set(conversation, stage);
    return stage;
  };

  const connectionsOf = (conversation: Conversation): Connection[] =>
    [...(stages.get(conversation)?.meeting.lines ?? [])].filter((one) => one instanceof Connection);

  const events = (conversation: Conversation, participant: Participant): ConnectionEvents => ({
    arrived(connection) {
      if (!isShare(connection)) arriveInCall(world, conversation, participant);
      reflect(conversation);
    },
    changed: () => reflect(conversation),
    gone(connection, hungUp) {
      const isBack = connectionsOf(conversation).some((one) => one.participantId === participant.id && !isShare(one));
      const isCurrent = ownerOf(connection) === participant.attendee?.id;
      if (!isShare(connection) && isCurrent && !isBack && stages.has(conversation))
        leaveCall(world, conversation, participant, hungUp);
      reflect(conversation);
      reconcile(conversation);
    },
  });

  /** Writes down what the customers' media is like now. */
  const reflect = (conversation: Conversation): void => {
    const { call } = conversation;
    if (!call) return;
    const customers = connectionsOf(conversation).filter(
      (one) => world.participant(conversation, one.participantId)?.role === 'CUSTOMER',
    );
    const people = customers.filter((one) => !isShare(one) && one.isPresent);
    const now = {
      camera: people.some((one) => one.video !== undefined),
      muted: people.length > 0 && people.every((one) => one.isMuted),
      sharing: customers.some((one) => isShare(one) && one.video !== undefined),
    };
    const same = call.camera === now.camera && call.muted === now.muted && call.sharing === now.sharing;
    if (same) return;
    Object.assign(call, now);
    world.emit({ type: 'call', conversation });
  };

  /** Lets the call be as the world says: who is in it, what the agent does, what the network lets through. */
  const reconcile = (conversation: Conversation): void => {
    const { call } = conversation;
    const stage = stages.get(conversation);
    if (!call || !stage) return;
    for (const one of connectionsOf(conversation)) {
      const participant = world.participant(conversation, one.participantId);
      if (!participant) continue;
      const isCustomer = participant.role === 'CUSTOMER';
      if (isCustomer) one.weather(call.network.signaling, call.network.media);
      if (conversation.over || !one.isOpen) continue;
      if (participant.attendee?.id !== ownerOf(one)) dismiss(one, joinedElsewhere);
      else if (participant.state === 'left' && isCustomer) one.drop();
      else if (participant.state === 'left') dismiss(one, removed);
      else if (isCustomer && !isShare(one)) watchAway(conversation, participant, one, call);
    }
    playAgents(conversation, call, stage);
    if (conversation.over && !stage.farewell && stage.meeting.ended === undefined) {
      stage.farewell = setTimeout(() => stage.meeting.end(), farewellMs).unref();
    }
  };

  /** Whoever is out of reach is away, although their socket has not noticed yet. */
  const watchAway = (
    conversation: Conversation,
    participant: Participant,
    connection: Connection,
    { network }: CallState,
  ): void => {
    const isAway = conversation.deadlines.has(`away ${participant.id}`);
    if (network.signaling === 'up' && isAway && connection.isPresent) arriveInCall(world, conversation, participant);
    else if (network.signaling !== 'up' && !isAway) leaveCall(world, conversation, participant, false);
  };

  const dismissed = new WeakSet<Connection>();
  const dismiss = (connection: Connection, status: number): void => {
    if (dismissed.has(connection)) return;
    dismissed.add(connection);
    connection.status(status);
  };

  /** Agents without a page of their own play while somebody is there to see them. */
  const playAgents = (conversation: Conversation, call: CallState, { meeting, synthetics }: Stage): void => {
    const watched = meeting.lines.size > 0 && !conversation.over && parts;
    const wanted = new Set<string>();
    for (const one of watched ? conversation.participants : []) {
      if (!watched || one.role !== 'AGENT' || one.state !== 'joined' || one.media === 'own') continue;
      const attendeeId = (one.attendee ?? admitToCall(world, conversation, one)).id;
      const externalUserId = externalIdOf(one);
      wanted.add(attendeeId);
      const agent =
        synthetics.get(attendeeId) ?? new SyntheticMember(meeting, watched.agent, { attendeeId, externalUserId });
      synthetics.set(attendeeId, agent);
      agent.muted = call.agent.muted;
      agent.camera = call.agent.camera;
      agent.frozen = conversation.deadlines.has('agent loss');
      const screenId = `${attendeeId}${shareSuffix}`;
      if (!call.agent.sharing) continue;
      wanted.add(screenId);
      if (!synthetics.has(screenId))
        synthetics.set(
          screenId,
          new SyntheticMember(meeting, watched.screen, { attendeeId: screenId, externalUserId }),
        );
    }
    for (const [id, member] of synthetics) {
      if (wanted.has(id)) continue;
      synthetics.delete(id);
      member.leave();
    }
  };

  const say = (conversation: Conversation, { topic, text }: CallMessage): void => {
    const meeting = stages.get(conversation)?.meeting;
    const agent = conversation.participants.findLast((one) => one.role === 'AGENT');
    if (!meeting || !agent) return;
    const attendeeId = (agent.attendee ?? admitToCall(world, conversation, agent)).id;
    const sender =
      meeting.members.find((one) => one.attendeeId === attendeeId) ?? absent(attendeeId, externalIdOf(agent));
    meeting.deliver(sender, [{ topic, data: Buffer.from(text), lifetimeMs: 0 }]);
  };

  const stop = world.on((event) => {
    if (event.type === 'reset') return endAll();
    if (!('conversation' in event)) return;
    const { conversation } = event;
    if (!conversation.call) return;
    if (event.type === 'call' && event.message) say(conversation, event.message);
    reconcile(conversation);
  });

  /** Ends every meeting at once. */
  const endAll = (): void => {
    const all = [...stages.values()];
    stages.clear();
    for (const { meeting, synthetics, farewell } of all) {
      clearTimeout(farewell);
      for (const one of synthetics.values()) one.leave();
      meeting.end();
      for (const line of [...meeting.lines]) line.drop();
    }
    for (const socket of silent) socket.destroy();
  };

  const attach = async (ws: WebSocket, meetingId: string, offered: string): Promise<void> => {
    const loaded = await load().catch(() => undefined);
    if (!loaded) {
      process.emitWarning(notInstalled);
      return ws.close(closeCodes.missing, notInstalled);
    }
    const share = offered.endsWith(shareSuffix);
    const grant = world.tokens.check(share ? offered.slice(0, -shareSuffix.length) : offered, 'join');
    const conversation = grant && world.conversations.get(grant.conversationId);
    const participant = grant && conversation && world.participant(conversation, grant.participantId);
    const { call } = conversation ?? {};
    if (!participant || !call || call.meetingId !== meetingId) return ws.close(closeCodes.unknown);
    const may = (what: 'Video' | 'ScreenShare'): boolean => allows(conversation, participant, what);
    if (share && !may('ScreenShare')) return ws.close(closeCodes.unknown);
    const { meeting } = stageOf(conversation, call);
    const attendeeId = `${grant.subject ?? ''}${share ? shareSuffix : ''}`;
    const admission: Admission = {
      participantId: participant.id,
      attendeeId,
      externalUserId: externalIdOf(participant),
      mayVideo: share || may('Video'),
    };
    const stale = [...meeting.lines].filter((one) => one.attendeeId === attendeeId);
    if (conversation.over) meeting.ended ??= meetingEnded;
    const connection = new Connection(ws, meeting, admission, {
      parts: loaded,
      faults: world.faults,
      events: events(conversation, participant),
      now: world.now(),
    });
    if (participant.role === 'CUSTOMER') connection.weather(call.network.signaling, call.network.media);
    // A reconnecting SDK leaves its old socket behind. The new one is there first, so nobody hears "left".
    for (const one of stale) one.drop();
    reconcile(conversation);
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://simulator');
    if (!pathname.startsWith(signalingPath)) return false;
    socket.on('error', () => socket.destroy());
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const token = offered.find((one) => one !== subprotocol) ?? '';
    const grant = world.tokens.check(token.replace(shareSuffix, ''), 'join');
    const conversation = grant && world.conversations.get(grant.conversationId);
    const isCustomer = conversation && world.participant(conversation, grant.participantId)?.role === 'CUSTOMER';
    const network = isCustomer ? conversation.call?.network.signaling : undefined;
    if (network === 'cut') {
      socket.destroy();
      return true;
    }
    if (knobs.callSignaling === 'hang' || network === 'silence') {
      silent.add(socket);
      socket.on('close', () => silent.delete(socket));
      return true;
    }
    if (knobs.callSignaling === 'refuse') return refuse(socket, knobs.callSignalingStatus);
    server.handleUpgrade(request, socket, head, (ws) => {
      if (knobs.callSignaling === 'close') return ws.close(knobs.callCloseCode);
      // What comes while the parts are being loaded is kept.
      ws.pause();
      ws.on('error', () => ws.terminate());
      void attach(ws, pathname.slice(signalingPath.length), token).then(() => {
        if (!ws.isPaused) return;
        const signaling = conversation?.call?.network.signaling;
        if (signaling !== 'silence') ws.resume();
      });
    });
    return true;
  };

  const chosen = (contactId?: string): [Conversation, Connection][] =>
    [...stages.keys()]
      .filter((one) => contactId === undefined || one === world.conversationOf(contactId))
      .flatMap((one) => connectionsOf(one).map((connection): [Conversation, Connection] => [one, connection]));

  return {
    upgrade,
    serve(path, request, response) {
      if (path !== eventsPath) return false;
      const headers = request.headers['access-control-request-headers'] ?? '';
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      if (request.method === 'OPTIONS') {
        response.setHeader('access-control-allow-methods', 'POST');
        response.setHeader('access-control-allow-headers', headers);
      }
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return true;
    },
    list: (contactId) => chosen(contactId).map(([conversation, one]) => forReading(conversation, one)),
    act(action, contactId) {
      const there = chosen(contactId);
      for (const [, one] of there) act(one, action);
      return there.length;
    },
    tap(contactId, listener) {
      const conversation = world.conversationOf(contactId);
      if (!conversation?.call) throw new Error('There is no call with this id.');
      const { meeting } = stageOf(conversation, conversation.call);
      meeting.tap = listener;
      return () => (meeting.tap = undefined);
    },
    close() {
      stop();
      endAll();
      server.close();
    },
  };
}

async function loadParts(): Promise<Parts> {
  const [{ openPeer }, { frameCodec }, { unpackRecording }, { recordedAgent }, { recordedScreen }] = await Promise.all([
    import('./peer.js'),
    import('./frames.js'),
    import('./recording.js'),
    import('./recorded-agent.js'),
    import('./recorded-screen.js'),
  ]);
  return {
    codec: frameCodec,
    openPath: openPeer,
    agent: unpackRecording(recordedAgent),
    screen: unpackRecording(recordedScreen),
  };
}

/** What the contact was started with, and for those who came later their own: the only value is SEND. */
function allows(conversation: Conversation, participant: Participant, what: 'Video' | 'ScreenShare'): boolean {
  const { allowedCapabilities } = conversation.start;
  const side = participant.role === 'AGENT' ? 'Agent' : 'Customer';
  const capabilities = participant.capabilities ?? allowedCapabilities?.[side];
  return (capabilities as Readonly<Record<string, string>> | undefined)?.[what] === 'SEND';
}

/** The agent's side speaks, although nothing of it is in the meeting. */
function absent(attendeeId: string, externalUserId: string): Member {
  return {
    attendeeId,
    externalUserId,
    audioStreamId: 0,
    isPresent: false,
    isMuted: true,
    level: 127,
    video: undefined,
    requestKeyframe: () => undefined,
  };
}

function act(connection: Connection, action: CallAction): void {
  switch (action.do) {
    case 'status':
      return connection.status(action.status);
    case 'error':
      return connection.error(action.status);
    case 'drop':
      return connection.drop();
    case 'close':
      return connection.close(action.code);
    case 'loseMedia':
      return connection.loseMedia();
  }
}

function forReading(conversation: Conversation, one: Connection): CallConnection {
  return {
    contactId: conversation.id,
    participantId: one.participantId,
    attendeeId: one.attendeeId,
    externalUserId: one.externalUserId,
    openedAt: one.openedAt,
    isShare: isShare(one),
    joined: one.hasJoined,
    connected: one.isConnected,
    present: one.isPresent,
    camera: one.video !== undefined,
    muted: one.isMuted,
    received: { ...one.received },
    sent: { ...one.sent },
    frames: [...one.frames],
    topics: [...one.topics],
  };
}
