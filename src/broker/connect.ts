import {
  ConnectClient,
  CreateParticipantCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  StopContactCommand,
  type ConnectClientConfig,
} from '@aws-sdk/client-connect';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';
import { Agent } from 'node:https';
import type { Rehydration } from './config-endings.js';
import type { CheckedConfig } from './config.js';
import { ConnectFailure } from './connect-failure.js';
import { createMetrics, type ConnectMetrics } from './connect-metrics.js';
import { createQueueReads, type ConnectQueues } from './connect-queues.js';
import { createReads, type ConnectReads } from './connect-reads.js';
import { createWrites, type ConnectWrites } from './connect-writes.js';
import { unlessAborted } from './deadline.js';

export interface ChatStart {
  readonly flowId: string;
  readonly clientToken: string;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly firstMessage: string | undefined;
  /** MIME types the browser can show; text/plain is one of them. */
  readonly contentTypes: readonly string[];
  /** The contact this chat grew out of: its attributes are taken over. Excludes `persistent`. */
  readonly relatedContactId?: string | undefined;
  /** The chat that is gone on with. */
  readonly persistent?: { readonly rehydration: Rehydration; readonly sourceContactId: string } | undefined;
}

/** What somebody in a call may send beside their voice. */
export interface Sends {
  readonly video: boolean;
  readonly screenShare: boolean;
}

export interface CallStart {
  readonly flowId: string;
  readonly clientToken: string;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly customer: Sends;
  readonly agent: Sends;
  /** The contact this call grew out of. */
  readonly relatedContactId: string | undefined;
}

/** One more customer for a call that goes on: the way back for one who was away too long. */
export interface Rejoin {
  /** The initial contact. */
  readonly contactId: string;
  readonly clientToken: string;
  readonly displayName: string;
  readonly customer: Sends;
}

/** What Amazon Connect answered: any member may be missing, because the SDK checks none of them. */
export interface StartedChat {
  readonly contactId: string | undefined;
  readonly participantId: string | undefined;
  readonly participantToken: string | undefined;
}

export interface StartedCall extends StartedChat {
  /** ConnectionData's Meeting and Attendee, whatever they are. */
  readonly meeting: unknown;
  readonly attendee: unknown;
}

/** Amazon Connect, as the broker needs it. Rejects with ConnectFailure, and as soon as `signal` aborts. */
export interface ConnectPort extends ConnectMetrics, ConnectQueues, ConnectReads, ConnectWrites {
  startChat(start: ChatStart, signal: AbortSignal): Promise<StartedChat>;
  startCall(start: CallStart, signal: AbortSignal): Promise<StartedCall>;
  /** `contactId` is always the call's. */
  rejoinCall(rejoin: Rejoin, signal: AbortSignal): Promise<StartedChat>;
  /** Ends a contact. Resolves also when it was over already. */
  stopContact(contactId: string, signal: AbortSignal): Promise<void>;
}

/** Tries of one call, as `amz-sdk-request` counts them; one ClientToken over all of them. */
const attempts = 3;

/** "The instance is full" is an answer, not a hiccup: the SDK's own strategy would ask three times. */
class FullIsFinal extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    info: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    const error: unknown = info.error;
    if (error instanceof Error && error.name === 'LimitExceededException') throw error;
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/** Makes clients that make so many attempts at a call. */
type Clients = (attempts: number) => ConnectClient;

function clientsFor({ region, connectEndpoint, credentials }: CheckedConfig): Clients {
  const options: ConnectClientConfig = {
    region,
    // Without throwOnRequestTimeout a timeout is only a warning in the SDK's log.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpsAgent: new Agent({ keepAlive: true, maxSockets: 50 }),
    }),
    ...(connectEndpoint && { endpoint: connectEndpoint }),
    ...(credentials && { credentials: { ...credentials, sessionToken: credentials.sessionToken ?? '' } }),
  };
  return (tries) => new ConnectClient({ ...options, retryStrategy: new FullIsFinal(() => Promise.resolve(tries)) });
}

/** The port with the real SDK behind it. */
export function createConnect(config: CheckedConfig, clients: Clients = clientsFor(config)): ConnectPort {
  const { instanceId, chatDurationMinutes, disconnectOnCustomerExit } = config;
  const client = clients(attempts);
  const failing = (operation: string) => (error: unknown) => {
    throw new ConnectFailure(operation, error);
  };
  return {
    // A call repeated by the SDK would be one more out of a quota of two a second.
    ...createMetrics(clients(1), instanceId),
    ...createQueueReads(client, instanceId),
    ...createReads(client, instanceId),
    ...createWrites(client, instanceId),
    async startChat({ flowId, clientToken, displayName, attributes, firstMessage, contentTypes, ...from }, signal) {
      const { relatedContactId, persistent } = from;
      const command = new StartChatContactCommand({
        InstanceId: instanceId,
        ContactFlowId: flowId,
        ClientToken: clientToken,
        ParticipantDetails: { DisplayName: displayName },
        Attributes: attributes,
        SupportedMessagingContentTypes: [...contentTypes],
        ...(firstMessage && { InitialMessage: { ContentType: 'text/plain', Content: firstMessage } }),
        ...(chatDurationMinutes && { ChatDurationInMinutes: chatDurationMinutes }),
        ...(disconnectOnCustomerExit && { DisconnectOnCustomerExit: ['AGENT'] }),
        ...(relatedContactId !== undefined && { RelatedContactId: relatedContactId }),
        ...(persistent && {
          PersistentChat: { RehydrationType: persistent.rehydration, SourceContactId: persistent.sourceContactId },
        }),
      });
      const sent = client.send(command, { abortSignal: signal });
      return idsIn(await unlessAborted(sent, signal).catch(failing('StartChatContact')));
    },
    async startCall({ flowId, clientToken, displayName, attributes, customer, agent, relatedContactId }, signal) {
      const command = new StartWebRTCContactCommand({
        InstanceId: instanceId,
        ContactFlowId: flowId,
        ClientToken: clientToken,
        ParticipantDetails: { DisplayName: displayName },
        Attributes: attributes,
        AllowedCapabilities: { Customer: capabilitiesOf(customer), Agent: capabilitiesOf(agent) },
        ...(relatedContactId && { RelatedContactId: relatedContactId }),
      });
      const sent = client.send(command, { abortSignal: signal });
      const answer = await unlessAborted(sent, signal).catch(failing('StartWebRTCContact'));
      const { Meeting, Attendee } = answer.ConnectionData ?? {};
      return { ...idsIn(answer), meeting: Meeting, attendee: Attendee };
    },
    async rejoinCall({ contactId, clientToken, displayName, customer }, signal) {
      const command = new CreateParticipantCommand({
        InstanceId: instanceId,
        ContactId: contactId,
        ClientToken: clientToken,
        ParticipantDetails: {
          ParticipantRole: 'CUSTOMER',
          DisplayName: displayName,
          ParticipantCapabilities: capabilitiesOf(customer),
        },
      });
      const sent = client.send(command, { abortSignal: signal });
      const answer = await unlessAborted(sent, signal).catch(failing('CreateParticipant'));
      const { ParticipantToken } = answer.ParticipantCredentials ?? {};
      return idsIn({ ContactId: contactId, ParticipantId: answer.ParticipantId, ParticipantToken });
    },
    async stopContact(contactId, signal) {
      const command = new StopContactCommand({ InstanceId: instanceId, ContactId: contactId });
      await unlessAborted(client.send(command, { abortSignal: signal }), signal).catch((error: unknown) => {
        const failure = new ConnectFailure('StopContact', error);
        if (failure.kind !== 'gone') throw failure;
      });
    },
  };
}

/** SEND is the only value there is; what is absent is forbidden. */
function capabilitiesOf({ video, screenShare }: Sends): { Video?: 'SEND'; ScreenShare?: 'SEND' } {
  return { ...(video && { Video: 'SEND' }), ...(screenShare && { ScreenShare: 'SEND' }) };
}

function idsIn(answer: {
  readonly ContactId?: unknown;
  readonly ParticipantId?: unknown;
  readonly ParticipantToken?: unknown;
}): StartedChat {
  return {
    contactId: filled(answer.ContactId),
    participantId: filled(answer.ParticipantId),
    participantToken: filled(answer.ParticipantToken),
  };
}

/** A member that is text with something in it: the answer of a server that is not Amazon's may hold anything. */
function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
