// Where the browsers of the tests come from. Chromium arrives inside an npm package, so that a machine with nothing but
// Node can run everything; Firefox and WebKitGTK join when they are installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folder of the repository. */
export const repository = dirname(require.resolve('deskbell/package.json'));

/** Flags for every Chromium: works as root and in containers, and never talks to anybody. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

const onPath = (...names) =>
  names
    .map((name) => spawnSync('which', [name], { encoding: 'utf8' }))
    .find(({ status }) => status === 0)
    ?.stdout.trim();

let packaged;

/** Unpacks the packaged Chromium once per version, under node_modules/.cache, with fonts and libraries of its own. */
function packagedChromium() {
  packaged ??= (async () => {
    const home = dirname(dirname(require.resolve('@sparticuz/chromium')));
    const { version } = require(join(home, 'package.json'));
    const cache = join(repository, 'node_modules', '.cache', `chromium-${version}`);
    mkdirSync(cache, { recursive: true });
    // The package unpacks into the temporary folder under fixed names: give each version a folder of its own.
    const { TMPDIR } = process.env;
    process.env.TMPDIR = cache;
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath(join(home, 'bin'));
    const libraries = await inflate(join(home, 'bin', 'al2023.tar.br'));
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    const fonts = join(cache, 'fonts.conf');
    writeFileSync(
      fonts,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(cache, 'fonts')}</dir><cachedir>${join(cache, 'fonts-cache')}</cachedir></fontconfig>`,
    );
    const lacks = /not found/.test(spawnSync('ldd', [path], { encoding: 'utf8' }).stdout ?? '');
    const env = { ...process.env, FONTCONFIG_FILE: fonts };
    return {
      path,
      env: lacks ? { ...env, LD_LIBRARY_PATH: join(libraries, 'lib') } : env,
      name: `Chromium ${version}`,
    };
  })();
  return packaged;
}

/** Chromium: CHROME_PATH, else the packaged one on 64-bit Linux, else an installed one. */
export async function chromium() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return { path: CHROME_PATH, env: process.env, name: CHROME_PATH };
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium();
  const installed = [
    onPath('chromium', 'google-chrome', 'chrome'),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
  ].find((path) => path && existsSync(path));
  if (!installed) throw new Error('No Chromium was found. Set CHROME_PATH to one.');
  return { path: installed, env: process.env, name: installed };
}

/** Firefox's path, or undefined where it is not installed. */
export const firefox = () => process.env.FIREFOX_PATH ?? onPath('firefox-esr', 'firefox');

/** WebKitGTK's driver, browser and virtual screen, or undefined where one of them is not installed. */
export function webkit() {
  const driver = onPath('WebKitWebDriver');
  const screen = onPath('Xvfb');
  const browser = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']
    .map((folder) => `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/${folder}/MiniBrowser`)
    .find((path) => existsSync(path));
  return driver && browser && screen ? { driver, browser, screen } : undefined;
}

/**
 * A Playwright browser over the Chromium above.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export async function launchChromium(options = {}) {
  const { chromium: playwright } = await import('playwright-core');
  const { path, env } = await chromium();
  return playwright.launch({
    executablePath: path,
    env,
    ...options,
    args: [...chromiumArgs, ...(options.args ?? [])],
  });
}
