import type { Rate } from './bucket.js';
import { afterFromEnvironment } from './environment-after.js';
import { environmentReader, splitAt } from './environment-reader.js';
import type { BrokerConfig, CallConfig, CallSide, FeatureConfig } from './config.js';
import type { AttributeRule } from './start-request.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a broker's configuration from environment variables. What is wrong is told by `createBroker`.
 *
 * Needed:
 * - `DESKBELL_REGION` (or `AWS_REGION`), `DESKBELL_INSTANCE_ID`, `DESKBELL_CHAT_FLOW_ID`
 * - `DESKBELL_ORIGINS`: the sites, separated by commas: `https://www.example.com,https://shop.example.com`
 * - `DESKBELL_KEYS`: `id:secret`, newest first, separated by commas; every secret at least 32 bytes, no comma in it
 *
 * Optional:
 * - `DESKBELL_TOPICS`: `alias=flow id`, separated by commas
 * - `DESKBELL_CALL_FLOW_ID`: the flow calls start with; without it there are no calls
 * - `DESKBELL_CALL_TOPICS`: `alias=flow id` for topics whose calls have a flow of their own
 * - `DESKBELL_CALL_VIDEO` (`both`), `DESKBELL_CALL_SCREEN_SHARE` (`none`): who may, of `none`, `agent`, `customer`, `both`
 * - `DESKBELL_CALL_KEYPAD` (`true`), `DESKBELL_CALL_RECORDED` (`false`)
 * - `DESKBELL_QUEUES`: JSON, `{"alias": {"queueId": "…"}}`, and whatever else `BrokerConfig.queues` knows
 * - `DESKBELL_WAITING`: `true`, or JSON as `BrokerConfig.waiting`: customers are told where they stand while they wait
 * - `DESKBELL_ARTICLES`: JSON, `[{"title": {"en": "…"}, "url": "…"}]`
 * - `DESKBELL_HOURS_SECONDS` (600): how long hours of operation are good
 * - `DESKBELL_ATTRIBUTES`: attributes pages may send, `name` or `name:longest value`, separated by commas
 * - `DESKBELL_FEATURES`: what contacts can do, of `attachments,markdown,typing,receipts,interactive`; default `typing`
 * - `DESKBELL_DISCONNECT_ON_CUSTOMER_EXIT`: `true` keeps the customer for the disconnect flow
 * - `DESKBELL_MAX_MESSAGE_BYTES` (1024), `DESKBELL_CHAT_MINUTES` (Amazon's 25 h), `DESKBELL_DEFAULT_DISPLAY_NAME`
 * - what comes after a contact, or instead of one: see `afterFromEnvironment`
 * - `DESKBELL_BASE_PATH`: path before `/v1`
 * - `DESKBELL_TRUSTED_PROXIES` (0): own proxies that append to `x-forwarded-for`
 * - `DESKBELL_STARTS_PER_ADDRESS` (5): new chats, and new calls, per 10 minutes and client network
 * - `DESKBELL_STARTS_PER_SECOND` (4), `DESKBELL_CALLS_PER_SECOND` (1.6): all starts of this instance
 * - `DESKBELL_CONNECTIONS_PER_SECOND` (5): customers who connect again after an outage, of this instance
 * - `DESKBELL_CONNECT_ENDPOINT`, `DESKBELL_PARTICIPANT_ENDPOINT`: a simulator or a VPC endpoint
 * - `DESKBELL_DEVELOPMENT`: `true` allows `*` and plain http
 *
 * AWS credentials come from where the AWS SDK looks for them: a role, or `AWS_ACCESS_KEY_ID` and its companions.
 */
export function configFromEnvironment(environment: Environment): BrokerConfig {
  const reader = environmentReader(environment);
  const { read, list, number, flag, map, json } = reader;
  /** Also from half of its variables, so that checking the configuration finds what is missing. */
  const call = (): CallConfig | undefined => {
    const said = ['FLOW_ID', 'TOPICS', 'VIDEO', 'SCREEN_SHARE', 'KEYPAD', 'RECORDED'].some((name) =>
      read(`CALL_${name}`),
    );
    if (!said) return undefined;
    return {
      flowId: read('CALL_FLOW_ID') ?? '',
      topics: map('CALL_TOPICS'),
      video: read('CALL_VIDEO') as CallSide | undefined,
      screenShare: read('CALL_SCREEN_SHARE') as CallSide | undefined,
      keypad: flag('CALL_KEYPAD'),
      recorded: flag('CALL_RECORDED'),
    };
  };
  const perAddress = number('STARTS_PER_ADDRESS');
  const perSecond = number('STARTS_PER_SECOND');
  const callsPerSecond = number('CALLS_PER_SECOND');
  const connectionsPerSecond = number('CONNECTIONS_PER_SECOND');
  return {
    region: read('REGION') ?? environment['AWS_REGION'] ?? '',
    instanceId: read('INSTANCE_ID') ?? '',
    chatFlowId: read('CHAT_FLOW_ID') ?? '',
    topics: map('TOPICS'),
    call: call(),
    queues: json('QUEUES') as BrokerConfig['queues'],
    waiting: waiting(json('WAITING')),
    articles: json('ARTICLES') as BrokerConfig['articles'],
    hoursSeconds: number('HOURS_SECONDS'),
    ...afterFromEnvironment(reader),
    origins: list('ORIGINS'),
    keys: list('KEYS').map((entry) => {
      const [id, secret] = splitAt(entry, ':');
      return { id, secret };
    }),
    attributes: Object.fromEntries(list('ATTRIBUTES').map(attribute)),
    features: features(list('FEATURES'), number('MAX_MESSAGE_BYTES')),
    chatDurationMinutes: number('CHAT_MINUTES'),
    disconnectOnCustomerExit: flag('DISCONNECT_ON_CUSTOMER_EXIT'),
    defaultDisplayName: read('DEFAULT_DISPLAY_NAME'),
    basePath: read('BASE_PATH'),
    trustedProxies: number('TRUSTED_PROXIES'),
    limits: {
      ...(perAddress !== undefined && { startsPerAddress: { burst: perAddress, perMinute: perAddress / 10 } }),
      ...(perSecond !== undefined && { starts: steady(perSecond) }),
      ...(callsPerSecond !== undefined && { callStarts: steady(callsPerSecond) }),
      ...(connectionsPerSecond !== undefined && { connections: steady(connectionsPerSecond) }),
    },
    connectEndpoint: read('CONNECT_ENDPOINT'),
    participantEndpoint: read('PARTICIPANT_ENDPOINT'),
    development: flag('DEVELOPMENT'),
  };
}

/** `true` is everything as it is by default. */
const waiting = (said: unknown): BrokerConfig['waiting'] => (said === true ? {} : said) as BrokerConfig['waiting'];

const steady = (perSecond: number): Rate => ({ burst: Math.max(1, perSecond * 1.5), perMinute: perSecond * 60 });

function attribute(entry: string): [string, AttributeRule] {
  const [name, most] = splitAt(entry, ':');
  return [name, most === '' ? {} : { maxLength: Number(most) }];
}

/** A word that is no feature is kept, so that checking the configuration finds it. */
function features(names: readonly string[], maxMessageBytes: number | undefined): FeatureConfig {
  const listed = names.length > 0 ? { typing: false, ...Object.fromEntries(names.map((name) => [name, true])) } : {};
  return { ...listed, maxMessageBytes };
}
