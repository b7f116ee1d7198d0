import { list, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { placeInQueue, type PlaceInQueue } from '../queue.js';
import { serviceError, type Operation } from '../wire.js';
import type { World } from '../world.js';
import { requireContact, requireInstance } from './find.js';

const metric = structure({ Name: required(oneOf(['ESTIMATED_WAIT_TIME', 'POSITION_IN_QUEUE'])) });

const request = structure({
  InstanceId: required(text({ min: 1, max: 250 })),
  ContactId: required(
    text({
      min: 1,
      max: 250,
      pattern:
        /^(arn:[a-z-]+:connect:[^:]+:\d+:instance\/[^/]+\/contact\/)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    }),
  ),
  Metrics: required(list(metric, { min: 1 })),
});

type MetricName = ValueOf<typeof metric>['Name'];

/** Position and estimated wait of one contact, while it is in a queue. */
export const getContactMetrics: Operation = {
  name: 'GetContactMetrics',
  method: 'POST',
  path: '/metrics/contact',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    requireInstance(members.InstanceId);
    const { contact } = requireContact(world, members.ContactId);
    const place = placeInQueue(world, contact) ?? outsideQueue(world);
    const names = new Set(members.Metrics.map(({ Name }) => Name));
    return {
      Id: contact.id,
      Arn: contact.arn,
      MetricResults: [...names].flatMap((Name) => {
        const figure = place && figureOf(place, Name);
        return figure === undefined ? [] : [{ Name, Value: { Number: figure } }];
      }),
    };
  },
};

function figureOf(place: PlaceInQueue, name: MetricName): number | undefined {
  return name === 'POSITION_IN_QUEUE' ? place.position : place.estimatedWaitSeconds;
}

/** What is said of a contact in no queue is not documented: an error, or no figures. */
function outsideQueue(world: World): undefined {
  const { metricsOutsideQueue } = world.faults.knobs;
  if (metricsOutsideQueue !== 'empty') throw serviceError(metricsOutsideQueue, 'The contact is not in a queue.');
}
