import { list, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { recordRequest } from '../requests.js';
import { serviceError, type Operation } from '../wire.js';
import { account } from '../world.js';
import { notFound, requireAnyContact, requireFlow, requireInstance } from './find.js';
import {
  attributes,
  checkAttributeBytes,
  checkSegmentAttributes,
  clientToken,
  contactId,
  description,
  instanceId,
  name,
  references,
  segmentAttributes,
} from './members.js';
import { startAttributes } from './start.js';

const address = text({ min: 1, max: 255, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, sensitive: true });
const person = structure({
  EmailAddress: required(address),
  DisplayName: text({ max: 256, sensitive: true }),
});
const longestBodyBytes = 5 * 1_048_576;

const request = structure({
  InstanceId: instanceId,
  FromEmailAddress: required(person),
  DestinationEmailAddress: required(address),
  Description: description,
  References: references(['URL', 'NUMBER', 'STRING', 'DATE']),
  Name: name,
  EmailMessage: required(
    structure({
      MessageSourceType: required(oneOf(['RAW'])),
      RawMessage: structure({
        Subject: required(text({ min: 1, max: 998, sensitive: true })),
        Body: required(text({ min: 1, sensitive: true })),
        ContentType: required(text({ min: 1, max: 100 })),
      }),
    }),
  ),
  AdditionalRecipients: structure({ ToAddresses: list(person, { max: 50 }), CcAddresses: list(person, { max: 50 }) }),
  Attachments: list(
    structure({ FileName: required(text({ min: 1, max: 256 })), S3Url: required(text({ min: 1, max: 2_000 })) }),
    { max: 10 },
  ),
  ContactFlowId: text({ min: 1, max: 500 }),
  RelatedContactId: contactId,
  Attributes: attributes,
  SegmentAttributes: segmentAttributes,
  ClientToken: clientToken,
});

type Request = ValueOf<typeof request>;

/** Takes in an e-mail as if it had been sent to the instance's address. */
export const startEmailContact: Operation = {
  name: 'StartEmailContact',
  method: 'PUT',
  path: '/contact/email',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkAttributeBytes(members.Attributes ?? {});
    checkSegmentAttributes(members.SegmentAttributes);
    const raw = checkMessage(members);
    requireInstance(members.InstanceId);
    if (members.DestinationEmailAddress !== account.emailAddress) throw notFound('Destination e-mail address');
    if (members.ContactFlowId !== undefined) requireFlow(members.ContactFlowId);
    const { RelatedContactId, Description, Name, FromEmailAddress, ClientToken, ...rest } = members;
    if (RelatedContactId !== undefined) requireAnyContact(world, RelatedContactId);
    const said = JSON.stringify({ RelatedContactId, Description, Name, FromEmailAddress, ...rest });
    const known = world.answerFor('StartEmailContact', ClientToken) as { said: string; answer: unknown } | undefined;
    if (known && known.said !== said) {
      throw serviceError('IdempotencyException', 'The ClientToken was used for another e-mail.');
    }
    if (known) return known.answer;
    const { id } = recordRequest(world, {
      kind: 'email',
      channel: 'EMAIL',
      initiationMethod: 'API',
      name: Name ?? raw.Subject,
      email: {
        from: FromEmailAddress.EmailAddress,
        ...(FromEmailAddress.DisplayName !== undefined && { fromName: FromEmailAddress.DisplayName }),
        subject: raw.Subject,
        body: raw.Body,
      },
      references: members.References ?? {},
      attributes: startAttributes(world, RelatedContactId, members.Attributes),
      ...(Description !== undefined && { description: Description }),
      ...(RelatedContactId !== undefined && { relatedContactId: RelatedContactId }),
    });
    const answer = { ContactId: id };
    world.rememberAnswer('StartEmailContact', ClientToken, { said, answer });
    return answer;
  },
};

function checkMessage({ EmailMessage: { RawMessage } }: Request): NonNullable<Request['EmailMessage']['RawMessage']> {
  if (!RawMessage) throw serviceError('InvalidRequestException', 'A message of the type RAW needs RawMessage.');
  if (Buffer.byteLength(RawMessage.Body) > longestBodyBytes) {
    throw serviceError('InvalidRequestException', 'The body of an e-mail must be at most 5 MiB long.');
  }
  return RawMessage;
}
