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
  /** Customers are told where they stand while they wait. */
  readonly waiting?: boolean | undefined;
  /** Customers are told why contacts ended, and come back into the queue. */
  readonly endings?: boolean | undefined;
  /** Customers go on with an earlier chat. */
  readonly persistent?: boolean | undefined;
  /** Flows tasks may start with: of callbacks and messages. None without such tasks. */
  readonly taskFlowIds?: readonly string[] | undefined;
  /** Flows calls back may start with, through a callback queue: `StartWebRTCContact`, as for calls. */
  readonly callbackFlowIds?: readonly string[] | undefined;
  /** Phones may be rung: a risk of its own, and never allowed by default. */
  readonly outboundVoice?: boolean | undefined;
  /** E-mails may be made of messages. Never allowed by default. */
  readonly email?: boolean | undefined;
  /** Queues that are configured, by id. None without queues. */
  readonly queueIds?: readonly string[] | undefined;
  /** Their hours of operation, by id. Default all of the instance, because queues tell which are theirs. */
  readonly hoursIds?: readonly string[] | undefined;
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
 * their call, stop contacts wherever they went on, and whatever else of it is asked for.
 * The participant service needs no IAM. Resource types after the Service Authorization Reference of Amazon Connect.
 */
export function iamPolicy({
  region,
  accountId,
  instanceId,
  chatFlowIds,
  callFlowIds = [],
  waiting = false,
  endings = false,
  persistent = false,
  taskFlowIds = [],
  callbackFlowIds = [],
  outboundVoice = false,
  email = false,
  queueIds = [],
  hoursIds = ['*'],
  partition = 'aws',
}: PolicyScope): PolicyDocument {
  const instance = `arn:${partition}:connect:${region}:${accountId}:instance/${instanceId}`;
  const flows = (ids: readonly string[]): string[] => ids.map((id) => `${instance}/contact-flow/${id}`);
  const contacts = [`${instance}/contact/*`];
  const allow = (Sid: string, actions: string | readonly string[], Resource: readonly string[]): PolicyStatement => ({
    Sid,
    Effect: 'Allow',
    Action: [actions].flat().map((action) => `connect:${action}`),
    Resource,
  });
  const calls = callFlowIds.length > 0;
  const webrtc = [...new Set([...callFlowIds, ...callbackFlowIds])];
  const tasks = taskFlowIds.length > 0;
  // A chat or a task that grows out of a contact is allowed by that contact, too.
  const related = [...(endings || persistent ? ['StartChatContact'] : []), ...(tasks ? ['StartTaskContact'] : [])];
  const after = [
    ...(endings || persistent ? ['ListAssociatedContacts'] : []),
    ...(endings
      ? [
          'UpdateContactRoutingData',
          'CreatePersistentContactAssociation',
          'GetContactAttributes',
          'UpdateContactAttributes',
        ]
      : []),
  ];
  const queues = [
    instance,
    ...queueIds.map((id) => `${instance}/queue/${id}`),
    // The reference asks for them with GetCurrentMetricData, whatever it is filtered by.
    `${instance}/routing-profile/*`,
    ...hoursIds.map((id) => `${instance}/operating-hours/${id}`),
  ];
  const ofQueues = ['GetCurrentMetricData', 'GetEffectiveHoursOfOperations', 'DescribeQueue'];
  return {
    Version: '2012-10-17',
    Statement: [
      allow('ChatsOfOurFlows', 'StartChatContact', flows(chatFlowIds)),
      ...(webrtc.length > 0 ? [allow('CallsOfOurFlows', 'StartWebRTCContact', flows(webrtc))] : []),
      ...(tasks ? [allow('TasksOfOurFlows', 'StartTaskContact', flows(taskFlowIds))] : []),
      ...(calls ? [allow('BackIntoTheirCall', 'CreateParticipant', contacts)] : []),
      // One read tells where a contact went on, what it waits for and how it ended.
      allow('EndContacts', ['StopContact', 'DescribeContact'], contacts),
      ...(waiting ? [allow('WhereContactsStand', 'GetContactMetrics', contacts)] : []),
      ...(related.length > 0 ? [allow('WhatGrowsOutOfContacts', related, contacts)] : []),
      ...(after.length > 0 ? [allow('WhatComesAfter', after, contacts)] : []),
      ...(queueIds.length > 0 ? [allow('FiguresAndHoursOfQueues', ofQueues, queues)] : []),
      ...(outboundVoice ? [allow('RingPhones', 'StartOutboundVoiceContact', contacts)] : []),
      // Amazon chooses the flow by the address the e-mail goes to.
      ...(email ? [allow('MessagesAsEmail', 'StartEmailContact', [`${instance}/contact-flow/*`])] : []),
    ],
  };
}
