import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** Who may enter which room: rooms and packages each room may import. The same arrows as in src/README.md. */
const arrows: Readonly<Record<string, { readonly rooms: RegExp; readonly packages: RegExp }>> = {
  core: { rooms: /^core\//, packages: /^$/ },
  protocol: { rooms: /^(protocol\/|core\/errors)/, packages: /^$/ },
  i18n: { rooms: /^(i18n\/|core\/(errors|(chat|call)\/state|wait\/(offers|ports)))/, packages: /^$/ },
  adapters: {
    rooms: /^(adapters|core|protocol)\//,
    packages: /^(amazon-connect-chatjs$|amazon-chime-sdk-js\/build\/)/,
  },
  elements: { rooms: /^(elements|core|i18n)\//, packages: /^lit(\/|$)/ },
  app: { rooms: /^(app|core|adapters|elements|i18n)\//, packages: /^$/ },
  loader: { rooms: /^(loader|elements\/launcher)\//, packages: /^$/ },
  broker: {
    rooms: /^(broker\/|protocol\/|core\/(errors|log))/,
    packages: /^(node:|hono(\/|$)|@hono\/node-server$|jose$|valibot$|@aws-sdk\/client-connect$|@smithy\/)/,
  },
  simulator: {
    rooms: /^simulator\//,
    packages: /^(node:|ws$|werift$|amazon-chime-sdk-js\/build\/signalingprotocol\/)/,
  },
};

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.d.ts'),
);

/** What a source imports: other sources by their path below src, packages by their name. */
function importsOf(source: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join('src', source), 'utf8'));
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? normalize(join(dirname(source), fileName)).replace(/\.js$/, '.ts') : fileName,
  );
}

const graph = new Map(sources.map((source) => [source, importsOf(source)]));

test('Every room imports only what it may', () => {
  for (const [source, imports] of graph) {
    const arrow = arrows[source.split('/')[0]!];
    assert.ok(arrow, `${source} is in a room`);
    for (const imported of imports) {
      const allowed = imported.endsWith('.ts') ? arrow.rooms : arrow.packages;
      assert.match(imported, allowed, `${source} may not import ${imported}`);
    }
  }
});

test('Every import of ours leads to a file', () => {
  for (const [source, imports] of graph) {
    for (const imported of imports) {
      if (imported.endsWith('.ts')) assert.ok(graph.has(imported), `${source} imports ${imported}`);
    }
  }
});

test('One SDK lives in one folder of the adapters', () => {
  const folders = [...graph]
    .filter(([, imports]) => imports.includes('amazon-connect-chatjs'))
    .map(([source]) => dirname(source));
  assert.deepEqual([...new Set(folders)], ['adapters/chatjs']);
});

test('No imports go round in a circle', () => {
  const done = new Set<string>();
  const visit = (source: string, path: readonly string[]): void => {
    assert.ok(!path.includes(source), [...path.slice(path.indexOf(source)), source].join(' → '));
    if (done.has(source)) return;
    for (const imported of graph.get(source) ?? []) visit(imported, [...path, source]);
    done.add(source);
  };
  for (const source of sources) visit(source, []);
});

test('Only the entry points gather exports of other files', () => {
  for (const source of sources) {
    const gathers = /^export \* from/m.test(readFileSync(join('src', source), 'utf8'));
    if (gathers)
      assert.match(
        source,
        /^app\/|^elements\/define(-call|-files|-hours|-wait)?\.ts$|^broker\/(node|lambda)\.ts$|^simulator\/index\.ts$/,
        source,
      );
  }
});
