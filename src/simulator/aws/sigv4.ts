import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { serviceError, type Call, type ErrorName } from '../wire.js';

/** Whose signatures are good, and for what. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** The signing name of the service: `connect`. */
  readonly service: string;
}

/** The parts of a request that a signature covers. */
export type SignedRequest = Pick<Call, 'method' | 'path' | 'rawQuery' | 'headers' | 'rawBody'>;

const algorithm = 'AWS4-HMAC-SHA256';
const maxSkewMs = 300_000;

/**
 * Verifies a Signature Version 4 of the Authorization header, as the AWS signing guide describes it.
 * @param now Milliseconds since 1970, by the service's clock.
 * Throws the refusal, a 403: MissingAuthenticationToken, IncompleteSignature, UnrecognizedClient, InvalidSignature.
 */
export function verifySignature(request: SignedRequest, signer: Signer, now: number): void {
  const authorization = header(request, 'authorization');
  if (authorization === undefined) throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const { credential, signedHeaders, signature } = parseAuthorization(authorization);
  const [accessKeyId, day, region, service, terminator, ...more] = credential.split('/');
  if (accessKeyId !== signer.accessKeyId) {
    throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (region !== signer.region) throw wrong('Credential should be scoped to a valid region.');
  if (service !== signer.service) throw wrong(`Credential should be scoped to correct service: '${signer.service}'.`);
  if (terminator !== 'aws4_request' || more.length > 0) {
    throw wrong("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  const date = header(request, 'x-amz-date') ?? '';
  const signedAt = parseDate(date);
  if (signedAt === undefined || !date.startsWith(day ?? ' ')) throw wrong('Date in Credential scope does not match.');
  checkSkew(date, signedAt, now);
  checkCoverage(request, signedHeaders);
  const bodyHash = sha256(request.rawBody);
  if ((header(request, 'x-amz-content-sha256') ?? bodyHash) !== bodyHash) throw mismatch();
  const scope = [day, region, service, terminator].join('/');
  const toSign = [algorithm, date, scope, sha256(canonicalRequest(request, signedHeaders, bodyHash))].join('\n');
  const key = [region, service, terminator].reduce(hmac, hmac(`AWS4${signer.secretAccessKey}`, day ?? ''));
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))) throw mismatch();
}

function parseAuthorization(text: string): {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
} {
  const [name, ...rest] = text.trim().split(/\s+/);
  if (name !== algorithm) throw refusal('IncompleteSignatureException', `Unsupported algorithm: use ${algorithm}.`);
  const parts = new Map<string, string>();
  for (const part of rest.join('').split(',')) {
    const cut = part.indexOf('=');
    parts.set(part.slice(0, cut), part.slice(cut + 1));
  }
  const [credential, headers, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((one) => {
    const value = parts.get(one);
    if (!value) throw refusal('IncompleteSignatureException', `Authorization header requires '${one}' parameter.`);
    return value;
  });
  if (!/^[0-9a-f]{64}$/.test(signature ?? '')) throw mismatch();
  return { credential: credential ?? '', signedHeaders: (headers ?? '').split(';'), signature: signature ?? '' };
}

/** `host`, the date and everything of Amazon's must be signed, or a stranger could change it. */
function checkCoverage(request: SignedRequest, signedHeaders: readonly string[]): void {
  const needed = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))];
  const open = needed.filter((name) => !signedHeaders.includes(name));
  if (open.length > 0) throw wrong(`'${open.join("', '")}' must be a signed header.`);
}

function checkSkew(date: string, signedAt: number, now: number): void {
  const here = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  if (signedAt < now - maxSkewMs) throw wrong(`Signature expired: ${date} is now earlier than ${here} - 5 min.`);
  if (signedAt > now + maxSkewMs)
    throw wrong(`Signature not yet current: ${date} is still later than ${here} + 5 min.`);
}

/** Milliseconds since 1970 of `20260131T235959Z`. */
function parseDate(date: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[], bodyHash: string): string {
  const headers = signedHeaders.map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/ +/g, ' ')}\n`);
  const path = request.path.split('/').map(encode).join('/');
  const query = canonicalQuery(request.rawQuery);
  return [request.method, path, query, headers.join(''), signedHeaders.join(';'), bodyHash].join('\n');
}

function canonicalQuery(raw: string): string {
  if (raw === '') return '';
  const pairs = raw.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [recode(name), recode(value.join('='))] as const;
  });
  pairs.sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Percent-encoding of RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function recode(text: string): string {
  try {
    return encode(decodeURIComponent(text));
  } catch {
    return encode(text);
  }
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function refusal(type: ErrorName, message: string): Error {
  return serviceError(type, message);
}

function wrong(message: string): Error {
  return refusal('InvalidSignatureException', message);
}

function mismatch(): Error {
  return wrong(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}
