import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upload as uploadWith, type TransferPorts } from '../../../src/adapters/chatjs/file-transfer.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import type { HttpOutcome } from '../../support/fake-chatjs.js';
import { Stage, outcome } from './stage.js';

const file = { name: 'bill.pdf', contentType: 'application/pdf', size: 7 } as const;

const upload = (stage: Stage, token = 't-1', shares: number[] = []) =>
  outcome(stage.connection.upload(file, {}, token, (share) => shares.push(share), stage.signal));
const attach = (stage: Stage, id = 'f-1') => outcome(stage.connection.attach(id, stage.signal));

describe('An upload', () => {
  it('announces the file under its client token, and puts its bytes where the service says', async () => {
    const stage = await new Stage().opened();
    assert.deepEqual(await upload(stage), { value: 'f-1' });
    assert.deepEqual(stage.service.calls, [
      {
        path: '/participant/start-attachment-upload',
        body: {
          AttachmentName: 'bill.pdf',
          AttachmentSizeInBytes: 7,
          ContentType: 'application/pdf',
          ClientToken: 't-1',
        },
        bearer: 'secret-connection',
      },
    ]);
    assert.deepEqual(stage.service.puts, [
      {
        url: 'https://files.example/f-1',
        headers: { 'content-type': 'application/pdf', 'content-length': '7' },
        contentType: 'application/pdf',
      },
    ]);
  });

  const announced: readonly (readonly [string, HttpOutcome, string, boolean])[] = [
    ['that the service does not want', 400, 'attachment/refused', false],
    ['that is one too many', 402, 'attachment/limit', false],
    ['that the service has no room for now', 429, 'message/throttled', true],
    ['that is announced to an ill service', 500, 'attachment/failed', true],
    ['that nobody hears of', 'network', 'attachment/failed', true],
  ];
  for (const [which, fares, code, retryable] of announced) {
    it(`${which} is told so, and ${retryable ? 'may' : 'can not'} be tried again`, async () => {
      const stage = await new Stage().opened();
      stage.service.nextAsked = [fares];
      assert.deepEqual(await upload(stage), { code, retryable });
      assert.equal(stage.service.puts.length, 0);
    });
  }

  const put: readonly (readonly [string, HttpOutcome, string])[] = [
    ['whose address has run out is refused, and may be tried under another one', 403, 'attachment/refused'],
    ['that is cut off may be tried again', 'network', 'attachment/failed'],
    ['to a storage that is busy may be tried again', 503, 'attachment/failed'],
  ];
  for (const [what, fares, code] of put) {
    it(what, async () => {
      const stage = await new Stage().opened();
      stage.service.nextPuts = [fares];
      assert.deepEqual(await upload(stage), { code, retryable: true });
    });
  }

  it('that does not move for half a minute is given up, and one that moves is not', async () => {
    const stage = await new Stage().opened();
    stage.service.nextPuts = ['hang'];
    const shares: number[] = [];
    const uploading = upload(stage, 't-1', shares);
    await stage.clock.advance(29_000);
    assert.deepEqual(shares, [0.5]);
    await stage.clock.advance(1_000);
    assert.deepEqual(await uploading, { code: 'attachment/failed', retryable: true });
    assert.equal(stage.clock.pending > 0, true, 'the chat goes on');
  });

  it('that was given up leaves nothing running, also when it is told to move once more', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    let move: (share: number) => void = () => {};
    const ports: TransferPorts = {
      clock,
      ask: () => Promise.resolve({ AttachmentId: 'f-1', UploadMetadata: { Url: 'https://files.example/f-1' } }),
      put: (_place, _bytes, onShare, signal) => {
        move = onShare;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      },
    };
    const uploading = outcome(uploadWith(ports, file, {}, 't-1', () => {}, stop.signal));
    await clock.settle();
    assert.equal(clock.pending, 1);
    stop.abort();
    move(0.5);
    await uploading;
    move(0.7);
    assert.equal(clock.pending, 0);
  });

  it('goes on over a link that breaks: the bytes do not go through it', async () => {
    const stage = await new Stage().opened();
    stage.service.nextPuts = ['hang'];
    const uploading = upload(stage);
    await stage.clock.settle();
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    assert.equal(stage.links[stage.links.length - 1], 'up');
    stage.abort.abort();
    assert.equal((await uploading).code, 'attachment/failed');
  });

  it('that is refused while the link looks fine is announced again over a new link', async () => {
    const stage = await new Stage().opened();
    stage.service.nextAsked = [403];
    const uploading = upload(stage);
    await stage.clock.advance(1_000);
    assert.deepEqual(await uploading, { value: 'f-1' });
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
  });
});

describe('A file that is handed over', () => {
  const uploaded = async (): Promise<Stage> => {
    const stage = await new Stage().opened();
    await upload(stage);
    return stage;
  };

  it('goes under its own id as the client token, so that a second time is the same', async () => {
    const stage = await uploaded();
    assert.deepEqual(await attach(stage), { value: undefined });
    assert.deepEqual(await attach(stage), { value: undefined }, 'the service says that it has it');
    const [, ...completions] = stage.service.calls.map(({ body }) => body);
    assert.deepEqual(completions, Array(2).fill({ AttachmentIds: ['f-1'], ClientToken: 'f-1' }));
    assert.deepEqual(stage.texts, ['bill.pdf']);
  });

  const answers: readonly (readonly [string, HttpOutcome, string, boolean])[] = [
    ['to a service that answers with an error may have arrived', 500, 'attachment/unconfirmed', true],
    ['while the network is cut may have arrived', 'network', 'attachment/unconfirmed', true],
    ['to a service without room for it has not arrived', 429, 'message/throttled', true],
    ['and not wanted has not arrived, and will not', 400, 'attachment/refused', false],
    ['and one too many has not arrived, and will not', 402, 'attachment/limit', false],
  ];
  for (const [what, fares, code, retryable] of answers) {
    it(what, async () => {
      const stage = await uploaded();
      stage.service.nextAsked = [fares];
      assert.deepEqual(await attach(stage), { code, retryable });
    });
  }

  it('without an answer is looked for before anybody is told that nobody knows', async () => {
    const stage = await uploaded();
    stage.service.nextAsked = ['hang'];
    const attaching = attach(stage);
    await stage.clock.advance(15_000);
    assert.deepEqual(await attaching, { code: 'attachment/unconfirmed', retryable: true });
    assert.deepEqual(stage.service.transcripts, [15]);
  });
});

describe('The address of a file', () => {
  it('is asked for anew each time, and good for five minutes', async () => {
    const stage = await new Stage().opened();
    const url = await stage.connection.fileUrl('f-9', stage.signal);
    assert.equal(url, 'https://files.example/f-9?signed');
    assert.deepEqual(stage.service.calls[0]?.body, { AttachmentId: 'f-9', UrlExpiryInSeconds: 300 });
  });

  it('is in no log', async () => {
    const stage = await new Stage().opened();
    await stage.connection.fileUrl('f-9', stage.signal);
    await upload(stage);
    assert.doesNotMatch(JSON.stringify(stage.logger.lines), /files\.example/);
  });
});
