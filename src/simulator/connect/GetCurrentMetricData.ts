import { integer, list, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { serviceError, type Operation } from '../wire.js';
import type { Queue, World } from '../world.js';
import { notFound, requireInstance, requireQueue } from './find.js';
import { instanceId } from './members.js';
import { metricPages, type Page } from './metric-pages.js';
import { combine, metricUnit, type Figures, type MetricName } from './queue-figures.js';
import { readFigures } from './queue-snapshot.js';
import { epochSeconds } from './time.js';

const metricNames = Object.keys(metricUnit) as [MetricName, ...MetricName[]];
const channels = ['VOICE', 'CHAT', 'TASK', 'EMAIL'] as const;
const groupings = [
  'QUEUE',
  'CHANNEL',
  'ROUTING_PROFILE',
  'ROUTING_STEP_EXPRESSION',
  'AGENT_STATUS',
  'SUBTYPE',
  'VALIDATION_TEST_TYPE',
] as const;

const ids = (max: number) => list(text({ min: 1, max: 256 }), { max });

const request = structure({
  InstanceId: instanceId,
  Filters: required(
    structure({
      Queues: list(text({ min: 1, max: 256 }), { min: 1, max: 100 }),
      Channels: list(oneOf(channels), { max: 4 }),
      RoutingProfiles: list(text({ min: 1, max: 256 }), { min: 1, max: 100 }),
      RoutingStepExpressions: list(text({ min: 1, max: 3_000 }), { max: 50 }),
      AgentStatuses: ids(50),
      Subtypes: ids(10),
      ValidationTestTypes: ids(10),
    }),
  ),
  Groupings: list(oneOf(groupings), { max: 2 }),
  CurrentMetrics: required(
    list(
      structure({
        Name: oneOf(metricNames),
        MetricId: text({ min: 1, max: 256 }),
        Unit: oneOf(['SECONDS', 'COUNT', 'PERCENT']),
      }),
      { min: 1 },
    ),
  ),
  NextToken: text({ min: 1, max: 2_500 }),
  MaxResults: integer({ from: 1, to: 100 }),
  SortCriteria: list(structure({ SortByMetric: oneOf(metricNames), SortOrder: oneOf(['ASCENDING', 'DESCENDING']) }), {
    max: 1,
  }),
});

type Request = ValueOf<typeof request>;

interface Row {
  readonly dimensions: Readonly<Record<string, unknown>> | undefined;
  readonly figures: Figures;
}

/** Figures of up to 100 queues in one call, a few seconds old. */
export const getCurrentMetricData: Operation = {
  name: 'GetCurrentMetricData',
  method: 'POST',
  path: '/metrics/current/{InstanceId}',
  service: 'connect',
  run(world, call) {
    const body = typeof call.body === 'object' && !Array.isArray(call.body) ? call.body : {};
    const members = validate(request, { ...body, ...call.params });
    requireInstance(members.InstanceId);
    const wanted = wantedMetrics(members);
    checkCombinations(members, wanted);
    const queues = queuesOf(world, members);
    const { NextToken, MaxResults, ...question } = members;
    const page = metricPages(world, JSON.stringify(question), NextToken, MaxResults ?? 100, () => {
      const { at, rows } = readFigures(world, queues);
      const asked = rows.filter((one) => members.Filters.Channels?.includes(one.channel) ?? true);
      return { at, results: sorted(group(asked, members), members).map((row) => resultOf(row, wanted, members)) };
    });
    return answerOf(page);
  },
};

function answerOf({ results, nextToken, at, total }: Page): unknown {
  return {
    ...(nextToken !== undefined && { NextToken: nextToken }),
    MetricResults: results,
    DataSnapshotTime: epochSeconds(at),
    ApproximateTotalCount: total,
  };
}

function wantedMetrics({ CurrentMetrics }: Request): readonly MetricName[] {
  return CurrentMetrics.map(({ Name, MetricId, Unit }) => {
    if (MetricId !== undefined) throw parameter('There are no custom metrics in this instance.');
    if (Name === undefined) throw parameter('Every metric needs a Name or a MetricId.');
    if (Unit !== undefined && Unit !== metricUnit[Name]) throw parameter(`The unit of ${Name} is ${metricUnit[Name]}.`);
    return Name;
  });
}

/** The combinations of filters, groupings and metrics that the API reference allows. */
function checkCombinations({ Filters, Groupings = [], SortCriteria }: Request, metrics: readonly MetricName[]): void {
  if (Filters.Queues && Filters.RoutingProfiles)
    throw parameter('Filter by queues or by routing profiles, not by both.');
  if (Filters.RoutingProfiles) throw notFound('Routing profile');
  if (!Filters.Queues) throw parameter('Filters must name at least one queue.');
  if (new Set(Groupings).size !== Groupings.length) throw parameter('Groupings must differ.');
  for (const one of Groupings) {
    if (one !== 'QUEUE' && one !== 'CHANNEL') throw parameter(`Grouping ${one} is not possible with these filters.`);
  }
  for (const one of ['RoutingStepExpressions', 'AgentStatuses', 'Subtypes', 'ValidationTestTypes'] as const) {
    if (Filters[one]) throw parameter(`The filter ${one} needs a grouping of its own.`);
  }
  if (Groupings.includes('CHANNEL') && !Filters.Channels?.length)
    throw parameter('Grouping CHANNEL needs a channel filter.');
  const byBoth = Groupings[0] === 'QUEUE' && Groupings[1] === 'CHANNEL';
  if (metrics.includes('ESTIMATED_WAIT_TIME') && (!byBoth || !Filters.Channels?.length)) {
    throw parameter('ESTIMATED_WAIT_TIME needs filters for queues and channels, grouped by QUEUE and CHANNEL.');
  }
  const sort = SortCriteria?.[0]?.SortByMetric;
  if (sort === 'SLOTS_ACTIVE' || sort === 'SLOTS_AVAILABLE') throw parameter(`Sorting by ${sort} is not supported.`);
}

function queuesOf(world: World, { Filters }: Request): readonly Queue[] {
  const queues = new Map<string, Queue>();
  for (const wanted of Filters.Queues ?? []) {
    const queue = requireQueue(world, wanted);
    queues.set(queue.id, queue);
  }
  return [...queues.values()];
}

type Reading = ReturnType<typeof readFigures>['rows'][number];

function group(readings: readonly Reading[], { Groupings = [] }: Request): readonly Row[] {
  const groups = new Map<string, Reading[]>();
  for (const one of readings) {
    const key = Groupings.map((by) => (by === 'QUEUE' ? one.queue.id : one.channel)).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((rows) => ({ dimensions: dimensionsOf(rows, Groupings), figures: combine(rows) }));
}

function dimensionsOf([first]: readonly Reading[], by: NonNullable<Request['Groupings']>): Row['dimensions'] {
  if (!first || by.length === 0) return undefined;
  return {
    ...(by.includes('QUEUE') && { Queue: { Id: first.queue.id, Arn: first.queue.arn } }),
    ...(by.includes('CHANNEL') && { Channel: first.channel }),
  };
}

function sorted(rows: readonly Row[], { SortCriteria }: Request): readonly Row[] {
  const { SortByMetric = 'AGENTS_ONLINE', SortOrder = 'DESCENDING' } = SortCriteria?.[0] ?? {};
  const sign = SortOrder === 'ASCENDING' ? 1 : -1;
  const value = (row: Row): number => row.figures[SortByMetric] ?? 0;
  return [...rows].sort((a, b) => sign * (value(a) - value(b)));
}

function resultOf({ dimensions, figures }: Row, wanted: readonly MetricName[], { Groupings }: Request): unknown {
  const grouped = (Groupings ?? []).length > 0;
  return {
    ...(dimensions && { Dimensions: dimensions }),
    Collections: wanted.flatMap((Name) => {
      const figure = figures[Name];
      if (figure === undefined) return [];
      // Documented oddity: without groupings this one comes in milliseconds, and still says seconds.
      const Value = Name === 'OLDEST_CONTACT_AGE' && !grouped ? figure * 1000 : figure;
      return [{ Metric: { Name, Unit: metricUnit[Name] }, Value }];
    }),
  };
}

function parameter(message: string): Error {
  return serviceError('InvalidParameterException', message);
}
