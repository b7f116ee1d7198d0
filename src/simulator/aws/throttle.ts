import { serviceError, type Operation } from '../wire.js';
import type { World } from '../world.js';

/** How often an operation may be called: a bucket of `burst` tokens that fills at `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
  /** The error an operation of this rate declares for too many requests. */
  readonly error: 'ThrottlingException' | 'TooManyRequestsException';
}

/** What operations without a documented rate have. */
export const usualRate: Rate = { perSecond: 2, burst: 5, error: 'ThrottlingException' };

const throttling = (perSecond: number, burst: number): Rate => ({ perSecond, burst, error: 'ThrottlingException' });
const tooMany = (perSecond: number, burst: number): Rate => ({ perSecond, burst, error: 'TooManyRequestsException' });

/**
 * Documented rates (Amazon Connect service quotas): of the control plane for the whole account and region, of the
 * participant service for the whole instance.
 */
export const rates: Readonly<Record<string, Rate>> = {
  StartChatContact: tooMany(5, 8),
  StartWebRTCContact: tooMany(2, 5),
  DescribeContact: throttling(10, 15),
  GetContactMetrics: throttling(2, 5),
  GetCurrentMetricData: throttling(5, 8),
  StopContact: tooMany(10, 15),
  CreateParticipant: throttling(5, 8),
  UpdateContactAttributes: tooMany(10, 15),
  GetContactAttributes: tooMany(10, 15),
  UpdateContactRoutingData: throttling(20, 20),
  CreatePersistentContactAssociation: throttling(5, 8),
  GetEffectiveHoursOfOperations: throttling(2, 5),
  DescribeQueue: throttling(2, 5),
  ListAssociatedContacts: throttling(2, 5),
  StartTaskContact: throttling(2, 5),
  StartEmailContact: throttling(2, 5),
  StartOutboundVoiceContact: tooMany(2, 5),
  StartOutboundChatContact: throttling(2, 5),

  CreateParticipantConnection: throttling(6, 9),
  SendMessage: throttling(10, 15),
  SendEvent: throttling(10, 15),
  GetTranscript: throttling(8, 12),
  GetAttachment: throttling(8, 12),
  StartAttachmentUpload: throttling(2, 5),
  CompleteAttachmentUpload: throttling(2, 5),
  DisconnectParticipant: throttling(3, 5),
};

/** A token is whole although its sixths, added up, are not quite. */
const roundingError = 1e-6;

/** Takes one token for a call; throws the operation's throttling error when its bucket is empty. */
export type Throttle = (operation: Pick<Operation, 'name'>) => void;

/** Token buckets on the world's clock. The knob `throttling` turns them off; a reset of the world fills them. */
export function createThrottle(world: World): Throttle {
  const buckets = new Map<string, { tokens: number; at: number }>();
  world.on((event) => {
    if (event.type === 'reset') buckets.clear();
  });
  return ({ name }) => {
    const { throttling, sendRates } = world.faults.knobs;
    if (!throttling) return;
    const rate = rates[name] ?? usualRate;
    const key = sendRates === 'shared' && name === 'SendEvent' ? 'SendMessage' : name;
    const now = world.now();
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
    buckets.set(key, bucket);
    const refill = (Math.max(0, now - bucket.at) / 1000) * rate.perSecond;
    bucket.tokens = Math.min(rate.burst, bucket.tokens + refill);
    bucket.at = now;
    if (bucket.tokens < 1 - roundingError) throw serviceError(rate.error, 'Rate exceeded');
    bucket.tokens -= 1;
  };
}
