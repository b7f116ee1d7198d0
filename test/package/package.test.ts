import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rollup } from 'rollup';
import { repository } from '../support/browsers.mjs';
import { createProject, type Project } from './install.js';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

let project: Project;
let manifest: Manifest;
before(() => {
  project = createProject();
  manifest = JSON.parse(readFileSync(join(project.folder, 'node_modules/deskbell/package.json'), 'utf8')) as Manifest;
});
after(() => rmSync(dirname(project.folder), { recursive: true }));

/** Entry points for a browser, as whoever installs the package writes them. */
const forBrowsers = [
  'deskbell',
  'deskbell/define',
  'deskbell/chat',
  'deskbell/headless',
  'deskbell/testing',
  'deskbell/i18n/de',
];
const forServers = ['deskbell/broker', 'deskbell/broker/node', 'deskbell/broker/lambda', 'deskbell/simulator'];

test('Whoever installs Deskbell installs Lit and nothing else', () => {
  assert.deepEqual(
    project.installed.filter((name) => !/^(@lit\/|@lit-labs\/|lit$|lit-|@types\/trusted-types$)/.test(name)),
    ['deskbell'],
  );
});

test('The package carries what it is for, its licence and those of others, and no sources, tests or tools', () => {
  for (const path of project.files)
    assert.match(path, /^(dist\/|LICENSE$|README\.md$|CHANGELOG\.md$|package\.json$|custom-elements\.json$)/);
  for (const path of ['LICENSE', 'dist/THIRD-PARTY-NOTICES.txt', 'dist/deskbell.js', 'dist/deskbell.js.br']) {
    assert.ok(project.files.includes(path), path);
  }
  assert.ok(project.packedBytes < 3_700_000, `${project.packedBytes} bytes`);
});

test('Every path the package promises is in it', () => {
  const promised = [...Object.values(manifest.exports), manifest.bin].flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  for (const path of promised) {
    const pattern = new RegExp(`^${path.replace('./', '').replaceAll('.', '\\.').replace('*', '[a-z-]+')}$`);
    assert.ok(
      project.files.some((file) => pattern.test(file)),
      path,
    );
  }
});

test('The notices name everything that is inside the published files', () => {
  const notices = readFileSync(join(project.folder, 'node_modules/deskbell/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of [
    'amazon-connect-chatjs 5.0.0',
    'lit-element ',
    'lit-html ',
    '@lit/reactive-element ',
    'lodash.throttle',
    'uuid',
  ]) {
    assert.ok(notices.includes(`\n${name}`), name);
  }
  assert.match(notices, /Changed for Deskbell/);
});

// Lit itself brings a stand-in for `customElements` to servers.
test('Classes and factories can be imported on a server, and nothing happens', () => {
  const printed = project.run(`
    const before = new Set(Reflect.ownKeys(globalThis));
    const { createChatSession, DeskbellWidget, DeskbellError } = await import('deskbell');
    await import('deskbell/chat');
    await import('deskbell/headless');
    await import('deskbell/define');
    const { memoryPorts, ChatSession } = await import('deskbell/testing');
    const { de } = await import('deskbell/i18n/de');
    const session = new ChatSession(memoryPorts());
    await session.start();
    const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key) && !/^(lit|reactive|customElements$)/.test(String(key)));
    console.log(JSON.stringify([typeof createChatSession, typeof DeskbellWidget, typeof DeskbellError, de.language, session.store.state.phase.name, added]));
  `);
  assert.deepEqual(JSON.parse(printed), ['function', 'function', 'function', 'de', 'live', []]);
});

test('Every browser entry point bundles for a browser, with the site’s own Lit', async () => {
  for (const entry of forBrowsers) {
    const { warnings } = await bundle(entry);
    assert.deepEqual(warnings, [], entry);
  }
});

test('A browser is refused everything that belongs on a server', async () => {
  for (const entry of forServers) {
    const { warnings } = await bundle(entry);
    assert.match(warnings.join(), /UNRESOLVED_IMPORT/, entry);
  }
});

test('A server finds its entry points, and is told which package to add', () => {
  for (const entry of forServers) {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', `await import('${entry}')`],
      {
        cwd: project.folder,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 1);
    assert.match(
      stderr,
      /ERR_MODULE_NOT_FOUND.*Cannot find package '(hono|jose|valibot|ws|@aws-sdk|@hono|@smithy)|Cannot find package '(hono|jose|valibot|ws|@aws-sdk|@hono|@smithy)/s,
      entry,
    );
  }
});

test('A strict TypeScript project can use it without any setting of its own', () => {
  writeFileSync(
    join(project.folder, 'shop.ts'),
    `
    import { createChatSession, DeskbellError, type ChatState, type DeskbellWidget } from 'deskbell';
    import 'deskbell/define';
    import { defineChat } from 'deskbell/chat';
    import { createChatSession as headless, type SessionOptions } from 'deskbell/headless';
    import { memoryPorts, ChatSession } from 'deskbell/testing';
    import { ar } from 'deskbell/i18n/ar';

    const options: SessionOptions = { broker: '/broker', displayName: 'Maya' };
    const widget: DeskbellWidget = document.createElement('deskbell-widget');
    widget.session = createChatSession(options);
    widget.strings = ar;
    widget.addEventListener('deskbell-contact-started', ({ contactId }) => contactId.toUpperCase());
    const name = (state: ChatState): string => state.phase.name;
    name(headless(options).store.state);
    name(new ChatSession(memoryPorts()).store.state);
    defineChat();
    if (DeskbellError.is(widget)) throw widget;
    `,
  );
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      join(repository, 'node_modules/typescript/bin/tsc'),
      ...'--noEmit --strict --exactOptionalPropertyTypes --target es2022 --module nodenext --lib es2023,dom,dom.iterable'.split(
        ' ',
      ),
      'shop.ts',
    ],
    { cwd: project.folder, encoding: 'utf8' },
  );
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: join(project.folder, 'node_modules/deskbell'), pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('Types are found wherever code is, as attw sees it', () => {
  const attw = join(repository, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const options = ['--profile', 'esm-only', '--exclude-entrypoints', './loader', '--no-color', '--no-emoji'];
  const { status, stdout } = spawnSync(process.execPath, [attw, project.tarball, ...options], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

/** Bundles one entry of the installed package as a bundler for browsers would. */
async function bundle(entry: string): Promise<{ readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const input = join(project.folder, 'entry.js');
  writeFileSync(input, `import * as all from '${entry}'; globalThis.all = all;`);
  const build = await rollup({
    input,
    plugins: [nodeResolve({ browser: true, rootDir: project.folder })],
    onwarn: ({ code = '', message }) => void warnings.push(`${code}: ${message}`),
  });
  await build.generate({ format: 'es' });
  await build.close();
  return { warnings };
}
