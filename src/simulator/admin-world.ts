import { mayNumber, needRecord, Refusal, type AdminRoute } from './admin.js';
import { readQueue } from './admin-queues.js';
import type { Agents } from './agents.js';
import type { CallLog } from './calls.js';
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
export function worldRoutes(world: World, agents: Agents, calls: CallLog): readonly AdminRoute[] {
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
      path: '/_sim/world',
      says: 'Queues, quotas and idle timers.',
      run: () => settings(world),
    },
    {
      method: 'POST',
      path: '/_sim/world',
      says: 'Changes queues (by id or name; a new name makes a new queue), quotas and idle timers. Hours are told and stop nobody; a day that is not named is closed, "24:00" is its end. status is ENABLED or DISABLED. With process the others arrive, lose patience and are served by chance, and contacts wait in turn with them; null ends it.',
      example: {
        queues: [
          { name: 'Customer care', staff: 2, averageHandleSeconds: 300, others: 4 },
          {
            name: 'Returns',
            process: {
              seed: 1,
              arrivalsPerHour: 60,
              patienceSeconds: 600,
              takes: 'others',
              handleTimes: 'exponential',
            },
            hours: {
              timeZone: 'Europe/Berlin',
              weekly: { MONDAY: [['09:00', '18:00']] },
              overrides: [{ date: '2026-12-24', name: 'Christmas Eve', hours: [] }],
            },
          },
        ],
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

function settings(world: World): object {
  return { queues: [...world.queues.values()], quotas: world.quotas, idleTimers: world.idleTimers };
}

function changeSettings(world: World, body: Readonly<Record<string, unknown>>): void {
  const queues = body['queues'] ?? [];
  if (!Array.isArray(queues)) throw new Refusal(400, '"queues" must be a list.');
  const changes = (queues as unknown[]).map(readQueue);
  for (const one of changes) world.changeQueue(one);
  const quotas = needRecord(body['quotas'] ?? {}, '"quotas"');
  world.quotas.chats = mayNumber(quotas, 'chats') ?? world.quotas.chats;
  world.quotas.calls = mayNumber(quotas, 'calls') ?? world.quotas.calls;
  world.quotas.tasks = mayNumber(quotas, 'tasks') ?? world.quotas.tasks;
  if (body['idleTimers'] === undefined) return;
  const timers = needRecord(body['idleTimers'], '"idleTimers"');
  world.idleTimers = {};
  for (const role of ['AGENT', 'CUSTOMER'] as const) {
    const given = needRecord(timers[role] ?? {}, `"${role}"`);
    const idleMinutes = mayNumber(given, 'idleMinutes');
    const disconnectMinutes = mayNumber(given, 'disconnectMinutes');
    world.idleTimers[role] = {
      ...(idleMinutes !== undefined && { idleMinutes }),
      ...(disconnectMinutes !== undefined && { disconnectMinutes }),
    };
  }
}
