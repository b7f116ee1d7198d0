import {
  DescribeContactCommand,
  ListAssociatedContactsCommand,
  type AssociatedContactSummary,
  type ConnectClient,
} from '@aws-sdk/client-connect';
import { answered, ConnectFailure } from './connect-failure.js';
import { contactRecord, type ContactRecord } from './contact-record.js';

/** What Amazon Connect is asked about contacts. Rejects as ConnectPort does. */
export interface ConnectReads {
  /** One segment, by its id; undefined when there is none (any more). 10 a second, burst 15. */
  describeContact(contactId: string, signal: AbortSignal): Promise<ContactRecord | undefined>;
  /** Ids of a contact's tree, newest first. Slow, and 2 a second: a last resort. */
  associatedContacts(contactId: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** The reading half of the port to Amazon Connect, with the real SDK behind it. */
export function createReads(client: ConnectClient, instanceId: string): ConnectReads {
  return {
    async describeContact(contactId, signal) {
      const command = new DescribeContactCommand({ InstanceId: instanceId, ContactId: contactId });
      try {
        const { Contact } = await answered('DescribeContact', client.send(command, { abortSignal: signal }), signal);
        return contactRecord(Contact);
      } catch (error) {
        if (error instanceof ConnectFailure && error.error === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
    async associatedContacts(contactId, signal) {
      const command = new ListAssociatedContactsCommand({ InstanceId: instanceId, ContactId: contactId });
      const sent = client.send(command, { abortSignal: signal });
      const { ContactSummaryList } = await answered('ListAssociatedContacts', sent, signal);
      const begun = ({ InitiationTimestamp }: AssociatedContactSummary): number => InitiationTimestamp?.getTime() ?? 0;
      return [...(ContactSummaryList ?? [])]
        .sort((a, b) => begun(b) - begun(a))
        .flatMap(({ ContactId }) => (ContactId ? [ContactId] : []));
    },
  };
}
