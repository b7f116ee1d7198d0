/** What the broker of one instance may do in AWS, and where. */
export interface PolicyScope {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** The instance's id, not its ARN. */
  readonly instanceId: string;
  /** Flows chats may start with: the default one and one per topic. */
  readonly chatFlowIds: readonly string[];
  /** `aws` unless the region is in another partition, as `aws-us-gov`. */
  readonly partition?: string | undefined;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/**
 * The IAM policy that is just enough for the broker: start chats with these flows, and stop a contact nobody can join.
 * The participant service needs no IAM. Resource types after the Service Authorization Reference of Amazon Connect.
 */
export function iamPolicy({
  region,
  accountId,
  instanceId,
  chatFlowIds,
  partition = 'aws',
}: PolicyScope): PolicyDocument {
  const instance = `arn:${partition}:connect:${region}:${accountId}:instance/${instanceId}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'StartOnlyOurFlows',
        Effect: 'Allow',
        Action: ['connect:StartChatContact'],
        Resource: chatFlowIds.map((id) => `${instance}/contact-flow/${id}`),
      },
      {
        Sid: 'StopWhatNobodyCanJoin',
        Effect: 'Allow',
        Action: ['connect:StopContact'],
        Resource: [`${instance}/contact/*`],
      },
    ],
  };
}
