// Browser tests: what tsc emitted for test/elements/** and every *.browser.test.ts, in all engines that are there.
// Run one file: npx wtr --config test/web-test-runner.config.mjs --files build/test/elements/chat/chat.test.js
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromium, chromiumArgs, firefox, repository, webkit } from './support/browsers.mjs';
import { devtools } from './support/devtools-plugin.mjs';
import { laboratory } from './support/laboratory-plugin.mjs';
import { simulators } from './support/simulator-plugin.mjs';
import { webkitLauncher } from './support/webkit-launcher.mjs';

const { path, env } = await chromium();

/** A drawn camera and a beeping microphone, given without a question; and calls where loopback is the only network. */
const drawnDevices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
];

/** Engines by name, in the order they run. */
export const engines = {
  Chromium: chromeLauncher({ launchOptions: { executablePath: path, env, args: [...chromiumArgs, ...drawnDevices] } }),
};

const firefoxPath = firefox();
if (firefoxPath) {
  const { default: puppeteer } = await import('puppeteer-core');
  const extraPrefsFirefox = {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    // As after a press of the customer: nothing that sounds waits for one.
    'media.autoplay.default': 0,
    'media.autoplay.blocking_policy': 0,
  };
  engines.Firefox = chromeLauncher({
    puppeteer,
    launchOptions: { browser: 'firefox', executablePath: firefoxPath, extraPrefsFirefox },
  });
}

const webkitPaths = webkit();
if (webkitPaths) engines.WebKit = webkitLauncher(webkitPaths);

export default {
  rootDir: repository,
  files: ['build/test/elements/**/*.test.js', 'build/test/**/*.browser.test.js'],
  nodeResolve: { browser: true },
  concurrency: 1,
  concurrentBrowsers: 1,
  browsers: (process.env.ENGINES ?? 'Chromium').split(',').map((name) => engines[name] ?? name),
  testFramework: { config: { timeout: 30_000 } },
  // Whole days are played in some files.
  testsFinishTimeout: 600_000,
  plugins: [devtools(), simulators(), laboratory()],
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
