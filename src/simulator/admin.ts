import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadKnob } from './faults.js';
import { BadScenario } from './scenario.js';
import { matchPath } from './wire.js';

/** One request to the simulator's own interface. */
export interface AdminCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The members of the JSON body; empty without one. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One thing the simulator's own interface can do. The documentation page is made from these. */
export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** What it does, in a sentence or two. */
  readonly says: string;
  /** A body to try, where there is one. */
  readonly example?: unknown;
  /** Returns the JSON answer, or writes the answer itself and returns undefined. */
  run(call: AdminCall): unknown;
}

/** A request that cannot be followed, with the sentence that says why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers a request to one of these routes; false when the path is none of theirs. Errors are `{error: sentence}`. */
export async function serveAdmin(
  routes: readonly AdminRoute[],
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  rawBody: Buffer,
): Promise<boolean> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', origin);
  const there = routes.flatMap((route) => {
    const params = matchPath(route.path, pathname);
    return params ? [{ route, params }] : [];
  });
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    });
    response.end();
    return true;
  }
  const found = there.find(({ route }) => route.method === request.method);
  if (!found) {
    const message =
      there.length > 0
        ? `Use ${there.map((one) => one.route.method).join(' or ')} here.`
        : 'There is nothing here. GET /_sim/ lists everything.';
    answer(response, there.length > 0 ? 405 : 404, { error: message });
    return true;
  }
  try {
    const body = parse(rawBody);
    const value = await found.route.run({ request, response, origin, params: found.params, query, body });
    if (value !== undefined && !response.headersSent) answer(response, 200, value);
  } catch (error) {
    if (error instanceof Refusal) answer(response, error.status, { error: error.message });
    else if (error instanceof BadKnob || error instanceof BadScenario) answer(response, 400, { error: error.message });
    else answer(response, 500, { error: `A mistake of the simulator: ${String(error)}`, requestId: randomUUID() });
  }
  return true;
}

/** A text member, or a refusal that names it. */
export function needText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(400, `The body needs "${name}", a string.`);
}

/** A text member that may be absent. */
export function mayText(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new Refusal(400, `"${name}" must be a string.`);
}

/** A number that may be absent. */
export function mayNumber(body: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Refusal(400, `"${name}" must be a number.`);
}

/** A switch that may be absent. */
export function mayFlag(body: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw new Refusal(400, `"${name}" must be true or false.`);
}

/** One of a few words; may be absent. */
export function mayWord<Word extends string>(
  body: Readonly<Record<string, unknown>>,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = mayText(body, name);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw new Refusal(400, `"${name}" must be one of ${words.join(', ')}.`);
  return word;
}

/** An object, or a refusal that says what must be one. */
export function needRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Refusal(400, `${what} must be an object.`);
}

/** A list of strings that may be absent. */
export function mayStrings(body: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  throw new Refusal(400, `"${name}" must be a list of strings.`);
}

/** An object of strings; empty when absent. */
export function mayTexts(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, string>> {
  const given = needRecord(body[name] ?? {}, `"${name}"`);
  return Object.fromEntries(Object.keys(given).map((key) => [key, needText(given, key)]));
}

function parse(rawBody: Buffer): Readonly<Record<string, unknown>> {
  if (rawBody.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new Refusal(400, 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'The body must be a JSON object.');
  return value as Record<string, unknown>;
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
