import { ConnectClient, StartChatContactCommand, StopContactCommand } from '@aws-sdk/client-connect';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';
import { Agent } from 'node:https';
import type { CheckedConfig } from './config.js';
import { ConnectFailure } from './connect-failure.js';
import { unlessAborted } from './deadline.js';

export interface ChatStart {
  readonly flowId: string;
  readonly clientToken: string;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly firstMessage: string | undefined;
  /** MIME types the browser can show; text/plain is one of them. */
  readonly contentTypes: readonly string[];
}

/** What Amazon Connect answered: any member may be missing, because the SDK checks none of them. */
export interface StartedChat {
  readonly contactId: string | undefined;
  readonly participantId: string | undefined;
  readonly participantToken: string | undefined;
}

/** Amazon Connect, as the broker needs it. Rejects with ConnectFailure, and as soon as `signal` aborts. */
export interface ConnectPort {
  startChat(start: ChatStart, signal: AbortSignal): Promise<StartedChat>;
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

/** The port with the real SDK behind it. */
export function createConnect(config: CheckedConfig): ConnectPort {
  const { instanceId, chatDurationMinutes, credentials, connectEndpoint, disconnectOnCustomerExit } = config;
  const client = new ConnectClient({
    region: config.region,
    retryStrategy: new FullIsFinal(() => Promise.resolve(attempts)),
    // Without throwOnRequestTimeout a timeout is only a warning in the SDK's log.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpsAgent: new Agent({ keepAlive: true, maxSockets: 50 }),
    }),
    ...(connectEndpoint && { endpoint: connectEndpoint }),
    ...(credentials && { credentials: { ...credentials, sessionToken: credentials.sessionToken ?? '' } }),
  });
  return {
    async startChat({ flowId, clientToken, displayName, attributes, firstMessage, contentTypes }, signal) {
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
      });
      const answer = await unlessAborted(client.send(command, { abortSignal: signal }), signal).catch(
        (error: unknown) => {
          throw new ConnectFailure('StartChatContact', error);
        },
      );
      return {
        contactId: filled(answer.ContactId),
        participantId: filled(answer.ParticipantId),
        participantToken: filled(answer.ParticipantToken),
      };
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

/** A member that is text with something in it: the answer of a server that is not Amazon's may hold anything. */
function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
