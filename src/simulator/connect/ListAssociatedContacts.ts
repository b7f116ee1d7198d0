import { required, structure, text, validate } from '../aws/validate.js';
import { serviceError, type Operation } from '../wire.js';
import { requireAnyContact, requireInstance } from './find.js';
import { contactId, instanceId } from './members.js';
import { epochSeconds } from './time.js';

const request = structure({
  InstanceId: instanceId,
  contactId: required(contactId),
  maxResults: text({ pattern: /^([1-9]\d?|100)$/ }),
  nextToken: text({ min: 1, max: 2_500 }),
});

const mostResults = 100;

/** Everything in the tree of a contact, oldest first: segments, and contacts that were started as related ones. */
export const listAssociatedContacts: Operation = {
  name: 'ListAssociatedContacts',
  method: 'GET',
  path: '/contact/associated/{InstanceId}',
  service: 'connect',
  run(world, call) {
    const members = validate(request, { ...Object.fromEntries(call.query), ...call.params });
    requireInstance(members.InstanceId);
    const { contactAssociationId: root } = requireAnyContact(world, members.contactId);
    const from = members.nextToken === undefined ? 0 : readToken(members.nextToken, root);
    const to = from + Number(members.maxResults ?? mostResults);
    const all = [...world.contacts.values(), ...world.requests.values()]
      .filter((one) => one.contactAssociationId === root)
      .map((one) => ('kind' in one ? { ...one, initiationTimestamp: one.at, disconnectTimestamp: one.endedAt } : one))
      .sort((a, b) => a.initiationTimestamp - b.initiationTimestamp);
    return {
      ContactSummaryList: all.slice(from, to).map((one) => ({
        ContactId: one.id,
        ContactArn: one.arn,
        InitiationTimestamp: epochSeconds(one.initiationTimestamp),
        ...(one.disconnectTimestamp !== undefined && { DisconnectTimestamp: epochSeconds(one.disconnectTimestamp) }),
        ...('initialContactId' in one && one.initialContactId !== one.id && { InitialContactId: one.initialContactId }),
        ...(one.previousContactId !== undefined && { PreviousContactId: one.previousContactId }),
        ...(one.relatedContactId !== undefined && { RelatedContactId: one.relatedContactId }),
        InitiationMethod: one.initiationMethod,
        Channel: one.channel,
      })),
      ...(to < all.length && { NextToken: Buffer.from(`${root} ${to}`).toString('base64url') }),
    };
  },
};

function readToken(token: string, root: string): number {
  const [of, from] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  if (of === root && Number.isInteger(Number(from))) return Number(from);
  throw serviceError('InvalidRequestException', 'The NextToken is not of this request.');
}
