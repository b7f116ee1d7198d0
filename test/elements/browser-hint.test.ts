import { assert } from '@open-wc/testing';

import { browserHint } from '../../src/elements/browser-hint.js';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const iPhone = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit}`;
const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9';
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';

const browsers = {
  'Chrome on a Mac': [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36`, 'chrome', 'mac'],
  'Edge on Windows': [`Mozilla/5.0 (Windows NT 10.0; Win64) ${chrome} Safari/537.36 Edg/140.0`, 'chrome', 'windows'],
  'Firefox on Windows': ['Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 'windows'],
  'Firefox on Linux': ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 'other'],
  'Safari on a Mac': [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X) ${webkit} Version/18.5 Safari/605.1.15`,
    'safari',
    'mac',
  ],
  'Safari on an iPhone': [`${iPhone} Version/18.5 Mobile/15E148 Safari/604.1`, 'ios', 'ios'],
  'Chrome on an iPhone': [`${iPhone} CriOS/140.0 Mobile/15E148 Safari/604.1`, 'other', 'ios'],
  'Chrome on Android': [`${android}) ${chrome} Mobile Safari/537.36`, 'android', 'android'],
  'Firefox on Android': ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'android', 'android'],
  'a web view on Android': [`${android}; wv) ${chrome} Mobile Safari/537.36`, 'in-app-android', 'android'],
  'an app that names itself on Android': [
    `${android}) ${chrome} Mobile Safari/537.36 Instagram 390.0.0`,
    'in-app-android',
    'android',
  ],
  'a web view on an iPhone': [`${iPhone} Mobile/15E148`, 'in-app-ios', 'ios'],
  'an app that names itself on an iPhone': [`${iPhone} Mobile/15E148 Safari/604.1 [FBAN/FBIOS]`, 'in-app-ios', 'ios'],
  'a browser that nobody knows': ['Lynx/2.9', 'other', 'other'],
} as const;

describe('What browser this is, for the words of help', () => {
  for (const [name, [userAgent, browser, system]] of Object.entries(browsers)) {
    it(`is told of ${name}`, () => {
      assert.deepEqual(browserHint({ userAgent }, true), { browser, system, calls: true });
    });
  }

  it('is told of an iPad, which calls itself a Mac', () => {
    const userAgent = `Mozilla/5.0 (Macintosh; Intel Mac OS X) ${webkit} Version/18.5 Safari/605.1.15`;
    assert.equal(browserHint({ userAgent, maxTouchPoints: 5 }, true).browser, 'ios');
  });

  it('believes what Chromium says of itself before what it is called', () => {
    const hint = browserHint({ userAgent: 'Reduced/1.0', userAgentData: { mobile: false, platform: 'macOS' } }, true);
    assert.deepEqual(hint, { browser: 'chrome', system: 'mac', calls: true });
  });

  it('knows that a browser without connections of its own cannot call', () => {
    assert.equal(browserHint(navigator).calls, 'RTCPeerConnection' in globalThis);
    assert.isFalse(browserHint({ userAgent: 'Lynx/2.9' }, false).calls);
  });
});
