// From tsc's output in build/src to what is published in dist. Four parts, one after the other:
//   dist/deskbell.js, dist/chunks/   the script tag: a loader, and one self-contained file each for the app, for
//                                    amazon-connect-chatjs and for every language but English
//   dist/esm/                        for bundlers: the entry points, with lit left to the site's own install
//   dist/node/                       for servers: broker and simulator, with every package left to the install
//   dist/types/                      declarations
// build/bundles.json says which modules went into which browser file, for the tests.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { leanChatjs } from './.config/rollup/lean-chatjs.mjs';
import { chime, leanChime } from './.config/rollup/lean-chime.mjs';
import { createNotices } from './.config/rollup/notices.mjs';
import {
  byteOrderMark,
  chunksTo,
  compress,
  copyTypes,
  inPlaceOf,
  instead,
  integrity,
  leanLit,
  removeOlder,
  sharedLit,
  sourceMaps,
  tightTemplates,
} from './.config/rollup/plugins.mjs';

const built = join(import.meta.dirname, 'build/src/');
const from = (path) => join(built, path);
const languagesIn = (folder) =>
  readdirSync(from(folder)).flatMap((file) => /^([a-z]{2,3}(?:-[A-Za-z]+)?)\.js$/.exec(file)?.[1] ?? []);
const languages = languagesIn('i18n');
/** Words that have files of their own, by folder, in every language but English. */
const callLanguages = languagesIn('i18n/call').filter((name) => name !== 'en');
const waitLanguages = languagesIn('i18n/wait').filter((name) => name !== 'en');
const hoursLanguages = languagesIn('i18n/hours').filter((name) => name !== 'en');
const filesLanguages = languagesIn('i18n/files').filter((name) => name !== 'en');

const started = Date.now();
const notices = createNotices();
const bundles = {};
const note = ({ fileName, imports, dynamicImports, modules }, prefix = '') => {
  bundles[prefix + fileName] = {
    imports: imports.map((name) => prefix + name),
    dynamicImports: dynamicImports.map((name) => prefix + name),
    modules: Object.keys(modules).map((id) => id.replace(`${import.meta.dirname}/`, '').replace(/^\0/, '')),
  };
};

function onwarn(warning, warn) {
  const own = !(warning.ids ?? [warning.id ?? '']).some((id) => id.includes('/node_modules/'));
  if (warning.code === 'CIRCULAR_DEPENDENCY' && own) throw new Error(warning.message);
  if (own || !['THIS_IS_UNDEFINED', 'CIRCULAR_DEPENDENCY'].includes(warning.code)) warn(warning);
}

const resolve = () => [
  sourceMaps(built),
  tightTemplates,
  leanChime(),
  nodeResolve({ browser: true, ignoreSideEffectsForRoot: true, preferBuiltins: false }),
  leanChatjs(from('adapters/chatjs/service-client.js')),
  // The client for Amazon Chime and what it stands on. A class is the `default` of its file, as TypeScript has it.
  commonjs({
    include: chime,
    defaultIsModuleExports: true,
  }),
];
const minify = () =>
  terser({
    module: true,
    ecma: 2022,
    compress: { passes: 3, hoist_props: false, unsafe_arrows: true },
    // Every licence is in THIRD-PARTY-NOTICES.txt beside the files.
    format: { comments: /^!/ },
  });

/** Files of the script tag made so far, by name, as the loader needs to know them. */
const files = {};

/** One file that needs no other: a browser never retries a module that failed to load, so none may stand on another. */
const scriptFile = (name, input, ...plugins) => ({
  input: { [name]: from(input) },
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: 'hidden',
    banner: '/*! Licences: THIRD-PARTY-NOTICES.txt */',
    // Whether its bytes are the right ones the integrity says; the name only has to be another one after a change.
    entryFileNames: 'chunks/[name]-[hash:6].js',
    chunkFileNames: 'chunks/[name]-[hash:6].js',
  },
  onwarn,
  plugins: [
    ...plugins,
    ...resolve(),
    minify(),
    notices.plugin(),
    chunksTo((chunk, bytes, path) => {
      files[name] = [chunk.fileName, integrity(bytes)];
      note(chunk);
      compress(path, bytes);
    }),
  ],
});

const exports = (values) =>
  Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join('\n');

/** What the app cannot know by itself: the files it loads later. */
const whatTheAppLoads = () => {
  const { call, connect, session } = files;
  const others = languages.filter((name) => name !== 'en').map((name) => [name, files[name]]);
  return exports({ call, connect, session, languages: Object.fromEntries(others) });
};

/** The only thing that can go wrong before the session's file, which has the words for the rest, is there. */
async function whatCanFailFirst() {
  const { errors } = await import(pathToFileURL(from('i18n/errors-en.js')));
  const code = 'connection/load-failed';
  return exports({ errors: { [code]: errors[code] } });
}

/** The files of some words, by language. */
const filesOf = (words, names) => Object.fromEntries(names.map((name) => [name, files[`${words}-${name}`]]));

/** What a call cannot know by itself: the client, and its words in every other language. */
const whatACallLoads = () => exports({ chime: files.chime, callLanguages: filesOf('call', callLanguages) });

/** What watches over a chat loads when it is needed. */
const whatASessionLoads = () => exports({ files: files.files, hours: files.hours, wait: files.wait });

/** What the loader cannot know by itself: the app, and the launcher's words in every language. */
async function whatTheLoaderNeeds() {
  const words = {};
  for (const language of languages) {
    const { [language]: strings } = await import(pathToFileURL(from(`i18n/${language}.js`)));
    words[language] = [strings.launcher(0), strings.errors['connection/load-failed']];
  }
  const { en: english, ...others } = words;
  return exports({ app: files.app, english, words: others });
}

const loader = {
  input: { deskbell: from('loader/loader.js') },
  output: { dir: 'dist', format: 'iife', sourcemap: 'hidden', entryFileNames: '[name].js' },
  onwarn,
  plugins: [
    inPlaceOf(from('loader/built.js'), whatTheLoaderNeeds),
    // A script tag is in a browser.
    instead(from('elements/launcher/launcher.js'), 'extends BrowserElement', 'extends HTMLElement'),
    ...resolve(),
    minify(),
    byteOrderMark,
    chunksTo((chunk, bytes, path) => {
      note(chunk);
      compress(path, bytes);
    }),
  ],
};

const packageEntries = ['index', 'define', 'chat', 'call', 'headless', 'testing'];

const forBundlers = {
  input: {
    ...Object.fromEntries(packageEntries.map((name) => [name, from(`app/${name}.js`)])),
    ...Object.fromEntries(languages.map((language) => [`i18n/${language}`, from(`i18n/${language}.js`)])),
    ...Object.fromEntries(
      ['call', 'files', 'hours', 'wait'].flatMap((words) =>
        languagesIn(`i18n/${words}`).map((language) => [
          `i18n/${words}/${language}`,
          from(`i18n/${words}/${language}.js`),
        ]),
      ),
    ),
  },
  external: /^lit(\/|$)/,
  output: {
    dir: 'dist/esm',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash:6].js',
  },
  onwarn,
  plugins: [...resolve(), notices.plugin(), chunksTo((chunk) => note(chunk, 'esm/'))],
};

const forServers = {
  input: {
    ...Object.fromEntries(['broker', 'node', 'lambda'].map((name) => [`broker/${name}`, from(`broker/${name}.js`)])),
    ...Object.fromEntries(['index', 'cli'].map((name) => [`simulator/${name}`, from(`simulator/${name}.js`)])),
  },
  external: /^[^./]/,
  output: { dir: 'dist/node', format: 'es', sourcemap: true, preserveModules: true, preserveModulesRoot: built },
  onwarn,
  plugins: [
    sourceMaps(built),
    {
      name: 'deskbell-rest',
      closeBundle() {
        copyTypes(
          ['app', 'adapters', 'broker', 'core', 'elements', 'i18n', 'protocol', 'simulator'],
          built,
          'dist/types',
        );
        notices.write('dist/THIRD-PARTY-NOTICES.txt');
        writeFileSync('build/bundles.json', JSON.stringify(bundles, null, 1));
        removeOlder('dist', started);
      },
    },
  ],
};

export default [
  scriptFile('connect', 'adapters/chatjs/connect.js'),
  scriptFile('chime', 'adapters/chime/chime.js'),
  ...languages.filter((name) => name !== 'en').map((name) => scriptFile(name, `i18n/${name}.js`)),
  ...callLanguages.map((name) => scriptFile(`call-${name}`, `i18n/call/${name}.js`)),
  ...waitLanguages.map((name) => scriptFile(`wait-${name}`, `i18n/wait/${name}.js`)),
  ...hoursLanguages.map((name) => scriptFile(`hours-${name}`, `i18n/hours/${name}.js`)),
  ...filesLanguages.map((name) => scriptFile(`files-${name}`, `i18n/files/${name}.js`)),
  ...[
    ['wait', () => exports({ waitLanguages: filesOf('wait', waitLanguages) })],
    ['hours', () => exports({ hoursLanguages: filesOf('hours', hoursLanguages) })],
    ['files', () => exports({ filesLanguages: filesOf('files', filesLanguages) })],
  ].map(([name, knows]) =>
    scriptFile(name, `app/${name}-file.js`, sharedLit, leanLit, inPlaceOf(from(`app/${name}-built.js`), knows)),
  ),
  scriptFile('session', 'app/session-file.js', inPlaceOf(from('app/session-built.js'), whatASessionLoads)),
  scriptFile(
    'call',
    'app/call-file.js',
    sharedLit,
    leanLit,
    inPlaceOf(from('app/call-built.js'), whatACallLoads),
    inPlaceOf(from('app/session-built.js'), whatASessionLoads),
  ),
  scriptFile(
    'app',
    'app/script-tag.js',
    leanLit,
    inPlaceOf(from('app/built.js'), whatTheAppLoads),
    inPlaceOf(from('i18n/errors-en.js'), whatCanFailFirst),
    inPlaceOf(from('elements/widget/no-sessions.js'), () => 'export const noSessions = undefined;'),
    // The loader has brought and registered it.
    inPlaceOf(from('elements/launcher/launcher.js'), () => 'export const defineLauncher = () => {};'),
  ),
  loader,
  forBundlers,
  forServers,
];
