// Runs Web Test Runner's pages in WebKitGTK: MiniBrowser under a virtual screen, driven by WebKitWebDriver over HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts Xvfb on a display it picks itself. */
async function startScreen(path) {
  const screen = spawn(path, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [line] = await once(createInterface({ input: screen.stdio[3] }), 'line');
  return { screen, display: `:${String(line).trim()}` };
}

const freePort = async () => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** One WebKitGTK window, spoken to in plain WebDriver. */
export async function startWebKit({ driver, browser, screen }) {
  const display = await startScreen(screen);
  const port = await freePort();
  const child = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    env: {
      ...process.env,
      DISPLAY: display.display,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
    },
    stdio: 'ignore',
    detached: true, // A group of its own: the browser it starts does not end with it.
  });
  const end = () => {
    display.screen.kill('SIGKILL');
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  };
  process.once('exit', end);
  const origin = `http://127.0.0.1:${port}`;
  const call = async (method, path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value?.error} ${value?.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (tries >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const { sessionId } = await call('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': {
          binary: browser,
          args: ['--automation', '--enable-media-stream=true', '--enable-mock-capture-devices=true'],
        },
      },
    },
  });
  const session = (method, path, body) => call(method, `/session/${sessionId}${path}`, body);
  return {
    session,
    async stop() {
      process.off('exit', end);
      end();
      await Promise.all([child, display.screen].map((one) => (one.exitCode === null ? once(one, 'exit') : undefined)));
    },
  };
}

/** A browser launcher for Web Test Runner: one window, one page at a time. */
export function webkitLauncher(paths) {
  let webkit;
  let active;
  return {
    name: 'WebKit',
    type: 'webkitgtk',
    concurrency: 1,
    async initialize() {},
    async startSession(id, url) {
      webkit ??= await startWebKit(paths);
      active = id;
      await webkit.session('POST', '/url', { url });
    },
    isActive: (id) => id === active,
    getBrowserUrl: (id) => (id === active ? 'webkit' : undefined),
    async stopSession() {
      active = undefined;
      await webkit?.session('POST', '/url', { url: 'about:blank' });
      return {};
    },
    async stop() {
      await webkit?.stop();
      webkit = undefined;
    },
  };
}
