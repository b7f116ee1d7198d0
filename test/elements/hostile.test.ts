import { assert, expect } from '@open-wc/testing';

import { sampleMessage, sampleNotice } from '../../src/adapters/memory/samples.js';
import { ChatPage, tidy } from './harness.js';

const at = Date.UTC(2026, 10, 21, 9, 41);

const hostile = [
  '<script>window.hacked = true</script>',
  '<img src=x onerror="window.hacked = true">',
  '<svg onload="window.hacked = true"></svg>',
  '"><iframe srcdoc="<script>parent.hacked = true</script>"></iframe>',
  '[click](javascript:window.hacked=true)',
  '<a href="javascript:window.hacked=true">click</a>',
  'javascript:window.hacked=true',
  'data:text/html,<script>window.hacked=true</script>',
  '**bold** _italic_ `code`',
  '${window.hacked = true}',
  '<style>*{display:none}</style>',
  '&lt;b&gt;',
  '<!--?lit$123$?-->',
  '\u202Eevil\u202C text',
];

describe('Hostile text', () => {
  afterEach(tidy);

  it('is shown as the text it is, in messages, drafts, names and notices', async () => {
    const page = await ChatPage.live([
      ...hostile.map((text, index) => sampleMessage(`m-${index}`, text, at + index)),
      ...hostile.map((name, index) =>
        sampleNotice(`n-${index}`, 'joined', at + 100 + index, { person: { id: `p-${index}`, role: 'agent', name } }),
      ),
      sampleMessage('m-last', 'Hello', at + 1_000, { from: { id: 'p-evil', role: 'agent', name: hostile[1] } }),
    ]);
    for (const text of hostile) await page.send(text);
    assert.deepEqual(page.texts, [...hostile, 'Hello', ...hostile]);
    // Between the days of the messages stand lines of our own.
    assert.deepEqual(
      page.lines.filter((line) => line.endsWith(' joined')),
      hostile.map((name) => `${name} joined`),
    );
    expect(page.all('script, img, iframe, style, svg[onload], a')).to.have.length(0);
    expect(window).not.to.have.property('hacked');
    for (const message of page.messages) message.click();
    expect(window).not.to.have.property('hacked');
  });

  it('becomes a link only where it is a web address, and then one that tells nobody where it came from', async () => {
    const page = await ChatPage.live([
      sampleMessage('m-1', 'See https://shop.example/a?b=1#c, (http://shop.example/x_(y)) or ftp://shop.example.', at),
      sampleMessage('m-2', 'https://bank.example@evil.example/login', at + 1),
      sampleMessage('m-3', 'http:// https://[ HTTPS://SHOP.EXAMPLE.', at + 2),
    ]);
    const links = page.all<HTMLAnchorElement>('a');
    assert.deepEqual(
      links.map((link) => link.getAttribute('href')),
      ['https://shop.example/a?b=1#c', 'http://shop.example/x_(y)', 'HTTPS://SHOP.EXAMPLE'],
    );
    expect(links.every(({ rel, target }) => rel.includes('noopener') && target === '_blank')).to.be.true;
    assert.equal(page.texts[0], 'See https://shop.example/a?b=1#c, (http://shop.example/x_(y)) or ftp://shop.example.');
  });
});
