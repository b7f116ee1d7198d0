import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Answers a path itself; returns false to leave it to the files. */
export type Route = (path: string, response: ServerResponse) => boolean;

export interface StaticServer {
  /** What serves, for whoever wants to answer upgrades too. */
  readonly http: Server;
  readonly origin: string;
  /** Paths asked for since the start or the last `forget`, query included. */
  readonly asked: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

/** Serves a folder on this machine, on any free port. `route` comes before the files. */
export async function serveFolder(folder: string, route: Route = () => false): Promise<StaticServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    asked.push(url);
    const { pathname } = new URL(url, 'http://localhost');
    if (route(pathname, response)) return;
    const file = join(folder, decodeURIComponent(pathname));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    http: server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    forget: () => void asked.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
