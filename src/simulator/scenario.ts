import type { Channel } from './contact.js';
import type { TransferTarget } from './contact-agent.js';
import type { NetworkOutage } from './contact-call.js';
import type { Knobs } from './faults-table.js';
import type { NewHttpFault } from './faults.js';
import type { SocketAction } from './sockets.js';

/** Who speaks in a step; the agent unless said otherwise. */
export type Speaker = 'agent' | 'bot' | 'system';

/** One thing that happens in a conversation. In texts, `{customer}` and `{agent}` stand for the names. */
export type Step =
  /** Nothing for so many milliseconds. */
  | { readonly do: 'wait'; readonly ms: number }
  /** Nothing until the customer says something, or the time is up. */
  | { readonly do: 'listen'; readonly timeoutMs?: number }
  /** The agent takes the contact out of the queue. Steps that need an agent do so by themselves. */
  | { readonly do: 'accept'; readonly agent?: string }
  /** Shows typing, and goes on after so many milliseconds. */
  | { readonly do: 'typing'; readonly ms: number }
  | { readonly do: 'say'; readonly text: string; readonly by?: Speaker }
  /** A message of any content type; an object is sent as JSON. */
  | { readonly do: 'send'; readonly contentType: string; readonly content: unknown; readonly by?: Speaker }
  /** A file with this text, or with these bytes in base64. */
  | {
      readonly do: 'file';
      readonly name: string;
      readonly contentType: string;
      readonly text?: string;
      readonly base64?: string;
    }
  /** A step-by-step guide: a message with a view token that DescribeView opens. */
  | {
      readonly do: 'view';
      readonly viewId: string;
      readonly view: unknown;
      readonly data: Readonly<Record<string, unknown>>;
    }
  /** A bot's answer that arrives in pieces, where the contact was started with INCREMENTAL. */
  | { readonly do: 'stream'; readonly pieces: readonly string[]; readonly everyMs: number }
  /** The agent acknowledges the customer's last message. */
  | { readonly do: 'receipt'; readonly kind: 'delivered' | 'read' }
  | { readonly do: 'transfer'; readonly to: TransferTarget }
  | { readonly do: 'invite'; readonly name: string }
  | { readonly do: 'idle' | 'return' }
  /** The agent's network is gone, or back. */
  | { readonly do: 'lose' | 'recover' }
  /** Asks the customer to sign in. */
  | { readonly do: 'signIn' }
  | { readonly do: 'sockets'; readonly action: SocketAction }
  /** In a call: the agent's microphone, camera, and whether the call is held. */
  | { readonly do: 'mute' | 'camera' | 'hold'; readonly on: boolean }
  /** In a call: lets the customer share, ends all sharing, or shares the agent's screen. */
  | { readonly do: 'share'; readonly what: 'allow' | 'stop' | 'start' }
  /** In a call: the customer's network is out. */
  | ({ readonly do: 'network' } & NetworkOutage)
  | { readonly do: 'knobs'; readonly set: Partial<Knobs> }
  /** The same for this contact alone; what can be turned so is marked in the table of knobs. */
  | { readonly do: 'here'; readonly set: Partial<Knobs> }
  /** An HTTP fault for this contact alone. */
  | ({ readonly do: 'http' } & Omit<NewHttpFault, 'contactId'>)
  /** Ends the agent's part, or the whole conversation by the flow. */
  | { readonly do: 'end'; readonly by?: 'agent' | 'flow' };

/** What is done when the customer says something that matches. */
export interface Reply {
  /** A regular expression, without regard to upper and lower case; without it, anything matches. A file reads ATTACHMENT. */
  readonly when?: string;
  readonly steps: readonly Step[];
}

/** How an agent behaves with one contact: plain data. */
export interface Scenario {
  readonly name: string;
  /** Contacts of this channel play it. */
  readonly channel: Channel;
  readonly agent: string;
  /** When it begins: with the first message of the customer, or so many milliseconds after they connected, if earlier. */
  readonly begins: 'message' | 'connected';
  readonly afterMs: number;
  /** Every message of the customer is acknowledged like this as soon as the agent is there. */
  readonly receipts: 'none' | 'delivered' | 'read';
  /** Once, from the beginning. */
  readonly steps: readonly Step[];
  /** For every message the steps did not listen for: the first that matches. */
  readonly replies: readonly Reply[];
  /** When no reply matches: one after the other, the last one again and again. */
  readonly otherwise: readonly (readonly Step[])[];
}

type Needs = Readonly<Record<string, 'string' | 'number' | 'object' | 'boolean'>>;

/** One row per step: what it needs, and what it does. The documentation page and the checks are made from it. */
export const stepTable: { readonly [Name in Step['do']]: { readonly needs: Needs; readonly says: string } } = {
  wait: { needs: { ms: 'number' }, says: 'Nothing happens for so long.' },
  listen: { needs: {}, says: 'Nothing happens until the customer says something, or timeoutMs is over.' },
  accept: { needs: {}, says: 'The agent takes the contact out of the queue; agent is the name.' },
  typing: { needs: { ms: 'number' }, says: 'The agent shows typing, and goes on after so long.' },
  say: {
    needs: { text: 'string' },
    says: 'A text; by is agent, bot or system. {customer} and {agent} stand for the names.',
  },
  send: {
    needs: { contentType: 'string' },
    says: 'A message of any content type; content is a string, or an object sent as JSON.',
  },
  file: { needs: { name: 'string', contentType: 'string' }, says: 'A file with this text, or these bytes in base64.' },
  view: {
    needs: { viewId: 'string', view: 'object', data: 'object' },
    says: 'A step-by-step guide; DescribeView answers view.',
  },
  stream: {
    needs: { pieces: 'object', everyMs: 'number' },
    says: 'A bot’s answer in pieces, where the contact was started with INCREMENTAL.',
  },
  receipt: {
    needs: { kind: 'string' },
    says: 'The agent acknowledges the customer’s last message: delivered or read.',
  },
  transfer: { needs: { to: 'object' }, says: 'To {"queue"}, to {"agent"} who takes it at once, or {"fails": true}.' },
  invite: { needs: { name: 'string' }, says: 'One more agent joins.' },
  idle: { needs: {}, says: 'The agent is idle.' },
  return: { needs: {}, says: 'The agent has returned.' },
  lose: { needs: {}, says: 'The agent’s network is gone.' },
  recover: { needs: {}, says: 'The agent’s network is there again.' },
  signIn: { needs: {}, says: 'The customer is asked to sign in.' },
  sockets: { needs: { action: 'object' }, says: 'Does something to the customer’s sockets, as POST /_sim/sockets.' },
  mute: { needs: { on: 'boolean' }, says: 'In a call: the agent is muted, or not.' },
  camera: { needs: { on: 'boolean' }, says: 'In a call: the agent’s camera goes on or off.' },
  share: {
    needs: { what: 'string' },
    says: 'In a call: allow lets the customer share a screen, stop ends all sharing, start shares the agent’s.',
  },
  hold: { needs: { on: 'boolean' }, says: 'In a call: the customer is told of a hold, or of its end.' },
  network: {
    needs: { what: 'string', how: 'string' },
    says: 'In a call: the customer’s network is out; as POST /_sim/desk/contacts/{contactId}/network.',
  },
  knobs: { needs: { set: 'object' }, says: 'Turns knobs.' },
  here: { needs: { set: 'object' }, says: 'Turns knobs of sockets, frames and tokens for this contact alone.' },
  http: { needs: { route: 'string' }, says: 'Adds an HTTP fault for this contact alone, as POST /_sim/faults.' },
  end: { needs: {}, says: 'The agent’s part ends; with by = flow, the whole contact.' },
};

const stepNames = Object.keys(stepTable) as Step['do'][];

/** A sentence for whoever wrote a scenario that cannot be played. */
export class BadScenario extends Error {
  override readonly name = 'BadScenario';
}

/** A scenario from JSON, with what was left out filled in. Throws BadScenario. */
export function parseScenario(value: unknown): Scenario {
  const given = asRecord(value, 'A scenario');
  const steps = parseSteps(given['steps'] ?? [], 'steps');
  const replies = asList(given['replies'] ?? [], 'replies').map((one, index): Reply => {
    const reply = asRecord(one, `replies[${index}]`);
    const when = reply['when'];
    if (when !== undefined && (typeof when !== 'string' || !isPattern(when))) {
      throw new BadScenario(`replies[${index}].when must be a regular expression as a string.`);
    }
    return { ...(when !== undefined && { when }), steps: parseSteps(reply['steps'], `replies[${index}].steps`) };
  });
  return {
    name: text(given, 'name', 'unnamed'),
    channel: given['channel'] === 'VOICE' ? 'VOICE' : 'CHAT',
    agent: text(given, 'agent', 'Ines'),
    begins: given['begins'] === 'message' ? 'message' : 'connected',
    afterMs: typeof given['afterMs'] === 'number' ? given['afterMs'] : 0,
    receipts: given['receipts'] === 'delivered' || given['receipts'] === 'read' ? given['receipts'] : 'none',
    steps,
    replies,
    otherwise: asList(given['otherwise'] ?? [], 'otherwise').map((one, index) =>
      parseSteps(one, `otherwise[${index}]`),
    ),
  };
}

/** Steps from JSON. Throws BadScenario naming the first one that cannot be played. */
export function parseSteps(value: unknown, place = 'steps'): Step[] {
  return asList(value, place).map((one, index) => {
    const step = asRecord(one, `${place}[${index}]`);
    const name = stepNames.find((known) => known === step['do']);
    if (!name) throw new BadScenario(`${place}[${index}].do must be one of ${stepNames.join(', ')}.`);
    for (const [member, kind] of Object.entries(stepTable[name].needs)) {
      if (typeof step[member] !== kind)
        throw new BadScenario(`${place}[${index}] (${name}) needs ${member} (${kind}).`);
    }
    return step as unknown as Step;
  });
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadScenario(`${what} must be an object.`);
  return value as Record<string, unknown>;
}

function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadScenario(`${what} must be a list.`);
  return value as unknown[];
}

function text(given: Readonly<Record<string, unknown>>, name: string, otherwise: string): string {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'iu');
    return true;
  } catch {
    return false;
  }
}
