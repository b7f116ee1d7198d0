import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileProblem, pickable, tidied } from '../../../src/core/chat/files.js';
import type { ChatState, Draft, FileInfo, Message } from '../../../src/core/chat/state.js';
import type { ChatEvent } from '../../../src/core/chat/events.js';
import { takenOver } from '../../../src/core/chat/restoring.js';
import { transition } from '../../../src/core/chat/transition.js';
import { after, contact, live, own } from '../../support/chat-builders.js';

const file: FileInfo = { name: 'bill.pdf', contentType: 'application/pdf', size: 7 };

/** The service's item of the file. */
function item(id: string, attachmentId: string, status: 'approved' | 'scanning' | 'rejected' = 'approved'): Message {
  const content = { kind: 'file', text: 'bill.pdf', attachmentId, file: { ...file, size: undefined }, status } as const;
  return { ...own(id, 60), content };
}

/** A live chat with one file in the state a table names. */
const states: Record<string, Draft['state'] & { readonly attachmentId?: string }> = {
  waiting: { name: 'waiting' },
  uploading: { name: 'uploading', share: 0.5 },
  uploaded: { name: 'waiting', attachmentId: 'f-1' },
  sending: { name: 'sending', again: false, attachmentId: 'f-1' },
  again: { name: 'sending', again: true, attachmentId: 'f-1' },
  unknown: { name: 'unknown', attachmentId: 'f-1' },
  accepted: { name: 'accepted', attachmentId: 'f-1' },
  failed: { name: 'failed', code: 'attachment/refused' },
  unconfirmed: { name: 'failed', code: 'attachment/unconfirmed', attachmentId: 'f-1' },
};

function having(name: keyof typeof states): ChatState {
  const { attachmentId, ...state } = states[name] as Draft['state'] & { readonly attachmentId?: string };
  const draft: Draft = { localId: 'l-1', text: 'bill.pdf', file, after: undefined, state };
  return { ...after(...live), drafts: [attachmentId === undefined ? draft : { ...draft, attachmentId }] };
}

/** Which of the table's states a file is in; `·` for the same snapshot, `sent` and `gone` where there is no draft. */
function named(before: ChatState, now: ChatState): string {
  if (now === before) return '·';
  const [draft] = now.drafts;
  if (!draft) return now.items.some(({ key }) => key === 'l-1') ? 'sent' : 'gone';
  const { attachmentId, state } = draft;
  if (state.name === 'failed') return state.code.replace('attachment/', '');
  if (state.name === 'waiting') return attachmentId === undefined ? 'waiting' : 'uploaded';
  if (state.name === 'sending' && state.again) return 'again';
  return state.name;
}

suite('a file on its way', () => {
  const events: Record<string, (state: ChatState) => ChatState> = {};
  const on = (name: string, event: ChatEvent): void => {
    events[name] = (state) => transition(state, event);
  };
  const localId = 'l-1';
  on('upload-began', { type: 'upload-began', localId });
  on('upload-share', { type: 'upload-share', localId, share: 0.75 });
  on('uploaded', { type: 'uploaded', localId, attachmentId: 'f-1' });
  on('known before', { type: 'uploaded', localId, attachmentId: 'f-1', before: true });
  on('send-began', { type: 'send-began', localId });
  on('accepted', { type: 'accepted', localId });
  on('send-unknown', { type: 'send-unknown', localId });
  on('send-postponed', { type: 'send-postponed', localId });
  on('send-failed', { type: 'send-failed', localId, code: 'attachment/limit' });
  on('its item', { type: 'heard', items: [item('m-1', 'f-1')] });
  on('another item', { type: 'heard', items: [item('m-1', 'f-2')] });
  on('its name as text', { type: 'heard', items: [own('m-1', 60, 'bill.pdf')] });
  on('retried', { type: 'draft-retried', localId });
  on('discarded', { type: 'draft-discarded', localId });
  on('moved', { type: 'moved', contact: { ...contact, contactId: 'c-2' } });
  on('over', { type: 'over' });
  events['another tab'] = takenOver;

  /** Where each event leads from each state. What is worth a row is only what may happen there. */
  const table = `
                   waiting    uploading  uploaded   sending      again        unknown      accepted     failed    unconfirmed
upload-began       uploading  uploading  ·          ·            ·            ·            ·            ·         ·
upload-share       ·          uploading  ·          ·            ·            ·            ·            ·         ·
uploaded           ·          uploaded   ·          ·            ·            ·            ·            ·         ·
known before       unknown    unknown    unknown    ·            ·            ·            ·            ·         ·
send-began         ·          ·          sending    ·            ·            again        ·            ·         ·
accepted           ·          ·          ·          accepted     accepted     accepted     accepted     ·         ·
send-unknown       ·          ·          ·          unknown      unknown      unknown      unknown      ·         ·
send-postponed     waiting    waiting    uploaded   uploaded     unknown      unknown      uploaded     ·         ·
send-failed        limit      limit      limit      limit        unconfirmed  unconfirmed  limit        ·         ·
its item           waiting    uploading  sent       sent         sent         sent         sent         refused   sent
another item       waiting    uploading  uploaded   sending      again        unknown      accepted     refused   unconfirmed
its name as text   waiting    uploading  uploaded   sending      again        unknown      accepted     refused   unconfirmed
retried            ·          ·          ·          ·            ·            ·            ·            waiting   waiting
discarded          gone       gone       gone       ·            ·            ·            ·            gone      gone
moved              waiting    waiting    waiting    waiting      waiting      waiting      waiting      refused   unconfirmed
over               ended      ended      ended      unconfirmed  unconfirmed  unconfirmed  unconfirmed  refused   unconfirmed
another tab        waiting    waiting    waiting    unknown      unknown      unknown      unknown      refused   unconfirmed
`;
  const [header = '', ...rows] = table.trim().split('\n');
  const columns = header.trim().split(/\s+/);
  for (const row of rows) {
    const [name = '', ...cells] = row.split(/\s{2,}/);
    for (const [index, cell] of cells.entries()) {
      test(`that is ${columns[index]} meets “${name}”`, () => {
        const before = having(columns[index] ?? '');
        assert.equal(named(before, events[name]?.(before) ?? before), cell);
      });
    }
  }

  test('is one row from the first moment on, and says how large it is', () => {
    const sent = transition(having('accepted'), { type: 'heard', items: [item('m-1', 'f-1')] });
    const [message] = sent.items;
    assert.equal(message?.key, 'l-1');
    assert.deepEqual(message?.kind === 'message' && message.content.kind === 'file' && message.content.file, file);
  });

  test('is settled by its item alone, also where that was here before its id was known', () => {
    const state = { ...having('waiting'), items: [item('m-1', 'f-1')] };
    const event = { type: 'drafted', localId: 'l-2', text: 'bill.pdf', file, attachmentId: 'f-1', late: true } as const;
    const next = transition(state, event);
    assert.deepEqual(
      next.drafts.map(({ localId }) => localId),
      ['l-1'],
    );
    assert.equal(next.items[0]?.key, 'l-2');
  });

  test('is found on an older page, too', () => {
    const state = { ...having('accepted'), earlier: { name: 'loading', page: 'p-1' } } as const;
    const next = transition(state, { type: 'earlier-came', items: [item('m-1', 'f-1')], older: undefined });
    assert.equal(named(state, next), 'sent');
  });

  test('does not hold back what others hear while it may have arrived', () => {
    const state = transition(having('unknown'), { type: 'heard', items: [own('m-2', 61)] });
    assert.deepEqual(
      state.items.map(({ id }) => id),
      ['m-2'],
    );
  });
});

suite('what is found in a file', () => {
  const shown = (state: ChatState) =>
    state.items.map((it) => it.kind === 'message' && it.content.kind === 'file' && it.content.status);
  const sent = after(...live, { type: 'heard', items: [item('m-1', 'f-1', 'scanning')] });

  test('changes its row in place, whoever sent it', () => {
    for (const status of ['approved', 'rejected'] as const) {
      const found = transition(sent, { type: 'heard', items: [item('m-1', 'f-1', status)] });
      assert.deepEqual(shown(found), [status]);
      assert.equal(found.items[0]?.key, sent.items[0]?.key);
    }
  });

  test('stays found when an older copy comes late', () => {
    const found = transition(sent, { type: 'heard', items: [item('m-1', 'f-1')] });
    assert.equal(transition(found, { type: 'heard', items: [item('m-1', 'f-1', 'scanning')] }).items, found.items);
  });

  test('is no second row where it comes under another id', () => {
    const found = transition(sent, { type: 'heard', items: [item('m-9', 'f-1')] });
    assert.deepEqual(shown(found), ['approved']);
    assert.equal(found.items[0]?.id, 'm-1');
  });
});

suite('a file that is chosen', () => {
  const of = (name: string, contentType: string, size = 7): FileInfo => tidied({ name, contentType, size });

  test('is announced under the media type that goes with its name', () => {
    assert.equal(of('a.PDF', '').contentType, 'application/pdf');
    assert.equal(of('a.heic', '').contentType, 'image/heic');
    assert.equal(of('a.csv', 'application/vnd.ms-excel').contentType, 'application/vnd.ms-excel');
    assert.equal(of('a.csv', 'application/octet-stream').contentType, 'text/csv');
    assert.equal(of('a.txt', 'text/plain;charset=utf-8').contentType, 'text/plain');
  });

  test('has a name, with an end that says what it is', () => {
    assert.equal(of('', 'image/png').name, 'file.png');
    assert.equal(of('image', 'image/png').name, 'image.png');
    assert.equal(of('', '').name, 'file');
    const long = of(`${'x'.repeat(300)}.png`, 'image/png').name;
    assert.equal(long.length, 256);
    assert.ok(long.endsWith('x.png'));
  });

  test('is refused in words before anything is uploaded when the service would refuse it', () => {
    assert.equal(fileProblem(of('a.pdf', 'application/pdf')), undefined);
    assert.equal(fileProblem(of('a.exe', 'application/x-msdownload')), 'attachment/type-refused');
    assert.equal(fileProblem(of('a', '')), 'attachment/type-refused');
    assert.equal(fileProblem(of('constructor', '')), 'attachment/type-refused');
    assert.equal(fileProblem(of('a.pdf', '', 0)), 'attachment/empty');
    assert.equal(fileProblem(of('a.pdf', '', 20 * 1_048_576)), undefined);
    assert.equal(fileProblem(of('a.pdf', '', 20 * 1_048_576 + 1)), 'attachment/too-large');
  });

  test('can be picked by the ends of names alone', () => {
    assert.match(pickable, /^\.csv,(\.\w+,)+\.xlsx$/);
  });
});
