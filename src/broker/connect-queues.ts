import {
  DescribeQueueCommand,
  GetCurrentMetricDataCommand,
  GetEffectiveHoursOfOperationsCommand,
  type ConnectClient,
  type CurrentMetricResult,
  type EffectiveHoursOfOperations,
} from '@aws-sdk/client-connect';
import { answered, ConnectFailure } from './connect-failure.js';
import type { Channel } from './guards/handle.js';

/** What is known of one queue and one channel. A figure that is not there is one Amazon Connect has not got: not zero. */
export interface QueueReading {
  /** As it was asked for: an id, or an ARN. */
  readonly queueId: string;
  readonly channel: Channel;
  readonly contactsInQueue: number | undefined;
  readonly agentsStaffed: number | undefined;
  readonly agentsAvailable: number | undefined;
  /** Seconds somebody who comes now would wait. */
  readonly etaSeconds: number | undefined;
}

export interface QueueReadings {
  /** When Amazon Connect counted, milliseconds since 1970 by its clock; undefined when it did not say. */
  readonly countedAt: number | undefined;
  /** A queue without agents and without contacts has no reading. */
  readonly readings: readonly QueueReading[];
}

/** Wall-clock times of one date. An end that is not after its start is on the next day. */
export interface OpenSpan {
  /** Minutes since midnight. */
  readonly start: number;
  readonly end: number;
}

export interface EffectiveHours {
  /** IANA. */
  readonly timeZone: string;
  /** In order, holidays and other exceptions applied. A date without spans is closed. */
  readonly dates: readonly { readonly date: string; readonly spans: readonly OpenSpan[] }[];
}

export interface QueueRecord {
  readonly hoursId: string | undefined;
  /** A disabled queue takes no new contacts. */
  readonly enabled: boolean;
}

/** What Amazon Connect is asked about queues. Rejects as ConnectPort does. */
export interface ConnectQueues {
  /** Figures of up to 100 queues, 5–10 seconds old. 5 a second, burst 8. */
  queueFigures(queueIds: readonly string[], channels: readonly Channel[], signal: AbortSignal): Promise<QueueReadings>;
  /** The hours of every date from one to another (`2026-01-31`). 2 a second, burst 5. */
  effectiveHours(hoursId: string, from: string, to: string, signal: AbortSignal): Promise<EffectiveHours>;
  /** 2 a second, burst 5. */
  describeQueue(queueId: string, signal: AbortSignal): Promise<QueueRecord>;
}

const amazons = { chat: 'CHAT', call: 'VOICE' } as const satisfies Record<Channel, string>;
/** Pages of figures that are followed: 100 queues in two channels are two. */
const mostPages = 3;

/** The part of the port to Amazon Connect that knows queues, with the real SDK behind it. */
export function createQueueReads(client: ConnectClient, instanceId: string): ConnectQueues {
  return {
    async queueFigures(queueIds, channels, signal) {
      const results: CurrentMetricResult[] = [];
      let countedAt: number | undefined;
      let next: string | undefined;
      for (let page = 0; page < mostPages && (page === 0 || next !== undefined); page++) {
        const command = new GetCurrentMetricDataCommand({
          InstanceId: instanceId,
          // The estimate is told for these filters and these groupings only.
          Filters: { Queues: [...queueIds], Channels: channels.map((channel) => amazons[channel]) },
          Groupings: ['QUEUE', 'CHANNEL'],
          CurrentMetrics: [
            { Name: 'ESTIMATED_WAIT_TIME', Unit: 'SECONDS' },
            { Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' },
            { Name: 'AGENTS_STAFFED', Unit: 'COUNT' },
            { Name: 'AGENTS_AVAILABLE', Unit: 'COUNT' },
          ],
          MaxResults: 100,
          ...(next !== undefined && { NextToken: next }),
        });
        const sent = client.send(command, { abortSignal: signal });
        const answer = await answered('GetCurrentMetricData', sent, signal);
        // An empty answer would say that nobody works anywhere.
        if (!Array.isArray(answer.MetricResults)) throw incomplete('GetCurrentMetricData');
        results.push(...answer.MetricResults);
        countedAt ??= answer.DataSnapshotTime?.getTime();
        next = answer.NextToken;
      }
      return { countedAt, readings: results.flatMap((result) => readingOf(result, queueIds) ?? []) };
    },
    async effectiveHours(hoursId, from, to, signal) {
      const command = new GetEffectiveHoursOfOperationsCommand({
        InstanceId: instanceId,
        HoursOfOperationId: hoursId,
        FromDate: from,
        ToDate: to,
      });
      const sent = client.send(command, { abortSignal: signal });
      const { EffectiveHoursOfOperationList: list, TimeZone } = await answered(
        'GetEffectiveHoursOfOperations',
        sent,
        signal,
      );
      if (!Array.isArray(list) || !isTimeZone(TimeZone)) throw incomplete('GetEffectiveHoursOfOperations');
      return { timeZone: TimeZone, dates: list.flatMap(datesOf) };
    },
    async describeQueue(queueId, signal) {
      const command = new DescribeQueueCommand({ InstanceId: instanceId, QueueId: queueId });
      const { Queue } = await answered('DescribeQueue', client.send(command, { abortSignal: signal }), signal);
      if (!Queue) throw incomplete('DescribeQueue');
      return { hoursId: Queue.HoursOfOperationId, enabled: Queue.Status !== 'DISABLED' };
    },
  };
}

/** An answer without what it is for. The SDK takes an empty body for a success. */
function incomplete(operation: string): ConnectFailure {
  return new ConnectFailure(operation, { name: 'IncompleteAnswer' });
}

function readingOf(
  { Dimensions, Collections }: CurrentMetricResult,
  queueIds: readonly string[],
): QueueReading | undefined {
  const { Id, Arn } = Dimensions?.Queue ?? {};
  const queueId = queueIds.find((one) => one === Id || one === Arn);
  const channel = Dimensions?.Channel === amazons.chat ? 'chat' : 'call';
  if (queueId === undefined || Dimensions?.Channel !== amazons[channel]) return undefined;
  const figure = (name: string): number | undefined => {
    const value = Collections?.find(({ Metric }) => Metric?.Name === name)?.Value;
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  return {
    queueId,
    channel,
    contactsInQueue: figure('CONTACTS_IN_QUEUE'),
    agentsStaffed: figure('AGENTS_STAFFED'),
    agentsAvailable: figure('AGENTS_AVAILABLE'),
    etaSeconds: figure('ESTIMATED_WAIT_TIME'),
  };
}

function datesOf({ Date: date, OperationalHours }: EffectiveHoursOfOperations): EffectiveHours['dates'] {
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date)) return [];
  const minutes = (time: { readonly Hours?: number | undefined; readonly Minutes?: number | undefined } | undefined) =>
    (time?.Hours ?? 0) * 60 + (time?.Minutes ?? 0);
  const spans = (OperationalHours ?? []).map(({ Start, End }) => ({ start: minutes(Start), end: minutes(End) }));
  return [{ date, spans }];
}

function isTimeZone(name: string | undefined): name is string {
  if (name === undefined) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
