import type { EndBody, EndFigures, NextStep } from '../protocol/after.js';
import type { CheckedEndings } from './config-endings.js';
import type { ContactRecord } from './contact-record.js';
import { classify } from './end-class.js';
import type { Ended } from './find-end.js';

export interface ReportRules {
  readonly endings: CheckedEndings;
  /** Whether customers can go on with an earlier chat. */
  readonly persistent: boolean;
}

/** What an end comes to under a site's rules. */
export interface Outcome {
  readonly class: EndBody['class'];
  readonly next: NextStep;
}

/** The next step where the site does not offer what would be best. */
export function outcomeOf({ counted }: Ended, { endings, persistent }: ReportRules): Outcome {
  const { class: why, next } = classify(counted.channel, counted.disconnectReason, counted);
  if (next === 'requeue' && !endings.requeue) return { class: why, next: 'start' };
  if (next === 'continue' && !persistent) return { class: why, next: 'start' };
  return { class: why, next };
}

/** Only this leaves the broker: the class, the next step, and the figures the site allows. */
export function endBody(ended: Ended, rules: ReportRules, initial: ContactRecord | undefined): EndBody {
  const { class: why, next } = outcomeOf(ended, rules);
  const { rating, requeue, show } = rules.endings;
  const automatic = next === 'requeue' && requeue && requeue.automatic;
  const figures = show.length > 0 ? figuresOf(ended, rules.endings, initial) : undefined;
  return {
    class: why,
    next,
    ...(automatic && { automaticAfterMs: requeue.pauseMs }),
    // Whoever goes back into the queue is not through yet, and whoever met nobody has nothing to say about it.
    rating: rating && next !== 'requeue' && ended.counted.connectedAt !== undefined,
    ...(figures && { figures }),
  };
}

const issues: Readonly<Record<string, NonNullable<EndFigures['qualityIssues']>[number]>> = {
  HighPacketLoss: 'packet-loss',
  HighRoundTripTime: 'round-trip-time',
  HighJitterBuffer: 'jitter',
};

/** `initial`: the first segment, when it is known: that is where the contact, and the wait, began. */
function figuresOf({ last, counted, at }: Ended, { show }: CheckedEndings, initial = counted): EndFigures {
  const began = initial.initiatedAt;
  const met = initial.connectedAt === undefined ? counted : initial;
  const queued = met.enqueuedAt ?? met.initiatedAt;
  const answered = met.agentFirstResponseAt ?? met.connectedAt;
  return {
    ...(show.includes('duration') && began !== undefined && { durationSeconds: seconds(at - began) }),
    ...(show.includes('first-response') &&
      queued !== undefined &&
      answered !== undefined && { firstResponseSeconds: seconds(answered - queued) }),
    ...(show.includes('quality') && {
      qualityIssues: [...new Set([...counted.customerAudioIssues, ...last.customerAudioIssues])].flatMap((name) =>
        Object.hasOwn(issues, name) && issues[name] ? [issues[name]] : [],
      ),
    }),
  };
}

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));
