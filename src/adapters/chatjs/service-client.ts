import { browserChance } from '../browser/chance.js';

/**
 * Amazon Connect's participant service, as amazon-connect-chatjs calls it: what our builds put in the place of the AWS
 * SDK it carries, under the same names (`.config/rollup/lean-chatjs`). Of the 32 kB of the SDK nearly everything leads to
 * a signature, made with empty keys, which the service does not ask customers for: the bearer is the whole credential.
 *
 * Requests, answers and failures are those of the SDK in amazon-connect-chatjs 5.0.0; one suite asks both. Left out
 * besides the signature and what goes with it: the SDK's own words in the user agent, and its further attempts, which the
 * other copy is kept from, too (`single-attempts`). Added: a time limit, which the SDK has none of.
 */

type Members = Readonly<Record<string, unknown>>;

/**
 * How long a call may take, in milliseconds: a second longer than anybody waits for it. One that hung for ever would keep
 * one of the browser's six connections to the service.
 */
const callMs = 16_000;

/** One call. */
interface Command {
  /** Below `/participant/`. */
  readonly path: string;
  readonly bearer: unknown;
  readonly body: string;
  /** Whether the answer has members; whatever comes instead of none is not looked at. */
  readonly isAnswered: boolean;
}

interface Options {
  /** The service knows a repetition by its ClientToken: one is made where the caller gave none. */
  readonly isOnce?: boolean;
  readonly isAnswered?: boolean;
}

/** Leaves out what is null, everywhere: for `JSON.parse` and `JSON.stringify`. */
const withoutNulls = (_key: string, value: unknown): unknown =>
  Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : (value ?? undefined);

const post = (path: string, { isOnce = false, isAnswered = true }: Options = {}) =>
  class implements Command {
    readonly path = path;
    readonly isAnswered = isAnswered;
    readonly bearer: unknown;
    readonly body: string;

    constructor({ ConnectionToken, ParticipantToken, ...input }: Members) {
      this.bearer = ConnectionToken ?? ParticipantToken;
      const { ClientToken = isOnce ? browserChance.newId() : undefined } = input;
      this.body = JSON.stringify({ ...input, ClientToken }, withoutNulls);
    }
  };

/** How a call rejects when the service said no: read by its name and its status. */
class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** What an answer says. Whatever is no JSON object rejects as the SDK does, with a SyntaxError or a TypeError. */
async function membersOf(response: Response): Promise<Members> {
  const text = await response.text();
  const members: unknown = text ? JSON.parse(text, withoutNulls) : {};
  if (typeof members !== 'object' || members === null || Array.isArray(members)) throw new TypeError('No object');
  return members as Members;
}

/** The first of these that is there, as text. */
const first = (...values: readonly unknown[]): string =>
  values.find((value) => typeof value === 'string' || typeof value === 'number')?.toString() ?? '';

async function errorIn(response: Response): Promise<ServiceError> {
  const { code, __type: type, message, Message } = await membersOf(response);
  const [full = ''] = first(response.headers.get('x-amzn-errortype'), code, type).split(/[,:]/);
  const [space, name = space] = full.split('#');
  return new ServiceError(name || String(response.status), first(message, Message) || 'UnknownError', response.status);
}

class ConnectParticipantClient {
  readonly #base: string;
  readonly #userAgent: string;

  constructor({ endpoint, customUserAgent }: { readonly endpoint: string; readonly customUserAgent: string }) {
    this.#base = new URL(endpoint).href.replace(/\/$/, '');
    this.#userAgent = customUserAgent.replaceAll(' ', '-');
  }

  /** Makes the call once: whoever called knows better when to try again. */
  async send(command: Command): Promise<Members> {
    const abort = new AbortController();
    const late = setTimeout(() => abort.abort(), callMs);
    try {
      return await this.#answer(command, abort.signal);
    } finally {
      clearTimeout(late);
    }
  }

  async #answer({ path, bearer, body, isAnswered }: Command, signal: AbortSignal): Promise<Members> {
    const response = await fetch(`${this.#base}/participant/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(typeof bearer === 'string' && { 'x-amz-bearer': bearer }),
        'x-amz-user-agent': this.#userAgent,
      },
      body,
      signal,
    });
    if (response.status >= 300) throw await errorIn(response);
    if (isAnswered) return membersOf(response);
    await response.text();
    return {};
  }
}

/** What amazon-connect-chatjs takes from the AWS SDK, of what is left of it. */
export const participantSdk = {
  ConnectParticipantClient,
  CreateParticipantConnectionCommand: post('connection'),
  DisconnectParticipantCommand: post('disconnect', { isOnce: true, isAnswered: false }),
  GetTranscriptCommand: post('transcript'),
  SendEventCommand: post('event', { isOnce: true }),
  SendMessageCommand: post('message', { isOnce: true }),
};
