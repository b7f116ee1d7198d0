// `npm start`: the whole of Deskbell on one origin of this machine. Three things behind one http server:
//   the pages        what a website has           /  /npm/  /call/  /agent/  and the built package at /deskbell/
//   the broker       what your server runs        /v1/…
//   the simulator    instead of Amazon Connect    everything else
// PORT chooses the port (8080 unless said otherwise, 0 = any free one).
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createBundle } from './server/bundle.mjs';
import { createPages } from './server/pages.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const { PORT: wanted = '' } = process.env;
const port = Number(wanted || 8080);
if (!/^\d*$/.test(wanted) || port > 65_535) giveUp(`PORT must be a whole number from 0 to 65535, not "${wanted}".`);
const built = ['../dist/deskbell.js', '../dist/esm/define.js', '../dist/node/simulator/index.js'];
if (!built.every((path) => existsSync(folder(path)))) giveUp('Deskbell is not built yet: run `npm run build` first.');

const server = createServer();
const connections = new Set();
server.on('connection', (socket) => {
  connections.add(socket);
  socket.once('close', () => connections.delete(socket));
});
server.once('error', ({ code, message }) =>
  giveUp(
    code === 'EADDRINUSE'
      ? `Port ${port} is in use: stop what runs there, or set PORT to another one.`
      : `The demo cannot listen on port ${port}: ${message}.`,
  ),
);
// Only this machine can reach it. chatjs dials plain ws: addresses at 127.0.0.1 only, so that is the origin's name.
await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const { startServices } = await import('./server/services.mjs');
const { simulator, answerBroker } = startServices(origin);
const bundles = ['npm/main.js', 'call/main.js', 'agent/own-media.js'].map((path) =>
  createBundle(`/${path.split('/')[0]}/bundle/`, folder(path)),
);
const sendPage = createPages({ '/deskbell/': folder('../dist'), '/': folder('.') });

async function sendBundle(request, response, pathname) {
  for (const send of bundles) if (await send(request, response, pathname)) return true;
  return false;
}

async function answer(request, response) {
  const [pathname] = request.url.split('?');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && /^localhost(:|$)/.test(request.headers.host ?? '')) {
    response.writeHead(307, { Location: origin + request.url }).end();
  } else if (pathname.startsWith('/v1/')) answerBroker(request, response);
  else if (isRead && (await sendBundle(request, response, pathname))) return;
  else if (isRead && (await sendPage(request, response, pathname))) return;
  else if (await simulator.handle(request, response)) return;
  else await sendPage(request, response, '/404.html', 404);
}

server.on('request', (request, response) => {
  answer(request, response).catch((error) => {
    if (!request.destroyed) process.stderr.write(`${request.url}: ${error.message}\n`);
    response.destroy();
  });
});
server.on('upgrade', (request, socket, head) => {
  if (!simulator.upgrade(request, socket, head)) socket.destroy();
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const socket of connections) socket.destroy();
    process.exit(0);
  });
}

process.stdout.write(`Deskbell demo ready at ${origin}/\n`);
