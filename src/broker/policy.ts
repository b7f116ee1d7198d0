/** What the broker of one instance may do in AWS, and where. */
export interface PolicyScope {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** The instance's id, not its ARN. */
  readonly instanceId: string;
  /** Flows chats may start with: the default one and one per topic. */
  readonly chatFlowIds: readonly string[];
  /** Flows calls may start with. None without calls. */
  readonly callFlowIds?: readonly string[] | undefined;
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
 * The IAM policy that is just enough for the broker: start chats and calls with these flows, let a customer back into
 * their call, and stop contacts: those the customer leaves, and those nobody can join.
 * The participant service needs no IAM. Resource types after the Service Authorization Reference of Amazon Connect.
 */
export function iamPolicy({
  region,
  accountId,
  instanceId,
  chatFlowIds,
  callFlowIds = [],
  partition = 'aws',
}: PolicyScope): PolicyDocument {
  const instance = `arn:${partition}:connect:${region}:${accountId}:instance/${instanceId}`;
  const flows = (ids: readonly string[]): string[] => ids.map((id) => `${instance}/contact-flow/${id}`);
  const contacts = [`${instance}/contact/*`];
  const allow = (Sid: string, Action: string, Resource: readonly string[]): PolicyStatement => ({
    Sid,
    Effect: 'Allow',
    Action: [Action],
    Resource,
  });
  const calls = callFlowIds.length > 0;
  return {
    Version: '2012-10-17',
    Statement: [
      allow('ChatsOfOurFlows', 'connect:StartChatContact', flows(chatFlowIds)),
      ...(calls ? [allow('CallsOfOurFlows', 'connect:StartWebRTCContact', flows(callFlowIds))] : []),
      ...(calls ? [allow('BackIntoTheirCall', 'connect:CreateParticipant', contacts)] : []),
      allow('EndContacts', 'connect:StopContact', contacts),
    ],
  };
}
