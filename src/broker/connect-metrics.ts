import { GetContactMetricsCommand, type ConnectClient } from '@aws-sdk/client-connect';
import { answered, ConnectFailure } from './connect-failure.js';

/** What Amazon Connect says of one contact's place. A figure that is not there is one it has not got. */
export interface ContactFigures {
  /** 1 is next. */
  readonly position: number | undefined;
  /** Seconds. It may be the same for as long as the contact waits. */
  readonly etaSeconds: number | undefined;
}

/** Where one contact stands in its queue. Rejects as ConnectPort does. */
export interface ConnectMetrics {
  /**
   * By the id of the segment that waits. Undefined when there is no figure now, because the contact is in no queue: not
   * yet, or no more. 2 a second, burst 5, for everything in the account and region.
   */
  contactMetrics(contactId: string, signal: AbortSignal): Promise<ContactFigures | undefined>;
}

/** How it is said that a contact is in no queue is not documented: either of these, or an answer without figures. */
const inNoQueue: readonly string[] = ['InvalidRequestException', 'ResourceNotFoundException'];

/** `client` must not repeat calls: every attempt is taken out of the one small quota. */
export function createMetrics(client: ConnectClient, instanceId: string): ConnectMetrics {
  return {
    async contactMetrics(contactId, signal) {
      const command = new GetContactMetricsCommand({
        InstanceId: instanceId,
        ContactId: contactId,
        Metrics: [{ Name: 'POSITION_IN_QUEUE' }, { Name: 'ESTIMATED_WAIT_TIME' }],
      });
      try {
        const sent = client.send(command, { abortSignal: signal });
        const { MetricResults } = await answered('GetContactMetrics', sent, signal);
        const figure = (name: string): number | undefined => {
          const value: unknown = MetricResults?.find(({ Name }) => Name === name)?.Value?.Number;
          return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
        };
        const position = figure('POSITION_IN_QUEUE');
        const etaSeconds = figure('ESTIMATED_WAIT_TIME');
        if (position === undefined && etaSeconds === undefined) return undefined;
        return { position: position && Math.max(1, Math.round(position)), etaSeconds };
      } catch (error) {
        if (error instanceof ConnectFailure && inNoQueue.includes(error.error)) return undefined;
        throw error;
      }
    },
  };
}
