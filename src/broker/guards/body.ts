import { Refusal } from '../refusal.js';

/** Bytes a body may have. */
const mostBytes = 16 * 1024;
/** How deep JSON may nest; our own bodies need 2. */
const mostDepth = 4;

/**
 * The JSON body of a request. `text/plain` is taken too, because a browser sends it across origins without a preflight.
 * Throws `token/bad-request`: 415 for the type, 413 for the size.
 */
export async function readJson(request: Request, signal: AbortSignal): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').toLowerCase().replaceAll(' ', '');
  const encoded = request.headers.get('content-encoding') ?? 'identity';
  if (!/^(application\/json|text\/plain)(;charset="?utf-8"?)?$/.test(type) || encoded !== 'identity') {
    throw new Refusal('token/bad-request', { status: 415, field: 'content-type' });
  }
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
  const bytes = await readBytes(request, signal);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (depthOf(text) <= mostDepth) return JSON.parse(text) as unknown;
  } catch {
    // Told below: bytes that are no UTF-8, text that is no JSON.
  }
  throw new Refusal('token/bad-request', { field: 'body' });
}

async function readBytes(request: Request, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  const cancel = (): void => void reader?.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      size += next.value.length;
      if (size > mostBytes) throw tooLarge();
      chunks.push(next.value);
    }
  } catch (error) {
    cancel();
    // The client hung up in mid-sentence: nobody is there to hear this.
    throw error instanceof Refusal ? error : new Refusal('token/bad-request', { field: 'body' });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (): Refusal => new Refusal('token/bad-request', { status: 413, field: 'body' });

/** The deepest nesting of objects and arrays in a JSON text, found without parsing it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
