// THIRD-PARTY-NOTICES.txt: the licence of everything that is inside the files of dist.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import license from 'rollup-plugin-license';

/** What amazon-connect-chatjs 5.0.0 carries inside its one file, by the sources in its map, as far as it is left in. */
const insideChatjs = ['lodash.throttle'];

/** What was changed in what is carried, by package. */
const changed = {
  'amazon-connect-chatjs':
    'Changed for Deskbell: the AWS SDK it carries gives way to our own requests; its metrics, loggers and sprintf-js are left out.',
  'amazon-chime-sdk-js':
    'Changed for Deskbell: classes that never run are left out, and the parser of user agents is a smaller one.',
};

const uuid = `uuid (inside amazon-connect-chatjs)
License: MIT

The MIT License (MIT)

Copyright (c) 2010-2020 Robert Kieffer and other contributors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Collects over several builds what they bundle, and writes it all. */
export function createNotices() {
  const bundled = new Map();
  return {
    /** A plugin for each build whose output is published. A licence that is not permissive fails it. */
    plugin: () =>
      license({
        thirdParty: {
          allow: {
            test: '(Apache-2.0 OR MIT OR BSD-3-Clause OR 0BSD OR ISC OR Zlib)',
            failOnUnlicensed: true,
            failOnViolation: true,
          },
          output: (found) => {
            for (const { name, version, license, licenseText } of found) {
              bundled.set(name, entry(`${name} ${version}`, license, licenseText));
            }
          },
        },
      }),
    write(path) {
      for (const name of bundled.has('amazon-connect-chatjs') ? insideChatjs : []) {
        const { license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
        bundled.set(name, entry(`${name} (inside amazon-connect-chatjs)`, license, text(name)));
      }
      if (bundled.has('amazon-connect-chatjs')) bundled.set('uuid', uuid);
      for (const [name, sentence] of Object.entries(changed)) {
        const notice = bundled.get(name);
        if (notice) bundled.set(name, notice.replace('\n\n', `\n${sentence}\n\n`));
      }
      const sorted = [...bundled].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
      const head = 'Deskbell carries the following software in its files, each under its own licence.';
      writeFileSync(path, `${[head, ...sorted].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
    },
  };
}

const entry = (name, license, text) => `${name}\nLicense: ${license}\n\n${text.trim()}`;

function text(name) {
  const folder = `node_modules/${name}`;
  const file = existsSync(folder) && readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`No licence text for ${name}, which amazon-connect-chatjs carries`);
  return readFileSync(`${folder}/${file}`, 'utf8');
}
