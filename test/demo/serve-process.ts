import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { repository } from '../support/browsers.mjs';

/** `demo/serve.mjs` as a process of its own, with everything it says. */
export class ServeProcess {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  /** Exit code and signal, once it has ended and said everything. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>;

  constructor(port: string, root = repository) {
    this.child = spawn(process.execPath, [join(root, 'demo/serve.mjs')], {
      cwd: root,
      env: { ...process.env, PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    }));
  }

  /** The origin it says it is ready at. Throws what it said instead, when it ends before. */
  async ready(): Promise<string> {
    while (!this.stdout.includes('\n')) {
      const isOver = await Promise.race([this.ended, once(this.child.stdout ?? this.child, 'data').then(() => false)]);
      if (isOver) throw new Error(`The demo ended: ${this.stderr}`);
    }
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(this.stdout)?.[0];
    if (!origin) throw new Error(`The demo said: ${this.stdout}`);
    return origin;
  }

  /** Sends a signal and waits for the end. Answers the exit code and how long it took, in milliseconds. */
  async end(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<{ code: number | null; ms: number }> {
    const before = performance.now();
    this.child.kill(signal);
    const { code } = await this.ended;
    return { code, ms: performance.now() - before };
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One GET with the path exactly as given: fetch would tidy it up. */
export function get(origin: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}
