import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './world.js';

/** Amazon's names for what can go wrong and the HTTP status each travels with. */
export const errorStatus = {
  InvalidRequestException: 400,
  InvalidParameterException: 400,
  InvalidContactFlowException: 400,
  PropertyValidationException: 400,
  SerializationException: 400,
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  DestinationNotAllowedException: 403,
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  OutboundContactNotPermittedException: 403,
  UnrecognizedClientException: 403,
  ContactFlowNotPublishedException: 404,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  DuplicateResourceException: 409,
  IdempotencyException: 409,
  ResourceConflictException: 409,
  ResourceInUseException: 409,
  ContactNotFoundException: 410,
  RequestEntityTooLargeException: 413,
  LimitExceededException: 429,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
  InternalServerException: 500,
  InternalServiceException: 500,
} as const;

export type ErrorName = keyof typeof errorStatus;

/** A refusal in the service's own words; `members` go into the body beside the message. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** Amazon's error name. */
  readonly type: string;
  /** HTTP status. */
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(type: string, status: number, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.type = type;
    this.status = status;
    this.members = members;
  }
}

/** A ServiceError with the status its name usually has. */
export function serviceError(
  type: ErrorName,
  message: string,
  members?: Readonly<Record<string, unknown>>,
): ServiceError {
  return new ServiceError(type, errorStatus[type], message, members);
}

/** One request to one operation. */
export interface Call {
  readonly method: string;
  /** The path as received, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded path members by name. */
  readonly params: Readonly<Record<string, string>>;
  /** The query as received, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** The JSON value of the body; undefined without a body. */
  readonly body: unknown;
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  /** What X-Amz-Bearer says. */
  readonly bearer: string | undefined;
  readonly requestId: string;
  /** The same for all attempts an SDK makes of one call. */
  readonly invocationId: string | undefined;
  /** 1 for the first attempt of an SDK. */
  readonly attempt: number;
}

/** One operation of Amazon's API: where it is found, and what it does to the world. */
export interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As in the API reference: `/contacts/{InstanceId}/{ContactId}`. */
  readonly path: string;
  readonly service: 'connect' | 'participant';
  /** Returns the members of the answer, or throws a ServiceError. */
  run(world: World, call: Call): unknown;
}

/**
 * Stands around an operation's effect. `next` runs the operation. What is returned is answered as JSON, what is thrown as
 * an error; one who writes to `response` (or destroys it) has answered, and nothing more is written.
 */
export type Around = (
  operation: Operation,
  call: Call,
  next: () => Promise<unknown>,
  response: ServerResponse,
) => Promise<unknown>;

/** What a dispatch needs to know. */
export interface Service {
  readonly world: World;
  readonly operations: readonly Operation[];
  /** Asked before anything else, for signatures and rates. Refuses by throwing a ServiceError. */
  readonly guard?: (operation: Operation, call: Call) => void;
  readonly around?: Around;
  /** Told of errors that are no refusals, hence mistakes of the simulator itself; they are answered with 500. */
  readonly onMistake?: (error: unknown, operation: Operation) => void;
}

/** Finds the operation a request is for and answers it. False, with nothing written, when no operation has this path. */
export async function dispatch(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  rawBody: Buffer,
): Promise<boolean> {
  const { method = 'GET', headers, url = '/' } = request;
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  const rawQuery = cut < 0 ? '' : url.slice(cut + 1);
  const there = service.operations.flatMap((operation) => {
    const params = matchPath(operation.path, path);
    return params ? [{ operation, params }] : [];
  });
  if (there.length === 0) return false;
  const requestId = randomUUID();
  prepare(service.world, request, response, requestId);
  if (method === 'OPTIONS') {
    preflight(request, response);
    return true;
  }
  const found = there.find(({ operation }) => operation.method === method);
  if (!found) {
    writeError(response, serviceError('UnknownOperationException', `There is no ${method} of this path.`));
    return true;
  }
  const { operation, params } = found;
  const partial = { method, path, params, rawQuery, query: new URLSearchParams(rawQuery), rawBody, headers, requestId };
  const sdk = { invocationId: one(headers['amz-sdk-invocation-id']), attempt: attemptOf(headers) };
  const call: Call = { ...partial, ...sdk, bearer: one(headers['x-amz-bearer']), body: undefined };
  try {
    service.guard?.(operation, call);
    const full: Call = { ...call, body: parseBody(operation, rawBody) };
    const next = (): Promise<unknown> => Promise.resolve().then(() => operation.run(service.world, full));
    const answer = await (service.around ? service.around(operation, full, next, response) : next());
    writeJson(response, 200, answer ?? {});
  } catch (error) {
    if (!(error instanceof ServiceError)) service.onMistake?.(error, operation);
    writeError(response, error instanceof ServiceError ? error : mistake(operation));
  }
  return true;
}

/**
 * Matches a path as received against a template; members come out decoded. Slashes inside a member travel as %2F, so an
 * ARN is one segment. Undefined when it does not fit.
 */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decode(segment);
    if (value === undefined || value === '') return undefined;
    params[part.slice(1, -1)] = value;
  }
  return params;
}

/** Reads a whole request body; rejects with a ServiceError beyond `limit` bytes. */
export async function readBody(request: IncomingMessage, limit = 8_388_608): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit)
      throw serviceError('RequestEntityTooLargeException', `The body must be at most ${limit} bytes long.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Writes a JSON answer, unless somebody has answered already. */
export function writeJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Writes an error as restJson1 does: its name in a header and in the body, its text under both usual names. */
export function writeError(response: ServerResponse, error: ServiceError): void {
  if (response.headersSent || response.destroyed) return;
  if (error.type !== '') response.setHeader('x-amzn-errortype', error.type);
  const type = error.type === '' ? {} : { __type: error.type };
  writeJson(response, error.status, { ...type, ...error.members, message: error.message, Message: error.message });
}

function prepare(world: World, request: IncomingMessage, response: ServerResponse, requestId: string): void {
  response.setHeader('date', new Date(world.now() + world.faults.knobs.clockSkewSeconds * 1000).toUTCString());
  response.setHeader('x-amzn-requestid', requestId);
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-expose-headers', 'x-amzn-errortype, x-amzn-requestid, date, retry-after');
  response.setHeader('vary', 'origin');
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '600',
    'content-length': '0',
  });
  response.end();
}

function parseBody(operation: Operation, rawBody: Buffer): unknown {
  if (rawBody.length === 0) return undefined;
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    const type = operation.service === 'connect' ? 'SerializationException' : 'ValidationException';
    throw serviceError(type, 'The request body is not valid JSON.');
  }
}

function mistake(operation: Operation): ServiceError {
  const type = operation.service === 'connect' ? 'InternalServiceException' : 'InternalServerException';
  return serviceError(type, 'Request processing failed due to an error or failure with the service.');
}

function attemptOf(headers: IncomingHttpHeaders): number {
  return Number(/attempt=(\d+)/.exec(one(headers['amz-sdk-request']) ?? '')?.[1] ?? 1);
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
