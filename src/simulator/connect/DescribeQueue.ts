import { required, structure, text, validate } from '../aws/validate.js';
import type { Operation } from '../wire.js';
import { account, arn } from '../world.js';
import { requireInstance, requireQueue } from './find.js';
import { instanceId } from './members.js';
import { epochSeconds } from './time.js';

const request = structure({ InstanceId: instanceId, QueueId: required(text({ min: 1, max: 256 })) });

/** What is set up for a queue: its hours by id, whether it is enabled, how many fit in. No figures. */
export const describeQueue: Operation = {
  name: 'DescribeQueue',
  method: 'GET',
  path: '/queues/{InstanceId}/{QueueId}',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.params);
    requireInstance(members.InstanceId);
    const queue = requireQueue(world, members.QueueId);
    return {
      Queue: {
        Name: queue.name,
        QueueArn: queue.arn,
        QueueId: queue.id,
        OutboundCallerConfig: {
          OutboundCallerIdNumberId: account.phoneNumberId,
          OutboundFlowId: arn('contact-flow', account.contactFlowId),
        },
        HoursOfOperationId: queue.hoursId,
        ...(queue.maxContacts !== null && { MaxContacts: queue.maxContacts }),
        Status: queue.status,
        Tags: {},
        LastModifiedTime: epochSeconds(queue.changedAt),
        LastModifiedRegion: account.region,
      },
    };
  },
};
