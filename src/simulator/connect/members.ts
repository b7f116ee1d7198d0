import { integer, lazy, list, map, oneOf, required, structure, text, type Rule } from '../aws/validate.js';
import { serviceError } from '../wire.js';

/** Members that several operations have, with the limits of the Amazon Connect API reference. */

/** Id or ARN of the instance. */
export const instanceId = required(text({ min: 1, max: 100 }));
export const contactFlowId = required(text({ min: 1, max: 500 }));
export const contactId = text({ min: 1, max: 256 });
export const clientToken = text({ max: 500 });
export const displayName = text({ min: 1, max: 256, sensitive: true });
export const participantDetails = required(structure({ DisplayName: required(displayName) }));

export const name = text({ max: 1_024, sensitive: true });
export const description = text({ max: 4_096, sensitive: true });
/** A telephone number in E.164. */
export const phone = text({ pattern: /^\+[1-9]\d{1,14}$/, sensitive: true });

/** What an agent is shown beside a contact; which types there may be depends on the kind of contact. */
export function references<const Type extends string>(
  types: readonly Type[],
): Rule<Readonly<Record<string, { readonly Type: Type; readonly Value?: string }>>> {
  const reference = structure({ Type: required(oneOf(types)), Value: text({ max: 4_096, sensitive: true }) });
  return map({ min: 1, max: 4_096 }, reference);
}

/** Names and values of a contact; all together they have a limit of their own, see `checkAttributeBytes`. */
export const attributes = map(
  { min: 1, max: 32_767, pattern: /^[A-Za-z0-9_-]+$/ },
  text({ max: 32_767, sensitive: true }),
);

/** What a participant of a call may send; what is absent is forbidden. */
export const capabilities = structure({ Video: oneOf(['SEND']), ScreenShare: oneOf(['SEND']) });

/** A value of SegmentAttributes; maps of values may be nested. */
export interface SegmentAttributeValue {
  readonly ValueString?: string;
  readonly ValueInteger?: number;
  readonly ValueMap?: Readonly<Record<string, SegmentAttributeValue>>;
  readonly ValueList?: readonly SegmentAttributeValue[];
  readonly ValueArn?: string;
}

const segmentAttributeValue: Rule<SegmentAttributeValue> = structure({
  ValueString: text({ max: 1_024 }),
  ValueInteger: integer(),
  ValueMap: lazy(() => segmentAttributes),
  ValueList: lazy(() => list(segmentAttributeValue)),
  ValueArn: text({ min: 1, max: 1_024 }),
});

export const segmentAttributes: Rule<Readonly<Record<string, SegmentAttributeValue>>> = map(
  { min: 1, max: 128 },
  segmentAttributeValue,
);

const maxAttributeBytes = 32_768;

/** Throws unless all names and values together fit into 32,768 UTF-8 bytes. */
export function checkAttributeBytes(all: Readonly<Record<string, string>>): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(all)) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes <= maxAttributeBytes) return;
  throw serviceError(
    'InvalidRequestException',
    `Attributes must be at most ${maxAttributeBytes} UTF-8 bytes in all; these are ${bytes}.`,
  );
}

/** Throws unless every segment attribute has exactly one value. */
export function checkSegmentAttributes(given: Readonly<Record<string, SegmentAttributeValue>> = {}): void {
  for (const [name, value] of Object.entries(given)) {
    if (Object.keys(value).length !== 1) {
      throw serviceError('InvalidRequestException', `Segment attribute ${name} must have exactly one value.`);
    }
    checkSegmentAttributes(value.ValueMap);
  }
}
