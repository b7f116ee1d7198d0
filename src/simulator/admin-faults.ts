import { mayNumber, mayText, needRecord, needText, Refusal, type AdminRoute } from './admin.js';
import { knobTable } from './faults-table.js';
import { isPerContact } from './faults-table.js';
import { checkContactKnobs, describeKind, httpActs, type Knobs, type NewHttpFault } from './faults.js';
import type { World } from './world.js';

/** Turning knobs and adding HTTP faults from outside. */
export function faultRoutes(world: World, routeNames: readonly string[]): readonly AdminRoute[] {
  const { faults } = world;
  const state = (): object => ({ knobs: faults.knobs, contacts: faults.contacts, http: faults.http });
  return [
    {
      method: 'GET',
      path: '/_sim/faults',
      says: 'Where every knob stands, which HTTP faults wait, and what each knob means.',
      run: () => ({
        ...state(),
        table: Object.entries(knobTable).map(([name, { group, kind, initial, says }]) => ({
          name,
          group,
          is: describeKind(kind),
          initial,
          says,
          perContact: isPerContact(name as keyof Knobs),
        })),
        routes: routeNames,
      }),
    },
    {
      method: 'POST',
      path: '/_sim/faults',
      says: 'Turns knobs for all, turns those of sockets, frames and tokens for single contacts (null takes these back), adds HTTP faults. Either all of it is done, or none.',
      example: {
        knobs: { heartbeat: 'mute' },
        contacts: { '{contactId}': { upgrade: 'refuse', frameLoss: 0.5 } },
        http: [{ route: 'SendMessage', error: 'ThrottlingException', times: 2 }],
      },
      run({ body }) {
        for (const name of Object.keys(body)) {
          if (name !== 'knobs' && name !== 'contacts' && name !== 'http')
            throw new Refusal(400, `The body may have "knobs", "contacts" and "http", not "${name}".`);
        }
        const list = body['http'] ?? [];
        const given = Array.isArray(list) ? (list as unknown[]) : [list];
        const added = given.map((one, index) => readHttpFault(one, `http[${index}]`, routeNames));
        const knobs = body['knobs'] ?? {};
        if (typeof knobs !== 'object' || Array.isArray(knobs)) throw new Refusal(400, '"knobs" must be an object.');
        const ofContacts = readContacts(world, body['contacts'] ?? {});
        faults.set(knobs);
        for (const [contactId, changes] of ofContacts) faults.setFor(contactId, changes);
        const ids = added.map((one) => faults.addHttp(one).id);
        return { ...state(), added: ids };
      },
    },
    {
      method: 'DELETE',
      path: '/_sim/faults',
      says: 'Everything works again: all knobs back, all HTTP faults gone.',
      run() {
        faults.reset();
        return state();
      },
    },
    {
      method: 'DELETE',
      path: '/_sim/faults/{id}',
      says: 'Removes one HTTP fault.',
      run({ params }) {
        if (!faults.removeHttp(params['id'] ?? ''))
          throw new Refusal(404, 'There is no HTTP fault with this id (any more).');
        return state();
      },
    },
  ];
}

/** Knobs by conversation, checked. A contact's id is that of its first or of any other segment. */
function readContacts(world: World, value: unknown): readonly (readonly [string, Partial<Knobs> | null])[] {
  return Object.entries(needRecord(value, '"contacts"')).map(([contactId, given]) => {
    const conversation = world.conversationOf(contactId);
    if (!conversation) throw new Refusal(404, 'There is no contact with this id.');
    const changes = given === null ? null : needRecord(given, 'What is turned for a contact');
    if (changes) checkContactKnobs(changes);
    return [conversation.id, changes];
  });
}

const members = [
  'route',
  'contactId',
  'skip',
  'times',
  'when',
  'delayMs',
  'act',
  'status',
  'error',
  'message',
  'retryAfterSeconds',
];

function readHttpFault(value: unknown, place: string, routeNames: readonly string[]): NewHttpFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, `${place} must be an object.`);
  const body = value as Record<string, unknown>;
  const unknown = Object.keys(body).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new Refusal(400, `${place} may have ${members.join(', ')}, not "${unknown}".`);
  const route = needText(body, 'route');
  if (route !== '*' && !routeNames.includes(route)) {
    throw new Refusal(400, `${place}.route must be "*" or one of ${routeNames.join(', ')}.`);
  }
  const when = mayText(body, 'when');
  if (when !== undefined && when !== 'before' && when !== 'after')
    throw new Refusal(400, `${place}.when must be "before" or "after".`);
  const named = mayText(body, 'act');
  const act = httpActs.find((one) => one === named);
  if (named !== undefined && !act) throw new Refusal(400, `${place}.act must be one of ${httpActs.join(', ')}.`);
  const status = mayNumber(body, 'status');
  if (status !== undefined && (!Number.isInteger(status) || status < 200 || status > 599)) {
    throw new Refusal(400, `${place}.status must be an HTTP status from 200 to 599.`);
  }
  const contactId = mayText(body, 'contactId');
  const error = mayText(body, 'error');
  const message = mayText(body, 'message');
  const [skip, times, delayMs, retryAfterSeconds] = ['skip', 'times', 'delayMs', 'retryAfterSeconds'].map((name) => {
    const figure = mayNumber(body, name);
    if (figure !== undefined && figure < 0) throw new Refusal(400, `${place}.${name} must not be negative.`);
    return figure;
  });
  return {
    route,
    ...(contactId !== undefined && { contactId }),
    ...(when !== undefined && { when }),
    ...(act !== undefined && { act }),
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    ...(message !== undefined && { message }),
    ...(skip !== undefined && { skip }),
    ...(times !== undefined && { times }),
    ...(delayMs !== undefined && { delayMs }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
