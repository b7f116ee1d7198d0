import * as v from 'valibot';
import type { RequeueMode } from '../protocol/after.js';

/** What a page may show of a contact that is over. */
export type EndFigure = 'duration' | 'first-response' | 'quality';

/** How much of an earlier chat a new one brings along: all of it, or up to the part where somebody was talked to. */
export type Rehydration = 'ENTIRE_PAST_SESSION' | 'FROM_SEGMENT';

/** The way back after an end that was nobody's wish. */
export interface RequeueConfig {
  /** Default `fast`: at once, what was said before follows. `continuous`: with the past conversation, a minute later. */
  readonly mode?: RequeueMode | undefined;
  /** Whether it happens by itself after a pause. Default true. */
  readonly automatic?: boolean | undefined;
  /** How long that pause is, in milliseconds; the customer may object during it. Default 5,000. */
  readonly pauseMs?: number | undefined;
  /** Most seconds of waiting that are credited. Default 3,600. */
  readonly mostCreditSeconds?: number | undefined;
}

/** What customers are told about ends, and offered after them. */
export interface EndingsConfig {
  /** `false`: nobody is brought back into the queue. */
  readonly requeue?: RequeueConfig | false | undefined;
  /** Whether the customer is asked what they thought of it. Default false. */
  readonly rating?: boolean | undefined;
  /** What pages may show of a contact that is over. Default nothing. */
  readonly show?: readonly EndFigure[] | undefined;
}

/** Lets customers go on with an earlier chat when they come back. */
export interface PersistentConfig {
  /** Default `ENTIRE_PAST_SESSION`. */
  readonly rehydration?: Rehydration | undefined;
  /** How long after its start a chat can be gone on with, 1–365 days. Default 30. */
  readonly days?: number | undefined;
}

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const figures = ['duration', 'first-response', 'quality'] as const satisfies readonly EndFigure[];
const rehydrations = ['ENTIRE_PAST_SESSION', 'FROM_SEGMENT'] as const satisfies readonly Rehydration[];

export const endingsSchema = v.union([
  v.literal(false),
  v.strictObject({
    requeue: v.optional(
      v.union([
        v.literal(false),
        v.strictObject({
          mode: v.optional(v.picklist(['fast', 'continuous'] as const satisfies readonly RequeueMode[]), 'fast'),
          automatic: v.optional(v.boolean(), true),
          pauseMs: v.optional(whole(0, 60_000), 5_000),
          mostCreditSeconds: v.optional(whole(0, 86_400), 3_600),
        }),
      ]),
      {},
    ),
    rating: v.optional(v.boolean(), false),
    show: v.optional(v.array(v.picklist(figures)), []),
  }),
]);

export const persistentSchema = v.union([
  v.literal(false),
  v.strictObject({
    rehydration: v.optional(v.picklist(rehydrations), 'ENTIRE_PAST_SESSION'),
    days: v.optional(whole(1, 365), 30),
  }),
]);

export type CheckedEndings = Exclude<v.InferOutput<typeof endingsSchema>, false>;
export type CheckedRequeue = Exclude<CheckedEndings['requeue'], false>;
export type CheckedPersistent = Exclude<v.InferOutput<typeof persistentSchema>, false>;

export const endingsSentences = {
  endings:
    'endings must be false, or {requeue: {mode, automatic, pauseMs, mostCreditSeconds}, rating, show} with show a list of duration, first-response and quality.',
  persistent: 'persistent must be false, or {rehydration, days}: ENTIRE_PAST_SESSION or FROM_SEGMENT, and 1 to 365.',
} as const;
