import { mayNumber, mayText, mayWord, needRecord, needText, Refusal } from './admin.js';
import { days, isDate, isTimeZone, readMinutes, type Day, type Hours, type OpenRange } from './hours.js';
import type { ProcessSettings, QueueSettings } from './queue-settings.js';

/** Reads one entry of `queues`. Members that are absent stay as they are. */
export function readQueue(value: unknown): { id?: string; name?: string } & QueueSettings {
  const given = needRecord(value, 'A queue');
  const id = mayText(given, 'id');
  const name = mayText(given, 'name');
  if (id === undefined && name === undefined) throw new Refusal(400, 'A queue needs "id" or "name".');
  const figures = ['staff', 'averageHandleSeconds', 'others', 'maxContacts'].map(
    (key) => [key, mayNumber(given, key)] as const,
  );
  const wrong = figures.find(([, figure]) => figure !== undefined && figure < 0);
  if (wrong) throw new Refusal(400, `"${wrong[0]}" must not be negative.`);
  const status = mayWord(given, 'status', ['ENABLED', 'DISABLED']);
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...Object.fromEntries(figures.filter(([, figure]) => figure !== undefined)),
    ...(given['maxContacts'] === null && { maxContacts: null }),
    ...(status && { status }),
    ...(given['process'] !== undefined && { process: readProcess(given['process']) }),
    ...(given['hours'] !== undefined && { hours: readHours(given['hours']) }),
  };
}

function readProcess(value: unknown): ProcessSettings | null {
  if (value === null) return null;
  const given = needRecord(value, '"process"');
  const figure = (name: string, usual: number): number => {
    const number = mayNumber(given, name) ?? usual;
    if (number < 0) throw new Refusal(400, `"${name}" must not be negative.`);
    return number;
  };
  return {
    seed: figure('seed', 1),
    arrivalsPerHour: figure('arrivalsPerHour', 0),
    patienceSeconds:
      given['patienceSeconds'] === undefined || given['patienceSeconds'] === null ? null : figure('patienceSeconds', 0),
    takes: mayWord(given, 'takes', ['others', 'everybody']) ?? 'others',
    handleTimes: mayWord(given, 'handleTimes', ['exponential', 'fixed']) ?? 'exponential',
  };
}

/** Hours as they are written in JSON. */
export function readHours(value: unknown): Hours {
  const given = needRecord(value, '"hours"');
  const timeZone = mayText(given, 'timeZone') ?? 'UTC';
  if (!isTimeZone(timeZone)) throw new Refusal(400, '"timeZone" must be a name like "Europe/Berlin".');
  const week = needRecord(given['weekly'] ?? {}, '"weekly"');
  const stranger = Object.keys(week).find((name) => !days.includes(name as Day));
  if (stranger !== undefined) throw new Refusal(400, `"weekly" may have ${days.join(', ')}, not "${stranger}".`);
  const overrides = given['overrides'] ?? [];
  if (!Array.isArray(overrides)) throw new Refusal(400, '"overrides" must be a list.');
  return {
    timeZone,
    weekly: Object.fromEntries(Object.entries(week).map(([day, ranges]) => [day, readRanges(ranges, day)])),
    overrides: (overrides as unknown[]).map((one) => {
      const override = needRecord(one, 'An override');
      const date = needText(override, 'date');
      if (!isDate(date)) throw new Refusal(400, '"date" must be a date like "2026-12-24".');
      const name = mayText(override, 'name');
      return { date, ...(name !== undefined && { name }), hours: readRanges(override['hours'] ?? [], date) };
    }),
  };
}

function readRanges(value: unknown, of: string): readonly OpenRange[] {
  if (!Array.isArray(value)) throw new Refusal(400, `The hours of ${of} must be a list.`);
  return (value as unknown[]).map((one) => {
    const [start, end, ...more] = Array.isArray(one) ? (one as unknown[]) : [];
    const isTime = (time: unknown): time is string => typeof time === 'string' && readMinutes(time) !== undefined;
    if (isTime(start) && isTime(end) && more.length === 0) return [start, end] as const;
    throw new Refusal(400, `The hours of ${of} must be pairs like ["09:00", "18:00"].`);
  });
}
