import type { EndFigure, EndingsConfig, PersistentConfig, Rehydration, RequeueConfig } from './config-endings.js';
import type { CallbackConfig, MessageConfig } from './config-leave.js';
import type { EnvironmentReader } from './environment-reader.js';
import { webhook } from './webhook.js';

/**
 * What comes after a contact, or instead of one. A variable without the one that turns its part on is told by the check of
 * the configuration, as is a word that is none.
 *
 * - `DESKBELL_ENDINGS`: `true` tells customers why a contact ended
 * - `DESKBELL_REQUEUE` (`fast`): the way back into the queue, `fast`, `continuous` or `off`
 * - `DESKBELL_REQUEUE_AUTOMATIC` (`true`), `DESKBELL_REQUEUE_PAUSE_MS` (5000), `DESKBELL_REQUEUE_MOST_CREDIT` (3600 s)
 * - `DESKBELL_RATING` (`false`), `DESKBELL_SHOW`: of `duration,first-response,quality`
 * - `DESKBELL_PERSISTENT`: `ENTIRE_PAST_SESSION` or `FROM_SEGMENT`; `DESKBELL_PERSISTENT_DAYS` (30)
 * - `DESKBELL_CALLBACK`: `task`, `voice`, `flow` or `hook`; `DESKBELL_CALLBACK_FLOW_ID`, `_NUMBER`, `_QUEUE_ID`, `_COUNTRIES`,
 *   `_PER_DAY`; for `hook` `DESKBELL_CALLBACK_URL` and `DESKBELL_CALLBACK_SECRET`
 * - `DESKBELL_MESSAGE`: `task` or `email`; `DESKBELL_MESSAGE_FLOW_ID`, `_ADDRESS`, `_SUBJECT`, `_PER_DAY`
 */
export function afterFromEnvironment(reader: EnvironmentReader): {
  readonly endings: EndingsConfig | false | undefined;
  readonly persistent: PersistentConfig | false | undefined;
  readonly callback: CallbackConfig | undefined;
  readonly message: MessageConfig | undefined;
} {
  return {
    endings: endings(reader),
    persistent: persistent(reader),
    callback: callback(reader),
    message: message(reader),
  };
}

function endings({ read, list, number, flag }: EnvironmentReader): EndingsConfig | false | undefined {
  const wanted = flag('ENDINGS');
  if (wanted !== true) {
    const half = ['REQUEUE', 'RATING', 'SHOW'].some((name) => read(name) !== undefined);
    return half ? halfSet : wanted;
  }
  const requeue: RequeueConfig = {
    mode: read('REQUEUE') as RequeueConfig['mode'],
    automatic: flag('REQUEUE_AUTOMATIC'),
    pauseMs: number('REQUEUE_PAUSE_MS'),
    mostCreditSeconds: number('REQUEUE_MOST_CREDIT'),
  };
  return {
    requeue: read('REQUEUE') === 'off' ? false : requeue,
    rating: flag('RATING'),
    show: list('SHOW') as EndFigure[],
  };
}

/** No setting of endings: the check refuses it, and says what is expected. */
const halfSet = 'DESKBELL_ENDINGS is not set' as unknown as EndingsConfig;

function persistent({ read, number }: EnvironmentReader): PersistentConfig | undefined {
  const rehydration = read('PERSISTENT');
  if (rehydration === undefined) return undefined;
  return { rehydration: rehydration as Rehydration, days: number('PERSISTENT_DAYS') };
}

function callback({ read, list, number }: EnvironmentReader): CallbackConfig | undefined {
  const kind = read('CALLBACK');
  if (kind === undefined) return undefined;
  const countries = list('CALLBACK_COUNTRIES');
  const common = { perDay: number('CALLBACK_PER_DAY'), ...(countries.length > 0 && { countries }) };
  const flowId = read('CALLBACK_FLOW_ID') ?? '';
  if (kind === 'hook') {
    return { kind, call: webhook(read('CALLBACK_URL') ?? '', read('CALLBACK_SECRET') ?? ''), ...common };
  }
  if (kind !== 'voice') return { kind: kind as 'task', flowId, ...common };
  const { perDay } = common;
  return {
    kind,
    flowId,
    sourcePhoneNumber: read('CALLBACK_NUMBER'),
    queueId: read('CALLBACK_QUEUE_ID'),
    countries,
    perDay,
  };
}

function message({ read, number }: EnvironmentReader): MessageConfig | undefined {
  const kind = read('MESSAGE');
  if (kind === undefined) return undefined;
  const perDay = number('MESSAGE_PER_DAY');
  if (kind === 'email')
    return { kind, address: read('MESSAGE_ADDRESS') ?? '', subject: read('MESSAGE_SUBJECT'), perDay };
  return { kind: kind as 'task', flowId: read('MESSAGE_FLOW_ID') ?? '', perDay };
}
