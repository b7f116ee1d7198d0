import {
  CreatePersistentContactAssociationCommand,
  GetContactAttributesCommand,
  StartEmailContactCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
  UpdateContactAttributesCommand,
  UpdateContactRoutingDataCommand,
  type ConnectClient,
} from '@aws-sdk/client-connect';
import type { Rehydration } from './config-endings.js';
import { answered } from './connect-failure.js';

/** Something an agent does later. Names of references and attributes are ours; values may be the customer's words. */
export interface TaskStart {
  readonly flowId: string;
  readonly clientToken: string;
  /** 1–512 characters: what the agent sees first. */
  readonly name: string;
  readonly description: string | undefined;
  readonly references: Readonly<Record<string, { readonly type: 'STRING' | 'EMAIL'; readonly value: string }>>;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; undefined is now. At most six days ahead. */
  readonly scheduledFor: number | undefined;
  readonly relatedContactId: string | undefined;
}

export interface EmailStart {
  readonly clientToken: string;
  /** The customer's. */
  readonly from: { readonly address: string; readonly displayName: string | undefined };
  /** The instance's. */
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly relatedContactId: string | undefined;
}

/** A phone that rings at once. */
export interface VoiceStart {
  readonly flowId: string;
  readonly clientToken: string;
  /** E.164. */
  readonly phone: string;
  readonly sourcePhoneNumber: string | undefined;
  readonly queueId: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly relatedContactId: string | undefined;
}

export interface PersistentAssociation {
  /** The initial contact that gets the history. */
  readonly contactId: string;
  readonly sourceContactId: string;
  readonly rehydration: Rehydration;
  readonly clientToken: string;
}

/** What Amazon Connect is told about contacts after their start, and what is left for agents. Rejects as ConnectPort does. */
export interface ConnectWrites {
  /** Makes a contact look so many seconds older than it is, in its queue. Replaces what was said before. */
  creditWait(contactId: string, seconds: number, signal: AbortSignal): Promise<void>;
  /** Gives a running chat the history of one that has ended. */
  bringHistory(association: PersistentAssociation, signal: AbortSignal): Promise<void>;
  /** `contactId` is the initial contact's. Works after its end, too. */
  setAttributes(contactId: string, attributes: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  /** `contactId` is the initial contact's. */
  attributesOf(contactId: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** These resolve with the new contact's id. */
  startTask(start: TaskStart, signal: AbortSignal): Promise<string | undefined>;
  startEmail(start: EmailStart, signal: AbortSignal): Promise<string | undefined>;
  startVoice(start: VoiceStart, signal: AbortSignal): Promise<string | undefined>;
}

/** The writing half of the port to Amazon Connect, with the real SDK behind it. */
export function createWrites(client: ConnectClient, instanceId: string): ConnectWrites {
  return {
    async creditWait(contactId, seconds, signal) {
      const command = new UpdateContactRoutingDataCommand({
        InstanceId: instanceId,
        ContactId: contactId,
        QueueTimeAdjustmentSeconds: seconds,
      });
      await answered('UpdateContactRoutingData', client.send(command, { abortSignal: signal }), signal);
    },
    async bringHistory({ contactId, sourceContactId, rehydration, clientToken }, signal) {
      const command = new CreatePersistentContactAssociationCommand({
        InstanceId: instanceId,
        InitialContactId: contactId,
        SourceContactId: sourceContactId,
        RehydrationType: rehydration,
        // The SDK says that it fills this one, and does not.
        ClientToken: clientToken,
      });
      await answered('CreatePersistentContactAssociation', client.send(command, { abortSignal: signal }), signal);
    },
    async setAttributes(contactId, attributes, signal) {
      const command = new UpdateContactAttributesCommand({
        InstanceId: instanceId,
        InitialContactId: contactId,
        Attributes: attributes,
      });
      await answered('UpdateContactAttributes', client.send(command, { abortSignal: signal }), signal);
    },
    async attributesOf(contactId, signal) {
      const command = new GetContactAttributesCommand({ InstanceId: instanceId, InitialContactId: contactId });
      const sent = client.send(command, { abortSignal: signal });
      const { Attributes } = await answered('GetContactAttributes', sent, signal);
      return Attributes ?? {};
    },
    async startTask({ flowId, clientToken, name, description, references, attributes, ...rest }, signal) {
      const command = new StartTaskContactCommand({
        InstanceId: instanceId,
        ContactFlowId: flowId,
        ClientToken: clientToken,
        Name: name,
        References: Object.fromEntries(
          Object.entries(references).map(([key, { type, value }]) => [key, { Type: type, Value: value }]),
        ),
        Attributes: attributes,
        ...(description !== undefined && { Description: description }),
        ...(rest.scheduledFor !== undefined && { ScheduledTime: new Date(rest.scheduledFor) }),
        ...(rest.relatedContactId !== undefined && { RelatedContactId: rest.relatedContactId }),
      });
      return idOf(await answered('StartTaskContact', client.send(command, { abortSignal: signal }), signal));
    },
    async startEmail({ clientToken, from, to, subject, text, attributes, relatedContactId }, signal) {
      const command = new StartEmailContactCommand({
        InstanceId: instanceId,
        ClientToken: clientToken,
        FromEmailAddress: {
          EmailAddress: from.address,
          ...(from.displayName !== undefined && { DisplayName: from.displayName }),
        },
        DestinationEmailAddress: to,
        EmailMessage: {
          MessageSourceType: 'RAW',
          RawMessage: { Subject: subject, Body: text, ContentType: 'text/plain' },
        },
        Attributes: attributes,
        ...(relatedContactId !== undefined && { RelatedContactId: relatedContactId }),
      });
      return idOf(await answered('StartEmailContact', client.send(command, { abortSignal: signal }), signal));
    },
    async startVoice({ flowId, clientToken, phone, sourcePhoneNumber, queueId, name, ...rest }, signal) {
      const command = new StartOutboundVoiceContactCommand({
        InstanceId: instanceId,
        ContactFlowId: flowId,
        ClientToken: clientToken,
        DestinationPhoneNumber: phone,
        Name: name,
        Attributes: rest.attributes,
        ...(sourcePhoneNumber !== undefined && { SourcePhoneNumber: sourcePhoneNumber }),
        ...(queueId !== undefined && { QueueId: queueId }),
        ...(rest.relatedContactId !== undefined && { RelatedContactId: rest.relatedContactId }),
      });
      return idOf(await answered('StartOutboundVoiceContact', client.send(command, { abortSignal: signal }), signal));
    },
  };
}

const idOf = ({ ContactId }: { readonly ContactId?: unknown }): string | undefined =>
  typeof ContactId === 'string' && ContactId !== '' ? ContactId : undefined;
