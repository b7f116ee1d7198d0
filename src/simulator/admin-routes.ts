import { mayNumber, mayText, needText, Refusal, type AdminRoute } from './admin.js';
import type { Agents } from './agents.js';
import type { CallLog } from './calls.js';
import { endConversation, type DisconnectReason } from './contact-end.js';
import { startContact } from './contact-start.js';
import { contentType, type Conversation } from './contact.js';
import { summarise } from './desk-contacts.js';
import { closeCode } from './desk-routes.js';
import { parseScenario, parseSteps } from './scenario.js';
import type { SocketAction, SocketFilter, Sockets } from './sockets.js';
import { account, type World } from './world.js';

/** What any client needs to use this simulator as its Amazon Connect. */
export interface SimulatorConfig {
  readonly endpoint: string;
  readonly participantEndpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly instanceId: string;
  readonly contactFlowId: string;
}

/** The configuration for clients that reach the simulator at this origin. */
export function configFor(origin: string): SimulatorConfig {
  const { region, accessKeyId, secretAccessKey, instanceId, contactFlowId } = account;
  return {
    endpoint: origin,
    participantEndpoint: origin,
    region,
    accessKeyId,
    secretAccessKey,
    instanceId,
    contactFlowId,
  };
}

/** Looking into the simulated world and moving it from outside. */
export function worldRoutes(world: World, sockets: Sockets, agents: Agents, calls: CallLog): readonly AdminRoute[] {
  const conversationOf = (id: string): Conversation => {
    const conversation = world.conversationOf(id);
    if (!conversation) throw new Refusal(404, 'There is no contact with this id.');
    return conversation;
  };
  const time = (): object => ({ now: world.now(), iso: world.isoNow(), held: world.clock.held });

  return [
    {
      method: 'GET',
      path: '/_sim/config',
      says: 'What any client needs to use this simulator as its Amazon Connect. Made up for it, useless anywhere else.',
      run: ({ origin }) => configFor(origin),
    },
    { method: 'GET', path: '/_sim/clock', says: 'The time in here.', run: time },
    {
      method: 'POST',
      path: '/_sim/clock',
      says: 'Holds the clock (at now, or at milliseconds since 1970), moves it forward, lets it go; in this order, when several are given.',
      example: { hold: true, advanceMs: 60000 },
      run({ body }) {
        const { hold, release } = body;
        if (hold !== undefined && hold !== true && typeof hold !== 'number')
          throw new Refusal(400, '"hold" must be true or milliseconds since 1970.');
        const advanceMs = mayNumber(body, 'advanceMs') ?? 0;
        if (advanceMs < 0) throw new Refusal(400, '"advanceMs" must not be negative: time goes forward only.');
        if (hold !== undefined) world.clock.hold(hold === true ? undefined : hold);
        if (advanceMs > 0) world.clock.advance(advanceMs);
        if (release === true) world.clock.release();
        return time();
      },
    },
    {
      method: 'GET',
      path: '/_sim/sockets',
      says: 'Open sockets; ?contactId= for those of one contact.',
      run: ({ query }) => ({ sockets: sockets.list(filterOf(Object.fromEntries(query))).map(forReading) }),
    },
    {
      method: 'POST',
      path: '/_sim/sockets',
      says: 'Does something to open sockets, all of them or those of a contactId, participantId or socketId: reset (cut), close with a code, pause (half-open), resume, unsubscribe, send a text as it is.',
      example: { do: 'close', code: 1001 },
      run: ({ body }) => ({ sockets: sockets.act(actionOf(body), filterOf(body)) }),
    },
    {
      method: 'GET',
      path: '/_sim/contacts',
      says: 'Every contact since the last reset.',
      run: () => ({ contacts: [...world.conversations.values()].map((one) => summarise(world, sockets, one)) }),
    },
    {
      method: 'POST',
      path: '/_sim/contacts',
      says: 'Starts a chat without a signature, as StartChatContact would. Rich content types are allowed unless contentTypes says otherwise.',
      example: { displayName: 'Sam', attributes: { scenario: 'tour' } },
      run({ body }) {
        const durationMinutes = mayNumber(body, 'durationMinutes');
        const first = mayText(body, 'initialMessage');
        const { contact, participant, participantToken } = startContact(world, {
          channel: 'CHAT',
          contactFlowId: account.contactFlowId,
          displayName: mayText(body, 'displayName') ?? 'Customer',
          attributes: stringMap(body['attributes'], 'attributes'),
          contentTypes: stringList(body['contentTypes'], 'contentTypes') ?? richTypes,
          disconnectOnCustomerExit: stringList(body['disconnectOnCustomerExit'], 'disconnectOnCustomerExit') ?? [],
          responseMode: body['responseMode'] === 'INCREMENTAL' ? 'INCREMENTAL' : 'COMPLETE',
          ...(durationMinutes !== undefined && { durationMinutes }),
          ...(first !== undefined && { initialMessage: { contentType: contentType.text, content: first } }),
        });
        return { contactId: contact.id, participantId: participant.id, participantToken };
      },
    },
    {
      method: 'GET',
      path: '/_sim/contacts/{contactId}',
      says: 'One contact: segments, people, transcript, files, and agentLog, which is what the agent’s side received, in order.',
      run({ params }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        return {
          contact: summarise(world, sockets, conversation),
          segments: conversation.segments,
          participants: conversation.participants.map(({ token: _, ...rest }) => rest),
          transcript: conversation.transcript,
          files: [...conversation.files.values()].map(({ body: _, ...rest }) => rest),
          agentLog: conversation.agentLog,
        };
      },
    },
    {
      method: 'POST',
      path: '/_sim/contacts/{contactId}/steps',
      says: 'Plays steps of a scenario in a running contact, now.',
      example: {
        steps: [
          { do: 'say', text: 'Hello {customer}' },
          { do: 'transfer', to: { agent: 'Tom' } },
        ],
      },
      run({ params, body }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        if (!agents.play(conversation.id, parseSteps(body['steps']))) throw new Refusal(409, 'This contact is over.');
        return { contact: summarise(world, sockets, conversation) };
      },
    },
    {
      method: 'POST',
      path: '/_sim/contacts/{contactId}/end',
      says: 'Ends a contact for a reason.',
      example: { reason: 'SYSTEM_ERROR' },
      run({ params, body }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        const wanted = mayText(body, 'reason') ?? 'SYSTEM_ERROR';
        const reason = reasons.find((one) => one === wanted);
        if (!reason) throw new Refusal(400, `"reason" must be one of ${reasons.join(', ')}.`);
        endConversation(world, conversation, reason);
        return { contact: summarise(world, sockets, conversation) };
      },
    },
    {
      method: 'GET',
      path: '/_sim/scenarios',
      says: 'The scenarios a contact can ask for with its attribute "scenario", and the one the others get.',
      run: () => ({ preferred: agents.preferred.name, scenarios: [...agents.library.values()] }),
    },
    {
      method: 'POST',
      path: '/_sim/scenarios',
      says: 'Loads a scenario (or takes a known one by name), and plays it: now in a contactId, or with preferred=true in every contact to come.',
      example: { preferred: true, scenario: { name: 'silent', begins: 'connected', steps: [{ do: 'accept' }] } },
      run({ body }) {
        const given = body['scenario'];
        const scenario = given === undefined ? agents.library.get(needText(body, 'name')) : parseScenario(given);
        if (!scenario) throw new Refusal(404, 'There is no scenario of this name. GET /_sim/scenarios lists them.');
        agents.learn(scenario);
        const contactId = mayText(body, 'contactId');
        if (contactId !== undefined && !agents.perform(conversationOf(contactId).id, scenario))
          throw new Refusal(409, 'This contact is over.');
        if (body['preferred'] === true) agents.preferred = scenario;
        return { scenario, preferred: agents.preferred.name };
      },
    },
    {
      method: 'GET',
      path: '/_sim/world',
      says: 'Queues, quotas and idle timers.',
      run: () => settings(world),
    },
    {
      method: 'POST',
      path: '/_sim/world',
      says: 'Changes queues (by id or name; a new name makes a new queue), quotas and idle timers.',
      example: {
        queues: [{ name: 'Customer care', staff: 2, averageHandleSeconds: 300, others: 4 }],
        quotas: { chats: 100 },
        idleTimers: { CUSTOMER: { idleMinutes: 5, disconnectMinutes: 10 } },
      },
      run({ body }) {
        changeSettings(world, body);
        agents.review();
        return settings(world);
      },
    },
    {
      method: 'GET',
      path: '/_sim/calls',
      says: 'Calls of operations so far, oldest first; ?operation= for those of one.',
      run: ({ query }) => ({ calls: calls.list(query.get('operation') ?? undefined) }),
    },
    {
      method: 'DELETE',
      path: '/_sim/calls',
      says: 'Forgets the calls so far.',
      run() {
        calls.clear();
        return {};
      },
    },
    {
      method: 'POST',
      path: '/_sim/reset',
      says: 'Back to the first day: no contacts, no faults, queues and quotas as they were, sockets cut. The clock runs with real time again only if told to.',
      run() {
        world.reset();
        calls.clear();
        return {};
      },
    },
    {
      method: 'GET',
      path: '/_sim/sign-in',
      says: 'Where GetAuthenticationUrl leads: signs in at once, and goes back to redirect_uri with code and state.',
      run({ query, response }) {
        const target = query.get('redirect_uri') ?? '';
        if (!URL.canParse(target)) throw new Refusal(400, 'redirect_uri must be an address.');
        const back = new URL(target);
        back.searchParams.set('code', world.newId());
        back.searchParams.set('state', query.get('state') ?? '');
        response.writeHead(302, { location: back.href }).end();
      },
    },
  ];
}

const richTypes = [
  contentType.text,
  contentType.markdown,
  contentType.json,
  contentType.interactive,
  contentType.interactiveResponse,
];

const reasons: readonly DisconnectReason[] = [
  'AGENT_DISCONNECT',
  'AGENT_NETWORK_DISCONNECT',
  'API',
  'CONTACT_FLOW_DISCONNECT',
  'CUSTOMER_CONNECTION_NOT_ESTABLISHED',
  'CUSTOMER_DISCONNECT',
  'EXPIRED',
  'IDLE_DISCONNECT',
  'SYSTEM_ERROR',
];

function settings(world: World): object {
  return { queues: [...world.queues.values()], quotas: world.quotas, idleTimers: world.idleTimers };
}

function changeSettings(world: World, body: Readonly<Record<string, unknown>>): void {
  const queues = body['queues'] ?? [];
  if (!Array.isArray(queues)) throw new Refusal(400, '"queues" must be a list.');
  for (const one of queues as unknown[]) {
    const given = record(one, 'A queue');
    const id = mayText(given, 'id');
    const name = mayText(given, 'name');
    if (id === undefined && name === undefined) throw new Refusal(400, 'A queue needs "id" or "name".');
    const figures = ['staff', 'averageHandleSeconds', 'others'].map((key) => [key, mayNumber(given, key)] as const);
    const wrong = figures.find(([, figure]) => figure !== undefined && figure < 0);
    if (wrong) throw new Refusal(400, `"${wrong[0]}" must not be negative.`);
    world.changeQueue({ id, name, ...Object.fromEntries(figures) });
  }
  const quotas = record(body['quotas'] ?? {}, '"quotas"');
  world.quotas.chats = mayNumber(quotas, 'chats') ?? world.quotas.chats;
  world.quotas.calls = mayNumber(quotas, 'calls') ?? world.quotas.calls;
  if (body['idleTimers'] === undefined) return;
  const timers = record(body['idleTimers'], '"idleTimers"');
  world.idleTimers = {};
  for (const role of ['AGENT', 'CUSTOMER'] as const) {
    const given = record(timers[role] ?? {}, `"${role}"`);
    const idleMinutes = mayNumber(given, 'idleMinutes');
    const disconnectMinutes = mayNumber(given, 'disconnectMinutes');
    world.idleTimers[role] = {
      ...(idleMinutes !== undefined && { idleMinutes }),
      ...(disconnectMinutes !== undefined && { disconnectMinutes }),
    };
  }
}

function actionOf(body: Readonly<Record<string, unknown>>): SocketAction {
  const what = needText(body, 'do');
  switch (what) {
    case 'close': {
      const reason = mayText(body, 'reason');
      return { do: what, code: closeCode(mayNumber(body, 'code') ?? 1000), ...(reason !== undefined && { reason }) };
    }
    case 'send':
      return { do: what, text: needText(body, 'text') };
    case 'reset':
    case 'pause':
    case 'resume':
    case 'unsubscribe':
      return { do: what };
    default:
      throw new Refusal(400, '"do" must be reset, close, pause, resume, unsubscribe or send.');
  }
}

function filterOf(given: Readonly<Record<string, unknown>>): SocketFilter {
  const [contactId, participantId, socketId] = ['contactId', 'participantId', 'socketId'].map((name) =>
    mayText(given, name),
  );
  return {
    ...(contactId !== undefined && { contactId }),
    ...(participantId !== undefined && { participantId }),
    ...(socketId !== undefined && { socketId }),
  };
}

function forReading(one: ReturnType<Sockets['list']>[number]): object {
  const { id, conversation, participant, openedAt, subscribed, paused } = one;
  return { id, contactId: conversation.id, participantId: participant.id, openedAt, subscribed, paused };
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Refusal(400, `${what} must be an object.`);
}

function stringList(value: unknown, name: string): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  throw new Refusal(400, `"${name}" must be a list of strings.`);
}

function stringMap(value: unknown, name: string): Record<string, string> {
  const entries = Object.entries(record(value ?? {}, `"${name}"`));
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (typeof one !== 'string') throw new Refusal(400, `"${name}" must have strings only.`);
      return [key, one];
    }),
  );
}
