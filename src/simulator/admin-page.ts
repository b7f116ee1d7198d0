import type { AdminRoute } from './admin.js';
import { isPerContact, knobTable, type Knob, type Knobs } from './faults-table.js';
import { describeKind } from './faults.js';
import { stepTable } from './scenario.js';
import type { Operation } from './wire.js';

const groups: Readonly<Record<Knob<unknown>['group'], string>> = {
  general: 'Everything',
  contacts: 'Contacts and the control plane',
  connection: 'Connection and tokens',
  chat: 'Chat',
  files: 'Files',
  socket: 'Sockets and frames',
  call: 'Calls: signalling and media',
};

const css = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem 4rem}
h1{font-size:1.8rem;margin:0 0 .5rem}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
p{max-width:46rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 18%,transparent)}
th{font-weight:600;white-space:nowrap}
code,pre{font:.875em/1.5 ui-monospace,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 18%,transparent);border-radius:.5rem}
td pre{margin:.4rem 0 0}
@media (max-width:48rem){th{white-space:normal;overflow-wrap:anywhere;width:40%}}
`;

/** The documentation page and its style sheet, made from the same tables that the interface works by. */
export function pageRoutes(
  routes: readonly AdminRoute[],
  operations: readonly Operation[],
  fileRoutes: readonly string[],
): readonly AdminRoute[] {
  return [
    {
      method: 'GET',
      path: '/_sim/',
      says: 'This page.',
      run({ response }) {
        response.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'self'",
        });
        response.end(page(routes, operations, fileRoutes));
      },
    },
    {
      method: 'GET',
      path: '/_sim/style.css',
      says: 'The style sheet of this page.',
      run({ response }) {
        response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' });
        response.end(css);
      },
    },
  ];
}

function page(routes: readonly AdminRoute[], operations: readonly Operation[], fileRoutes: readonly string[]): string {
  const names = [...operations.map((one) => one.name), ...fileRoutes];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Amazon Connect, simulated</title>
<link rel="stylesheet" href="/_sim/style.css"></head>
<body>
<h1>Amazon Connect, simulated</h1>
<p>This program stands in for Amazon Connect on this machine: the control plane with signatures and rates, the Participant
Service with its WebSocket, an object store for files, the media of calls, and agents. It is written from public documentation and from
measurements with the AWS SDK, amazon-connect-chatjs and amazon-chime-sdk-js. It was never compared with a live account: where the documentation
is silent, there is a knob below that says “Not documented”.</p>
<p>Everything under <code>/_sim/</code> takes and gives JSON. A refusal is <code>{"error": "a sentence"}</code>.
<code>GET /_sim/config</code> has what a client needs. Keys and ids are made up and open nothing else.</p>
<h2>Calls</h2>
<table><thead><tr><th>Call</th><th>What it does</th></tr></thead><tbody>
${routes.map(routeRow).join('\n')}
</tbody></table>
<h2>HTTP faults</h2>
<p>An entry of <code>http</code> in <code>POST /_sim/faults</code>. It needs a <code>route</code>: <code>*</code> or one of
${names.map((name) => `<code>${escape(name)}</code>`).join(', ')}. The rest is optional:</p>
<table><tbody>
<tr><th><code>act</code></th><td><code>pass</code> (only waits), <code>error</code>, <code>reset</code> (cuts the connection),
<code>hang</code> (never answers), <code>html</code>, <code>cut</code> (half an answer), <code>empty</code>, <code>garbage</code>
(no JSON). Without it: <code>error</code> when there is a status or an error, else <code>pass</code></td></tr>
<tr><th><code>status</code>, <code>error</code>, <code>message</code></th><td>Either of the first two gives the other. An empty
<code>error</code> sends no name</td></tr>
<tr><th><code>when</code></th><td><code>before</code>: the operation does not happen. <code>after</code>: it happens, and only the
answer suffers</td></tr>
<tr><th><code>times</code>, <code>skip</code></th><td>How many calls it meets (<code>null</code> or absent: all), and how many pass before</td></tr>
<tr><th><code>delayMs</code></th><td>The call waits first</td></tr>
<tr><th><code>contactId</code></th><td>Only calls about this contact</td></tr>
<tr><th><code>retryAfterSeconds</code></th><td>Sends the header</td></tr>
</tbody></table>
<h2>Knobs</h2>
<p>Members of <code>knobs</code> in <code>POST /_sim/faults</code>. Those marked “per contact” can also be members of
<code>contacts[contactId]</code>, and then stand so for that contact alone; <code>null</code> in its place takes them back.</p>
${Object.entries(groups)
  .map(([group, title]) => knobTableOf(group, title))
  .join('\n')}
<h2>Scenarios</h2>
<p>How an agent behaves with one contact: <code>{name, agent, begins, afterMs, receipts, steps, replies, otherwise}</code>.
<code>begins</code> is <code>connected</code> (then <code>afterMs</code> later) or <code>message</code>; <code>replies</code> are
<code>{when, steps}</code> with a regular expression; <code>otherwise</code> is a list of steps for each message no reply fits.
A step is <code>{"do": name, …}</code>:</p>
<table><tbody>
${Object.entries(stepTable).map(stepRow).join('\n')}
</tbody></table>
<h2>Operations</h2>
<table><thead><tr><th>Operation</th><th>Call</th></tr></thead><tbody>
${operations.map((one) => `<tr><th>${escape(one.name)}</th><td><code>${one.method} ${escape(one.path)}</code></td></tr>`).join('\n')}
</tbody></table>
</body></html>
`;
}

function routeRow({ method, path, says, example }: AdminRoute): string {
  const body = example === undefined ? '' : `<pre>${escape(JSON.stringify(example))}</pre>`;
  return `<tr><th><code>${method} ${escape(path)}</code></th><td>${escape(says)}${body}</td></tr>`;
}

function stepRow([name, { needs, says }]: [string, (typeof stepTable)[keyof typeof stepTable]]): string {
  const members = Object.keys(needs).map((one) => ` <code>${one}</code>`);
  return `<tr><th><code>${name}</code></th><td>${escape(says)}${members.length > 0 ? `<br>Needs${members.join(',')}` : ''}</td></tr>`;
}

function knobTableOf(group: string, title: string): string {
  const rows = Object.entries(knobTable)
    .filter(([, knob]) => knob.group === group)
    .map(
      ([name, { kind, initial, says }]) =>
        `<tr><th><code>${name}</code></th><td>${escape(says)}<br><code>${escape(describeKind(kind))}</code>, at first <code>${escape(JSON.stringify(initial))}</code>${isPerContact(name as keyof Knobs) ? ', per contact' : ''}</td></tr>`,
    );
  return `<h3>${escape(title)}</h3>\n<table><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
