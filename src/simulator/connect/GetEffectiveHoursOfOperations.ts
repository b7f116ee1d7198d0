import { required, structure, text, validate } from '../aws/validate.js';
import { addDays, hoursOn, isDate, minutesOf, overrideOf, type Hours, type OpenRange } from '../hours.js';
import { serviceError, type Operation } from '../wire.js';
import { arn } from '../world.js';
import { notFound, requireInstance } from './find.js';
import { instanceId } from './members.js';

const date = text({ pattern: /^\d{4}-\d{2}-\d{2}$/ });

const request = structure({
  InstanceId: instanceId,
  HoursOfOperationId: required(text({ min: 1, max: 250 })),
  fromDate: required(date),
  toDate: required(date),
});

/** Ours: nobody needs more at once. */
const mostDays = 366;

/** The hours of every date from one to another, overrides applied. Times are wall-clock times of the time zone named. */
export const getEffectiveHoursOfOperations: Operation = {
  name: 'GetEffectiveHoursOfOperations',
  method: 'GET',
  path: '/effective-hours-of-operations/{InstanceId}/{HoursOfOperationId}',
  service: 'connect',
  run(world, call) {
    const members = validate(request, { ...Object.fromEntries(call.query), ...call.params });
    requireInstance(members.InstanceId);
    const dates = datesBetween(members.fromDate, members.toDate);
    const wanted = members.HoursOfOperationId;
    const queue = [...world.queues.values()].find(
      ({ hoursId }) => hoursId === wanted || arn('operating-hours', hoursId) === wanted,
    );
    if (!queue) throw notFound('Hours of operation');
    const { hours } = queue;
    return {
      EffectiveHoursOfOperationList: dates.map((one) => ({
        Date: one,
        OperationalHours: hoursOn(hours, one).map(rangeOf),
      })),
      EffectiveOverrideHoursList: dates.flatMap((one) => overridesOf(hours, one)),
      TimeZone: hours.timeZone,
    };
  },
};

function datesBetween(from: string, to: string): readonly string[] {
  if (!isDate(from) || !isDate(to)) throw parameter('FromDate and ToDate must be dates of the calendar.');
  if (to < from) throw parameter('ToDate must not be before FromDate.');
  const dates: string[] = [];
  for (let one = from; one <= to; one = addDays(one, 1)) {
    if (dates.length === mostDays) throw parameter(`At most ${mostDays} days can be asked for at once.`);
    dates.push(one);
  }
  return dates;
}

function overridesOf(hours: Hours, one: string): readonly unknown[] {
  const override = overrideOf(hours, one);
  if (!override) return [];
  const OverrideName = override.name ?? one;
  const wholeDay = rangeOf(['00:00', '24:00']);
  const OverrideHours =
    override.hours.length === 0
      ? [{ ...wholeDay, OverrideName, OperationalStatus: 'CLOSED' }]
      : override.hours.map((range) => ({ ...rangeOf(range), OverrideName, OperationalStatus: 'OPEN' }));
  return [{ Date: one, OverrideHours }];
}

/** There is no hour 24: a range that ends with the day ends at 0:00. */
function rangeOf([start, end]: OpenRange): Readonly<Record<'Start' | 'End', unknown>> {
  const at = (minutes: number): unknown => ({ Hours: Math.floor(minutes / 60) % 24, Minutes: minutes % 60 });
  return { Start: at(minutesOf(start)), End: at(minutesOf(end)) };
}

function parameter(message: string): Error {
  return serviceError('InvalidParameterException', message);
}
