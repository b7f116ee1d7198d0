import * as v from 'valibot';
import type { ArticleBody } from '../protocol/availability.js';
import {
  endingsSchema,
  endingsSentences,
  persistentSchema,
  type EndingsConfig,
  type PersistentConfig,
} from './config-endings.js';
import {
  callbackSchema,
  leaveSentences,
  messageSchema,
  verifySchema,
  type CallbackConfig,
  type MessageConfig,
  type VerifyProof,
} from './config-leave.js';
import {
  articlesSchema,
  queuesSchema,
  queuesSentences,
  waitingSchema,
  type QueueConfig,
  type WaitingConfig,
} from './config-queues.js';
import { eventSchema, eventSentences, type BrokerEvent } from './events.js';
import { defaultLimits, type Limits } from './guards/rate.js';
import type { SigningKey } from './signed.js';
import { reservedAttributes, type AttributeRule } from './start-request.js';

/** What contacts started here can do. Content types follow from it. */
export interface FeatureConfig {
  readonly attachments?: boolean | undefined;
  readonly markdown?: boolean | undefined;
  readonly typing?: boolean | undefined;
  readonly receipts?: boolean | undefined;
  /** List pickers and the like. */
  readonly interactive?: boolean | undefined;
  /** UTF-8 bytes, 1–16,384. Amazon's default is 1,024 while a bot answers. */
  readonly maxMessageBytes?: number | undefined;
}

/** Who may send something in a call, beside their voice. */
export type CallSide = 'none' | 'agent' | 'customer' | 'both';

/** What calls started here may do. No browser can widen it. */
export interface CallConfig {
  /** The flow of a call without a topic. */
  readonly flowId: string;
  /** Topic alias → flow, for topics whose calls have a flow of their own. */
  readonly topics?: Readonly<Record<string, string>> | undefined;
  /** Who may send a picture. Default `both`: a customer who begins with their voice may turn a camera on later. */
  readonly video?: CallSide | undefined;
  /** Who may share a screen. Default `none`. */
  readonly screenShare?: CallSide | undefined;
  /** Whether the customer is offered a keypad. Default true. */
  readonly keypad?: boolean | undefined;
  /** Whether your flow records the call: the customer is asked to agree before joining. Default false. */
  readonly recorded?: boolean | undefined;
}

/** Everything a broker is told. It is checked once, by `createBroker`, and never comes from a browser. */
export interface BrokerConfig {
  /** AWS region of the Amazon Connect instance. */
  readonly region: string;
  readonly instanceId: string;
  /** The flow of a chat without a topic. */
  readonly chatFlowId: string;
  /** Topic alias → flow. A browser names the alias only. */
  readonly topics?: Readonly<Record<string, string>> | undefined;
  /** Voice and video calls; without it there are none. */
  readonly call?: CallConfig | undefined;
  /** The queues contacts may be sent to, by alias; without any, flows alone choose, and nobody knows when it is open. */
  readonly queues?: Readonly<Record<string, QueueConfig>> | undefined;
  /** What customers are told while they wait; without it they are told nothing. */
  readonly waiting?: WaitingConfig | false | undefined;
  /** What customers can read instead of waiting. */
  readonly articles?: readonly ArticleBody[] | undefined;
  /** How long hours of operation are good before Amazon Connect is asked again, 1–3,600 seconds. Default 600. */
  readonly hoursSeconds?: number | undefined;
  /** Why contacts ended, and the way back into the queue; without it nobody is told. */
  readonly endings?: EndingsConfig | false | undefined;
  /** Customers who come back go on with their earlier chat; without it they begin anew. */
  readonly persistent?: PersistentConfig | false | undefined;
  /** How customers are called back; without it they cannot ask for it. */
  readonly callback?: CallbackConfig | undefined;
  /** How a message they leave reaches somebody; without it they can leave none. */
  readonly message?: MessageConfig | undefined;
  /** Tells people from machines before a callback or a message is taken. Everybody is a person without it. */
  readonly verify?: VerifyProof | undefined;
  /** Hears what happens to contacts, in ids, codes and numbers. The log says the same. */
  readonly onEvent?: ((event: BrokerEvent) => void | Promise<void>) | undefined;
  /** The sites, as exact origins. `*` only with `development`. */
  readonly origins: readonly string[];
  /** Key ring: the first signs, all verify. Put a new key in front to rotate. */
  readonly keys: readonly SigningKey[];
  /** Attributes a browser may supply; flows see them as `web_<key>`. None by default. */
  readonly attributes?: Readonly<Record<string, AttributeRule>> | undefined;
  readonly features?: FeatureConfig | undefined;
  /** 60–10,080 minutes, waiting included. Amazon's default (25 h) when left out. */
  readonly chatDurationMinutes?: number | undefined;
  /** When the customer ends the chat, only the agent goes: the customer stays for the disconnect flow, a survey say. */
  readonly disconnectOnCustomerExit?: boolean | undefined;
  /** What a customer without a name is called. Default "Customer". */
  readonly defaultDisplayName?: string | undefined;
  /** Path before `/v1`, such as `/chat`. */
  readonly basePath?: string | undefined;
  /** How many proxies of your own stand before the broker and append to `x-forwarded-for`. Default 0. */
  readonly trustedProxies?: number | undefined;
  /** Per instance of the broker: divide what Amazon allows by their number. */
  readonly limits?: Partial<Limits> | undefined;
  /** Longest time for a whole start, in milliseconds. Default 8,000. */
  readonly startDeadlineMs?: number | undefined;
  /** Amazon Connect stands elsewhere (a simulator, a VPC endpoint). */
  readonly connectEndpoint?: string | undefined;
  /** Handed to browsers: the participant service stands elsewhere. */
  readonly participantEndpoint?: string | undefined;
  /** The SDK's own credential chain when left out, which is what you want on AWS. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined }
    | undefined;
  /** Allows `*`, plain http sites and endpoints. Never in production. */
  readonly development?: boolean | undefined;
}

/** Says what is wrong with a configuration: one sentence per problem, none of them with a value in it. */
export class BrokerConfigError extends Error {
  override readonly name = 'BrokerConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The broker cannot start. ${problems.join(' ')}`);
    this.problems = problems;
  }
}

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const rate = v.strictObject({
  burst: v.pipe(v.number(), v.minValue(1), v.finite()),
  perMinute: v.pipe(v.number(), v.gtValue(0), v.finite()),
});
const key = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,32}$/)),
  secret: v.pipe(v.string(), v.minBytes(32)),
});
const attribute = v.strictObject({
  maxLength: v.optional(whole(1, 8192)),
  pattern: v.optional(v.instance(RegExp)),
  values: v.optional(v.array(v.string())),
});
const alias = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const side = v.picklist(['none', 'agent', 'customer', 'both'] as const satisfies readonly CallSide[]);
const unreserved = v.check((name: string) => !reservedAttributes.includes(name));

const schema = v.strictObject({
  region: v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
  instanceId: text(100),
  chatFlowId: text(500),
  topics: v.optional(v.record(alias, text(500)), {}),
  call: v.optional(
    v.strictObject({
      flowId: text(500),
      topics: v.optional(v.record(alias, text(500)), {}),
      video: v.optional(side, 'both'),
      screenShare: v.optional(side, 'none'),
      keypad: v.optional(v.boolean(), true),
      recorded: v.optional(v.boolean(), false),
    }),
  ),
  queues: v.optional(queuesSchema, {}),
  waiting: v.optional(waitingSchema, false),
  articles: v.optional(articlesSchema, []),
  hoursSeconds: v.optional(whole(1, 3_600), 600),
  endings: v.optional(endingsSchema, false),
  persistent: v.optional(persistentSchema, false),
  callback: v.optional(callbackSchema),
  message: v.optional(messageSchema),
  verify: v.optional(verifySchema),
  onEvent: v.optional(eventSchema),
  origins: v.pipe(v.array(v.string()), v.minLength(1)),
  keys: v.pipe(
    v.tupleWithRest([key], key),
    v.check((ring) => new Set(ring.map(({ id }) => id)).size === ring.length),
  ),
  attributes: v.optional(v.record(v.pipe(alias, unreserved), attribute), {}),
  features: v.optional(
    v.strictObject({
      attachments: v.optional(v.boolean(), false),
      markdown: v.optional(v.boolean(), false),
      typing: v.optional(v.boolean(), true),
      receipts: v.optional(v.boolean(), false),
      interactive: v.optional(v.boolean(), false),
      maxMessageBytes: v.optional(whole(1, 16_384), 1024),
    }),
    {},
  ),
  chatDurationMinutes: v.optional(whole(60, 10_080)),
  disconnectOnCustomerExit: v.optional(v.boolean(), false),
  defaultDisplayName: v.optional(text(256), 'Customer'),
  basePath: v.optional(v.pipe(v.string(), v.regex(/^(\/[\w.~-]+)*$/)), ''),
  trustedProxies: v.optional(whole(0, 10), 0),
  limits: v.optional(
    v.strictObject({
      callsPerAddress: v.optional(rate, defaultLimits.callsPerAddress),
      startsPerAddress: v.optional(rate, defaultLimits.startsPerAddress),
      startsPerVisitor: v.optional(rate, defaultLimits.startsPerVisitor),
      starts: v.optional(rate, defaultLimits.starts),
      callStarts: v.optional(rate, defaultLimits.callStarts),
      rejoinsPerCall: v.optional(rate, defaultLimits.rejoinsPerCall),
      readsPerContact: v.optional(rate, defaultLimits.readsPerContact),
      connections: v.optional(rate, defaultLimits.connections),
    }),
    {},
  ),
  startDeadlineMs: v.optional(whole(50, 25_000), 8_000),
  connectEndpoint: v.optional(v.pipe(v.string(), v.url())),
  participantEndpoint: v.optional(v.pipe(v.string(), v.url())),
  credentials: v.optional(
    v.strictObject({ accessKeyId: text(128), secretAccessKey: text(4096), sessionToken: v.optional(text(8192)) }),
  ),
  development: v.optional(v.boolean(), false),
});

/** A configuration that has been checked, every default filled in. */
export type CheckedConfig = v.InferOutput<typeof schema>;
export type CheckedCallConfig = NonNullable<CheckedConfig['call']>;

const sentences: Readonly<Record<keyof CheckedConfig, string>> = {
  region: 'region must be an AWS region, such as eu-central-1.',
  instanceId: 'instanceId must be the id or ARN of an Amazon Connect instance.',
  chatFlowId: 'chatFlowId must be the id or ARN of the flow that chats start with.',
  topics: 'topics must map aliases (letters, digits, - and _) to flow ids.',
  call: 'call must be {flowId, topics, video, screenShare, keypad, recorded}: the flow that calls start with, flows for topics, none, agent, customer or both, and true or false.',
  ...queuesSentences,
  ...endingsSentences,
  ...leaveSentences,
  ...eventSentences,
  origins: 'origins must list at least one site that may open chats.',
  keys: 'keys must hold at least one {id, secret}, every id once, every secret at least 32 bytes long.',
  attributes:
    'attributes must map names (letters, digits, - and _; not locale, media or topic) to {maxLength, pattern, values}.',
  features: 'features must be switches, and maxMessageBytes a whole number from 1 to 16384.',
  chatDurationMinutes: 'chatDurationMinutes must be a whole number from 60 to 10080.',
  disconnectOnCustomerExit: 'disconnectOnCustomerExit must be true or false.',
  defaultDisplayName: 'defaultDisplayName must have 1 to 256 characters.',
  basePath: 'basePath must be a path such as /chat, without a slash at its end.',
  trustedProxies: 'trustedProxies must be a whole number from 0 to 10.',
  limits: 'limits must be {burst, perMinute} with numbers above 0 (burst at least 1).',
  startDeadlineMs: 'startDeadlineMs must be a whole number from 50 to 25000.',
  connectEndpoint: 'connectEndpoint must be an absolute URL.',
  participantEndpoint: 'participantEndpoint must be an absolute URL.',
  credentials: 'credentials must be {accessKeyId, secretAccessKey, sessionToken}, or be left out.',
  development: 'development must be true or false.',
};

/** Checks a configuration. Throws BrokerConfigError with every problem there is. */
export function checkConfig(config: BrokerConfig): CheckedConfig {
  const { success, output, issues } = v.safeParse(schema, config);
  if (!success) {
    const problems = issues.map(({ path }) => {
      const name = String(path?.[0]?.key);
      return Object.hasOwn(sentences, name)
        ? sentences[name as keyof CheckedConfig]
        : `The configuration holds a setting the broker does not know.`;
    });
    throw new BrokerConfigError([...new Set(problems)]);
  }
  const problems = output.development ? [] : unsafeIn(output);
  if (output.origins.some((origin) => origin !== '*' && !isOrigin(origin))) {
    problems.push('Every origin must be exact, such as https://www.example.com: no path, no slash at its end.');
  }
  if (problems.length > 0) throw new BrokerConfigError(problems);
  return output;
}

function unsafeIn({ origins, connectEndpoint, participantEndpoint }: CheckedConfig): string[] {
  const problems: string[] = [];
  if (origins.includes('*')) problems.push('The origin * is allowed in development only: list your sites.');
  if (origins.some(isPlain)) problems.push('Sites must be https (or this machine) outside development.');
  for (const [name, url] of Object.entries({ connectEndpoint, participantEndpoint })) {
    if (url && isPlain(url)) problems.push(`${name} must be https (or this machine) outside development.`);
  }
  return problems;
}

function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);
}

/** http to anywhere but this machine. */
function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol !== 'https:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
