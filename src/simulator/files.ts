import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoredFile } from './contact.js';
import type { World } from './world.js';

/** Path prefix of upload and download addresses. */
export const filePath = '/files/';

const mediaTypes: Readonly<Record<string, readonly string[]>> = {
  csv: ['text/csv', 'application/csv', 'application/vnd.ms-excel'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  heic: ['image/heic'],
  jfif: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  jpg: ['image/jpeg'],
  mov: ['video/quicktime'],
  mp4: ['video/mp4'],
  pdf: ['application/pdf'],
  png: ['image/png'],
  ppt: ['application/vnd.ms-powerpoint'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  rtf: ['application/rtf', 'application/x-rtf', 'text/rtf', 'text/richtext'],
  txt: ['text/plain'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/vnd.wave'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
};

/** Whether a file of this name and media type can be attached. One type has several names across browsers. */
export function isSupportedFile(name: string, mediaType: string): boolean {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return mediaTypes[extension]?.includes(mediaType.toLowerCase()) === true;
}

/** The headers a PUT of this file must carry, exactly. */
export function uploadHeaders(
  file: Pick<StoredFile, 'name' | 'contentType' | 'size'>,
): Readonly<Record<string, string>> {
  return {
    'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"`,
    'content-length': String(file.size),
    'content-type': file.contentType,
  };
}

/** The names file transfers have in fault rules. */
export type FileRoute = 'UploadFile' | 'DownloadFile';

/** The name of a file request in fault rules, undefined when it is none. */
export function fileRoute(method: string | undefined, path: string): FileRoute | undefined {
  if (!path.startsWith(filePath)) return undefined;
  return method === 'PUT' ? 'UploadFile' : 'DownloadFile';
}

/** The object store: PUT and GET of presigned addresses, its own preflight, errors as XML. `body` is what was PUT. */
export function serveFile(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
): void {
  response.setHeader('access-control-allow-origin', '*');
  if (request.method === 'OPTIONS') return preflight(request, response);
  response.setHeader('access-control-expose-headers', 'etag');
  const upload = request.method === 'PUT';
  const grant = world.tokens.check(decodeURIComponent(path.slice(filePath.length)), upload ? 'upload' : 'download');
  const conversation = grant && world.conversations.get(grant.conversationId);
  const file = conversation?.files.get(grant?.subject ?? '');
  if (!file) return refuse(response, 403, 'AccessDenied', 'Request has expired');
  if (upload) return store(file, request, response, body);
  if (request.method !== 'GET') return refuse(response, 405, 'MethodNotAllowed', 'Only GET and PUT are allowed.');
  response.writeHead(200, { ...uploadHeaders(file), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  response.end(file.body);
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-methods': 'GET, PUT',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '3000',
    'content-length': '0',
  });
  response.end();
}

function store(file: StoredFile, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  for (const [name, value] of Object.entries(uploadHeaders(file))) {
    if (request.headers[name] !== value) {
      return refuse(
        response,
        403,
        'SignatureDoesNotMatch',
        `The header ${name} is not the one the address was signed for.`,
      );
    }
  }
  if (body.length !== file.size) return refuse(response, 400, 'IncompleteBody', 'The body has another length.');
  file.body = body;
  response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"`, 'content-length': '0' });
  response.end();
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
