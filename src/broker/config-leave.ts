import * as v from 'valibot';

/** What a callback's hook is told. */
export interface CallbackRequest {
  /** The same for every repeat of one intent: whoever makes a call for it remembers it. */
  readonly id: string;
  /** What the customer is told it can be named by, unless the hook answers with another one. */
  readonly reference: string;
  /** E.164. */
  readonly phone: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly note: string | undefined;
  readonly displayName: string;
  readonly topic: string | undefined;
  readonly locale: string | undefined;
  /** The contact it grew out of. */
  readonly contactId: string | undefined;
}

/** What a callback's hook answers. */
export interface CallbackReceipt {
  /** 1 to 64 characters. */
  readonly reference?: string | undefined;
}

interface ByTask {
  readonly kind: 'task';
  /** The flow that tasks start with. */
  readonly flowId: string;
  /** What agents see it as. Default "Callback", or "Message". */
  readonly name?: string | undefined;
}

interface ByVoice {
  readonly kind: 'voice';
  /** The outbound flow. */
  readonly flowId: string;
  /** The number that is shown, or the queue whose number is. One of them. */
  readonly sourcePhoneNumber?: string | undefined;
  readonly queueId?: string | undefined;
  /** Country codes that may be called, such as `+49`. At least one. */
  readonly countries: readonly string[];
}

interface ByFlow {
  readonly kind: 'flow';
  /** The flow of a call that sets the callback's number from `callbackNumber` and goes to a callback queue. */
  readonly flowId: string;
}

interface ByHook {
  readonly kind: 'hook';
  /** Rejects, or answers, within five seconds. Called again with the same `id` when nobody knows whether it worked. */
  readonly call: (request: CallbackRequest, signal: AbortSignal) => Promise<CallbackReceipt | undefined>;
}

interface LeaveLimits {
  /** Most a day, all customers together, per instance. Default 500; 50 for `voice`. */
  readonly perDay?: number | undefined;
}

interface CallbackCommon extends LeaveLimits {
  /** Country codes that are taken, such as `+49`. Default all, but none for `voice`. */
  readonly countries?: readonly string[] | undefined;
}

/**
 * How a customer is called back. `task`: an agent gets a task and calls. `voice`: the phone rings at once, then the
 * customer waits on it. `flow`: a callback queue of your own. `hook`: your own system.
 */
export type CallbackConfig = CallbackCommon & (ByTask | ByVoice | ByFlow | ByHook);

interface ByEmail {
  readonly kind: 'email';
  /** An e-mail address of the instance. */
  readonly address: string;
  /** Begins the subject. Default "Message". */
  readonly subject?: string | undefined;
}

/** How a message that a customer leaves reaches somebody. */
export type MessageConfig = LeaveLimits & (ByTask | ByEmail);

/** A request that leaves something behind, as a check against machines sees it. */
export interface Proof {
  /** What the page sent; undefined when it sent nothing. */
  readonly token: string | undefined;
  /** The client's address; of IPv6 the /64. */
  readonly address: string;
  readonly action: 'callback' | 'message';
}

/** Resolves with whether it is a person. A rejection is a no that may be tried again. */
export type VerifyProof = (proof: Proof, signal: AbortSignal) => Promise<boolean>;

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const country = v.pipe(v.string(), v.regex(/^\+[1-9]\d{0,6}$/));
const number = v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/));
const perDay = (usual: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)), usual);
const common = { countries: v.optional(v.array(country)), perDay: perDay(500) };

// A function of the site's: what it answers is checked when it does.
const hook = v.custom<ByHook['call']>((value) => typeof value === 'function');

export const callbackSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('task'), flowId: text(500), name: v.optional(text(256), 'Callback'), ...common }),
  v.pipe(
    v.strictObject({
      kind: v.literal('voice'),
      flowId: text(500),
      sourcePhoneNumber: v.optional(number),
      queueId: v.optional(text(256)),
      countries: v.pipe(v.array(country), v.minLength(1)),
      perDay: perDay(50),
    }),
    v.check(({ sourcePhoneNumber, queueId }) => (sourcePhoneNumber === undefined) !== (queueId === undefined)),
  ),
  v.strictObject({ kind: v.literal('flow'), flowId: text(500), ...common }),
  v.strictObject({ kind: v.literal('hook'), call: hook, ...common }),
]);

/** What Amazon Connect takes as the address of an e-mail, without what would mean something in a header. */
export const emailAddress = v.pipe(
  v.string(),
  v.maxLength(254),
  v.regex(/^[^\s@<>"(),:;\\[\]\p{Cc}]+@[\w.-]+\.[\w-]+$/u),
);

export const messageSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('task'),
    flowId: text(500),
    name: v.optional(text(256), 'Message'),
    perDay: perDay(500),
  }),
  v.strictObject({
    kind: v.literal('email'),
    address: emailAddress,
    subject: v.optional(text(64), 'Message'),
    perDay: perDay(500),
  }),
]);

export const verifySchema = v.custom<VerifyProof>((value) => typeof value === 'function');

export type CheckedCallback = v.InferOutput<typeof callbackSchema>;
export type CheckedMessage = v.InferOutput<typeof messageSchema>;

export const leaveSentences = {
  callback:
    'callback must be one of {kind: task, flowId, name}, {kind: voice, flowId, sourcePhoneNumber or queueId, countries}, {kind: flow, flowId} and {kind: hook, call}, each with countries (such as +49) and perDay if you like.',
  message:
    'message must be {kind: task, flowId, name} or {kind: email, address, subject}, each with perDay if you like.',
  verify: 'verify must be a function that resolves with true for a person.',
} as const;
