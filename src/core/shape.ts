/** Whether a value off a storage or another tab looks as it must: storage outlives versions, and others can write to it. */
export type Check = (value: unknown) => boolean;

export const isString: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number';
export const isBoolean: Check = (value) => typeof value === 'boolean';

/** Whether `value` is an object in which every named field passes. */
export function shape(fields: Readonly<Record<string, Check>>): Check {
  const named = Object.entries(fields);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    named.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
