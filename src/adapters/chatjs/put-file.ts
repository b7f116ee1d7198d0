import { LinkError } from './failure.js';
import type { PutFile } from './ports.js';

/** What a browser says by itself, and lets nobody else say. */
const forbidden = /^(content-length|host)$/i;

/** Over XMLHttpRequest: nothing else in a browser tells how far an upload is. */
export const putFile: PutFile = ({ contentType, headers, url }, bytes, onShare, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const fail = (): void => reject(new LinkError('unreached'));
    try {
      request.open('PUT', url);
      for (const [name, value] of Object.entries(headers)) {
        if (!forbidden.test(name)) request.setRequestHeader(name, value);
      }
    } catch (thrown) {
      return reject(new LinkError('failed', thrown));
    }
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request.status);
    request.onerror = request.onabort = fail;
    request.onloadend = () => signal.removeEventListener('abort', stop);
    if (signal.aborted) return fail();
    signal.addEventListener('abort', stop);
    // A Blob goes under its own type, which may be empty, or not the one that was announced.
    request.send(new Blob([bytes as Blob], { type: contentType }));
  });
