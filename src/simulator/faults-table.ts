/** Every knob with its positions. The first position of a choice, and `initial` elsewhere, is where it stands at first. */
export interface Knobs {
  seed: number;
  throttling: boolean;
  clockSkewSeconds: number;
  scriptedAgents: 'auto' | 'always' | 'off';

  clientTokenAnswer: 'full' | 'idOnly';
  clientTokenHours: number;
  metricsOutsideQueue: 'InvalidRequestException' | 'ResourceNotFoundException' | 'empty';
  waitEstimate: 'live' | 'frozen';
  disconnectReasonLagSeconds: number | null;
  agentLossNoticedAfterSeconds: number;
  stopEndedContact: 'ContactNotFoundException' | 'accepted';
  historyReadyAfterSeconds: number;
  historyTooEarly: 'InvalidRequestException' | 'ResourceNotFoundException';
  sendRates: 'separate' | 'shared';
  queueAfterSeconds: number;
  routingBeforeQueue: 'accepted' | 'ResourceConflictException';
  historyAfterRelated: 'allowed' | 'InvalidRequestException';
  rehydrationMs: number;
  metricsDelaySeconds: number;
  taskHorizonDays: number;
  outboundCalls: 'allowed' | 'DestinationNotAllowedException' | 'OutboundContactNotPermittedException';
  outboundToUkMobiles: 'refused' | 'allowed';

  connectWithinSeconds: number;
  socketUrlSeconds: number;
  connectionTokenSeconds: number;
  socketsPerParticipant: number;

  maxMessageBytes: number;
  maxMessageCharactersToBot: number;
  echo: 'before' | 'after';
  startPosition: 'inclusive' | 'exclusive';
  receiptTokens: 'lenient' | 'strict';
  chatEndedDelayMs: number;
  disconnectFlow: 'none' | 'survey' | 'requeue' | 'end';
  disconnectFlowSeconds: number;
  displayNames: 'present' | 'missing';
  botChunks: 'inOrder' | 'shuffled';

  attachments: boolean;
  maxAttachmentBytes: number;
  attachmentsPerChat: number;
  attachmentVerdict: 'APPROVED' | 'REJECTED' | 'IN_PROGRESS';
  attachmentScanMs: number;

  upgrade: 'accept' | 'refuse' | 'hang' | 'stall';
  upgradeStatus: number;
  subscribe: 'accept' | 'ignore' | 'refuse';
  heartbeat: 'answer' | 'mute';
  ping: 'answer' | 'mute';
  pingStatus: number;
  heartbeatDelayMs: number;
  frameDelayMs: number;
  frameJitterMs: number;
  frameLoss: number;
  frameDuplicates: number;
  frameReorder: number;
  frameGarbage: number;
  frameTruncated: number;
  frameUnknown: number;
  frameHuge: number;

  callArriveWithinSeconds: number;
  callAwaySeconds: number;
  callWithoutCustomer: 'alive' | 'ended';
  callRejoin: 'afterAgent' | 'always';
  callSignaling: 'accept' | 'refuse' | 'hang' | 'close';
  callSignalingStatus: number;
  callCloseCode: number;
  callFrameDelayMs: number;
  callPong: 'answer' | 'mute';
  callLeaveAck: 'answer' | 'mute';
  callCapacity: 'room' | 'full';
  callPresenceDelayMs: number;
  callSignalStrength: number;
  callAvailableBitrate: number | null;
  callDataMessagesPerSecond: number;
  callIce: 'answer' | 'silence';
  callMediaUp: 'pass' | 'silence';
  callMediaDown: 'pass' | 'silence';
  callLossUp: number;
  callLossDown: number;
  callAudioDown: 'pass' | 'withheld';
}

export type KnobKind =
  | { readonly type: 'switch' }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'number'; readonly from: number; readonly to: number; readonly orNull?: boolean };

export interface Knob<Value> {
  readonly kind: KnobKind;
  readonly initial: Value;
  readonly group: 'general' | 'contacts' | 'connection' | 'chat' | 'files' | 'socket' | 'call';
  readonly says: string;
}

type Group = Knob<unknown>['group'];

const choice = <Value extends string>(group: Group, of: readonly [Value, ...Value[]], says: string): Knob<Value> => ({
  kind: { type: 'choice', of },
  initial: of[0],
  group,
  says,
});
const flag = (group: Group, initial: boolean, says: string): Knob<boolean> => ({
  kind: { type: 'switch' },
  initial,
  group,
  says,
});
const figure = (group: Group, initial: number, from: number, to: number, says: string): Knob<number> => ({
  kind: { type: 'number', from, to },
  initial,
  group,
  says,
});
const share = (says: string): Knob<number> => figure('socket', 0, 0, 1, says);

/** One row per knob: the documentation page, the HTTP interface and the types are all made from it. */
export const knobTable: { readonly [Name in keyof Knobs]: Knob<Knobs[Name]> } = {
  seed: figure(
    'general',
    1,
    1,
    2 ** 31,
    'Seed of everything that happens by chance; the same seed gives the same run.',
  ),
  throttling: flag('general', true, 'Requests beyond the documented rate and burst of an operation answer 429.'),
  clockSkewSeconds: figure(
    'general',
    0,
    -864_000,
    864_000,
    'Added to the Date header of every answer, and to the clock that signatures are checked against.',
  ),
  scriptedAgents: choice(
    'general',
    ['auto', 'always', 'off'],
    'Who answers: a scripted agent when nobody is at the desk (auto), always, or never.',
  ),

  clientTokenAnswer: choice(
    'contacts',
    ['full', 'idOnly'],
    'What a repeated ClientToken gets: the whole first answer, or only the contact id. Not documented for chat.',
  ),
  clientTokenHours: figure(
    'contacts',
    168,
    0,
    8760,
    'How long a ClientToken is remembered. Documented as 7 days for WebRTC contacts, not documented for chat.',
  ),
  metricsOutsideQueue: choice(
    'contacts',
    ['InvalidRequestException', 'ResourceNotFoundException', 'empty'],
    'What GetContactMetrics says of a contact that waits in no queue. Not documented.',
  ),
  waitEstimate: choice(
    'contacts',
    ['live', 'frozen'],
    'Whether the estimated wait of a contact changes while it waits. Not documented.',
  ),
  disconnectReasonLagSeconds: {
    kind: { type: 'number', from: 0, to: 3600, orNull: true },
    initial: 0,
    group: 'contacts',
    says: 'How long after the end DescribeContact begins to tell the reason; null = never.',
  },
  agentLossNoticedAfterSeconds: figure(
    'contacts',
    20,
    0,
    600,
    'How long it takes until the loss of an agent’s network ends the agent’s part. Not documented.',
  ),
  stopEndedContact: choice(
    'contacts',
    ['ContactNotFoundException', 'accepted'],
    'What StopContact says of a contact that is over. Not documented.',
  ),
  historyReadyAfterSeconds: figure(
    'contacts',
    30,
    0,
    600,
    'How long after its end a chat can be continued by PersistentChat.',
  ),
  historyTooEarly: choice(
    'contacts',
    ['InvalidRequestException', 'ResourceNotFoundException'],
    'What PersistentChat of a chat that cannot be continued yet gets. Not documented.',
  ),
  sendRates: choice(
    'contacts',
    ['separate', 'shared'],
    'Whether SendMessage and SendEvent have a rate each or one for both. Not documented.',
  ),
  queueAfterSeconds: figure(
    'contacts',
    0,
    0,
    86_400,
    'How long the flow keeps a new contact before it enters its queue.',
  ),
  routingBeforeQueue: choice(
    'contacts',
    ['accepted', 'ResourceConflictException'],
    'What UpdateContactRoutingData says of a contact that is not in a queue yet. Not documented.',
  ),
  historyAfterRelated: choice(
    'contacts',
    ['allowed', 'InvalidRequestException'],
    'Whether CreatePersistentContactAssociation takes a chat that was started with RelatedContactId. Not documented.',
  ),
  rehydrationMs: figure(
    'contacts',
    0,
    0,
    600_000,
    'How long it takes until history is in the transcript and chat.rehydrated is said.',
  ),
  metricsDelaySeconds: figure(
    'contacts',
    0,
    0,
    60,
    'Added to the age of what GetCurrentMetricData tells, which is 0 to 5 s by itself; with 5 it is as old as the service’s.',
  ),
  taskHorizonDays: figure(
    'contacts',
    6,
    1,
    365,
    'How far ahead a task may be scheduled. Documented as 6 and as 90 days.',
  ),
  outboundCalls: choice(
    'contacts',
    ['allowed', 'DestinationNotAllowedException', 'OutboundContactNotPermittedException'],
    'What StartOutboundVoiceContact says to a number it could call.',
  ),
  outboundToUkMobiles: choice(
    'contacts',
    ['refused', 'allowed'],
    'Whether numbers that begin with +447 may be called. They may not unless support has switched it on.',
  ),

  connectWithinSeconds: figure(
    'connection',
    300,
    1,
    86_400,
    'A customer who has not subscribed by then ends the contact: CUSTOMER_CONNECTION_NOT_ESTABLISHED.',
  ),
  socketUrlSeconds: figure('connection', 100, 1, 86_400, 'How long a socket address can be dialled.'),
  connectionTokenSeconds: figure(
    'connection',
    86_400,
    1,
    604_800,
    'Life of a connection token. chatjs renews it 60 s before its end; 60 and less make it loop.',
  ),
  socketsPerParticipant: figure('connection', 5, 1, 100, 'Open sockets of one participant; one more is refused.'),

  maxMessageBytes: figure('chat', 16_384, 1, 1_048_576, 'Longest Content of SendMessage, in UTF-8 bytes.'),
  maxMessageCharactersToBot: figure(
    'chat',
    1_024,
    1,
    1_048_576,
    'Longest text in characters while a bot is talking to the customer.',
  ),
  echo: choice(
    'chat',
    ['before', 'after'],
    'Whether the sender’s own message comes on the socket before or after the HTTP answer.',
  ),
  startPosition: choice(
    'chat',
    ['inclusive', 'exclusive'],
    'Whether GetTranscript includes the item StartPosition names. Not documented.',
  ),
  receiptTokens: choice(
    'chat',
    ['lenient', 'strict'],
    'strict: a receipt with a ClientToken that was used before is taken for a repeat and not delivered. Not documented.',
  ),
  chatEndedDelayMs: figure(
    'chat',
    0,
    0,
    600_000,
    'From participant.left of the customer to chat.ended; messages are still accepted in between.',
  ),
  disconnectFlow: choice(
    'chat',
    ['none', 'survey', 'requeue', 'end'],
    'What happens to the customer when the agent’s part ends: nothing more, a question, the queue again with the age of the first wait, or a disconnect flow that ends.',
  ),
  disconnectFlowSeconds: figure(
    'chat',
    0,
    0,
    900,
    'How long the disconnect flow keeps the customer before the queue again, or before it ends.',
  ),
  displayNames: choice('chat', ['present', 'missing'], 'Items without a DisplayName.'),
  botChunks: choice('chat', ['inOrder', 'shuffled'], 'The order in which the pieces of a streamed bot answer arrive.'),

  attachments: flag('files', true, 'Whether files are switched on for the instance.'),
  maxAttachmentBytes: figure('files', 20_971_520, 1, 104_857_600, 'Largest file.'),
  attachmentsPerChat: figure('files', 35, 0, 1000, 'Files per chat.'),
  attachmentVerdict: choice(
    'files',
    ['APPROVED', 'REJECTED', 'IN_PROGRESS'],
    'What the scanner says of a new file; IN_PROGRESS = shown as being scanned, approved later.',
  ),
  attachmentScanMs: figure('files', 1_500, 0, 60_000, 'With IN_PROGRESS: how long the scan takes.'),

  upgrade: choice(
    'socket',
    ['accept', 'refuse', 'hang', 'stall'],
    'What a new socket meets: an answer, a refusal with upgradeStatus, silence, or an answer and then silence (stall).',
  ),
  upgradeStatus: figure('socket', 503, 400, 599, 'HTTP status of a refused socket.'),
  subscribe: choice('socket', ['accept', 'ignore', 'refuse'], 'What a subscription meets.'),
  heartbeat: choice('socket', ['answer', 'mute'], 'Whether heartbeats are answered.'),
  ping: choice('socket', ['answer', 'mute'], 'Whether pings (the deep heartbeat) are answered.'),
  pingStatus: figure(
    'socket',
    200,
    100,
    599,
    'statusCode of a ping’s answer; all but 200 mean the chat behind the socket is ill.',
  ),
  heartbeatDelayMs: figure('socket', 0, 0, 120_000, 'Heartbeats and pings are answered this late.'),
  frameDelayMs: figure('socket', 0, 0, 120_000, 'Every chat frame comes this late.'),
  frameJitterMs: figure(
    'socket',
    0,
    0,
    120_000,
    'Up to this much is added to the delay of each frame, so that frames overtake each other.',
  ),
  frameLoss: share('Share of chat frames that never arrive.'),
  frameDuplicates: share('Share of chat frames that arrive twice.'),
  frameReorder: share('Share of chat frames that are held back until the next one has gone out.'),
  frameGarbage: share('Share of chat frames that are preceded by a frame nobody can read.'),
  frameTruncated: share('Share of chat frames of which only the first half arrives.'),
  frameUnknown: share('Share of chat frames that are preceded by an item of a type nobody knows.'),
  frameHuge: share('Share of chat frames that are preceded by such an item of one megabyte.'),

  callArriveWithinSeconds: figure(
    'call',
    60,
    1,
    86_400,
    'A customer whose media has not arrived by then ends the call: CUSTOMER_NEVER_ARRIVED. Amazon documents the reason, not the time: this one is ours.',
  ),
  callAwaySeconds: figure(
    'call',
    60,
    0,
    86_400,
    'Somebody who left or lost a call for so long is dead to it, join token and participant token included.',
  ),
  callWithoutCustomer: choice(
    'call',
    ['alive', 'ended'],
    'Whether a call outlives the loss of its only customer, once that customer was away too long. Not documented.',
  ),
  callRejoin: choice(
    'call',
    ['afterAgent', 'always'],
    'When CreateParticipant adds a customer to a call: only after the first one has reached an agent, as documented, or always.',
  ),
  callSignaling: choice(
    'call',
    ['accept', 'refuse', 'hang', 'close'],
    'What a new signalling socket meets: an answer, a refusal with callSignalingStatus, silence, or a close with callCloseCode.',
  ),
  callSignalingStatus: figure('call', 503, 400, 599, 'HTTP status of a refused signalling socket.'),
  callCloseCode: figure(
    'call',
    4_403,
    3_000,
    4_999,
    'Close code of a closed one. While joining, 4410 reads as “over”; 4500 to 4599 make the SDK come back.',
  ),
  callFrameDelayMs: figure('call', 0, 0, 120_000, 'Every signalling frame comes this late.'),
  callPong: choice('call', ['answer', 'mute'], 'Whether signalling pings are answered.'),
  callLeaveAck: choice('call', ['answer', 'mute'], 'Whether LEAVE is acknowledged; without it the SDK waits 15 s.'),
  callCapacity: choice(
    'call',
    ['room', 'full'],
    'Whether a call has room for somebody who joins. It has for six people.',
  ),
  callPresenceDelayMs: figure(
    'call',
    0,
    0,
    120_000,
    'Somebody’s presence is announced this long after their first packet.',
  ),
  callSignalStrength: figure('call', 2, 0, 2, 'signal_strength of everybody: 0 bad, 1 weak, 2 good.'),
  callAvailableBitrate: {
    kind: { type: 'number', from: 0, to: 100_000_000, orNull: true },
    initial: null,
    group: 'call',
    says: 'What BITRATES frames say, in bits per second; null = there are none.',
  },
  callDataMessagesPerSecond: figure(
    'call',
    100,
    0,
    1_000,
    'Data messages of one attendee; more come back to their sender as throttled.',
  ),
  callIce: choice(
    'call',
    ['answer', 'silence'],
    'Whether the address of the media answers. silence is a firewall that swallows UDP.',
  ),
  callMediaUp: choice('call', ['pass', 'silence'], 'Whether what customers and agents send arrives.'),
  callMediaDown: choice('call', ['pass', 'silence'], 'Whether what is sent to them arrives.'),
  callLossUp: figure('call', 0, 0, 1, 'Share of the packets they send that is lost.'),
  callLossDown: figure('call', 0, 0, 1, 'Share of the packets sent to them that is lost.'),
  callAudioDown: choice(
    'call',
    ['pass', 'withheld'],
    'withheld: no voice reaches anybody. After 15 s the SDK calls the connection poor.',
  ),
};

const alsoPerContact: readonly (keyof Knobs)[] = [
  'socketUrlSeconds',
  'connectionTokenSeconds',
  'socketsPerParticipant',
  'echo',
  'chatEndedDelayMs',
  'disconnectFlow',
  'disconnectFlowSeconds',
  'agentLossNoticedAfterSeconds',
  'attachmentVerdict',
  'attachmentScanMs',
];

/** Whether a knob can stand differently for one contact: all of the sockets and frames, and a few of the chat. */
export const isPerContact = (name: keyof Knobs): boolean =>
  knobTable[name].group === 'socket' || alsoPerContact.includes(name);
