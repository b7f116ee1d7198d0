import type { ChatConnection, ChatTicket, TranscriptPage } from '../../src/core/chat/ports.js';
import type { Item } from '../../src/core/chat/state.js';
import { DeskbellError } from '../../src/core/errors.js';
import { rejection, same, type Promised } from './contract.js';
import { EventLog } from './event-log.js';

export interface ChatConnectionHarness {
  readonly connection: ChatConnection;
  readonly ticket: ChatTicket;
  /** An agent says something. */
  readonly say: (text: string) => Promise<void>;
  /** The link goes, something is said meanwhile, and the link can come back. */
  readonly breakWhile: (text: string) => Promise<void>;
  /** The service refuses this ticket from now on. */
  readonly refuse: () => Promise<void>;
  /** The service does not answer requests for a connection from now on. */
  readonly stall: () => Promise<void>;
  /** Lets time pass where it does not pass by itself. */
  readonly pass: () => Promise<void>;
}

const never = new AbortController().signal;

async function opened({ connection, ticket, pass }: ChatConnectionHarness): Promise<EventLog> {
  const log = new EventLog();
  const opening = connection.open(ticket, log.listener, never);
  await pass();
  await opening;
  return log;
}

/** Every page of the conversation, newest first. */
async function pages(connection: ChatConnection, limit: number): Promise<readonly TranscriptPage[]> {
  const all: TranscriptPage[] = [];
  for (let page: string | undefined; all.length === 0 || page !== undefined;) {
    const answer = await connection.transcript({ limit, page }, never);
    all.push(answer);
    page = answer.older;
  }
  return all;
}

const file = { name: 'bill.txt', contentType: 'text/plain', size: 7 } as const;
const bytes = (): Blob => new Blob(['Kettle.']);

function upload(
  { connection }: ChatConnectionHarness,
  onShare: (share: number) => void = () => {},
  token = 'file-0',
): Promise<string> {
  return connection.upload(file, bytes(), token, onShare, never);
}

/** The service's names of the files in a conversation. */
const filesOf = (all: readonly TranscriptPage[]): readonly string[] =>
  all.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === 'message' && item.content.kind === 'file' ? item.content.attachmentId : [])),
  );

const textsOf = (all: readonly TranscriptPage[]): readonly unknown[] =>
  [...all]
    .reverse()
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'message' ? (item.content.text ?? '') : [])));

/** What every ChatConnection promises. */
export const chatConnectionContract: readonly Promised<ChatConnectionHarness>[] = [
  {
    title: 'opening is done once the link is up, and says so',
    async run(harness) {
      const log = await opened(harness);
      same(log.links, ['up']);
    },
  },
  {
    title: 'what others say is heard, with who said it',
    async run(harness) {
      const log = await opened(harness);
      await harness.say('Hello');
      await log.until(({ texts }) => texts.includes('Hello'));
      const item = log.heard.find((each) => each.kind === 'message');
      same(item?.kind === 'message' && [item.own, item.from.role], [false, 'agent']);
    },
  },
  {
    title: 'a message that was sent has an id and a time, and comes back as our own under the same id',
    async run(harness) {
      const log = await opened(harness);
      const { id, at } = await harness.connection.send('Hi there', 'token-1', never);
      await log.until(({ heard }) => heard.some((item) => item.id === id));
      const echo = log.heard.find((item) => item.id === id);
      same(echo?.kind === 'message' && [echo.own, echo.content, echo.at], [
        true,
        { kind: 'text', text: 'Hi there' },
        at,
      ]);
    },
  },
  {
    title: 'the same client token twice is one message',
    async run(harness) {
      await opened(harness);
      const first = await harness.connection.send('Once', 'token-2', never);
      const second = await harness.connection.send('Once', 'token-2', never);
      same(second.id, first.id);
      same(textsOf(await pages(harness.connection, 50)).filter((text) => text === 'Once').length, 1);
    },
  },
  {
    title: 'a message after its signal was aborted is not sent',
    async run(harness) {
      await opened(harness);
      const abort = new AbortController();
      abort.abort();
      const error = await rejection(harness.connection.send('Never', 'token-3', abort.signal));
      same(DeskbellError.is(error), true);
      same(textsOf(await pages(harness.connection, 50)).includes('Never'), false);
    },
  },
  {
    title: 'a lost link is told, comes back by itself, and what was missed is in the transcript',
    async run(harness) {
      const log = await opened(harness);
      await harness.breakWhile('While you were away');
      await log.until(({ links }) => links.length >= 3);
      same(log.links, ['up', 'reconnecting', 'up']);
      same(textsOf(await pages(harness.connection, 50)).includes('While you were away'), true);
      await harness.say('And now');
      await log.until(({ texts }) => texts.includes('And now'));
    },
  },
  {
    title: 'the transcript leads back to the first message, in pages of the size asked for, oldest first',
    async run(harness) {
      await opened(harness);
      const sent = ['one', 'two', 'three', 'four', 'five'];
      for (const text of sent) await harness.connection.send(text, `token-${text}`, never);
      const all = await pages(harness.connection, 2);
      same(Math.max(...all.map(({ items }) => items.length)) <= 2, true, 'page size');
      same(
        textsOf(all).filter((text) => sent.includes(String(text))),
        sent,
      );
    },
  },
  {
    title: 'the transcript before a message ends there',
    async run(harness) {
      await opened(harness);
      for (const text of ['one', 'two', 'three']) await harness.connection.send(text, `token-${text}`, never);
      const [newest] = await pages(harness.connection, 50);
      const second = newest?.items.find((item) => item.kind === 'message' && item.content.text === 'two');
      const before = await harness.connection.transcript({ limit: 50, before: second?.id }, never);
      const texts = textsOf([before]);
      same([texts.includes('one'), texts.includes('three')], [true, false]);
    },
  },
  {
    title: 'ending is asked for, and over when the service says so; nothing follows',
    async run(harness) {
      const log = await opened(harness);
      const ending = harness.connection.end(never);
      await log.until(({ isOver }) => isOver);
      await ending;
      same(log.events[log.events.length - 1]?.type, 'over');
      const last = log.heard[log.heard.length - 1];
      same(last?.kind === 'notice' && last.what, 'ended');
    },
  },
  {
    title: 'closing lets go on this side only: nothing more is heard, and the same ticket opens again',
    async run(harness) {
      const log = await opened(harness);
      harness.connection.close();
      const told = log.events.length;
      await harness.say('Still here');
      await harness.pass();
      same(log.events.length, told);
      await opened(harness);
      same(textsOf(await pages(harness.connection, 50)).includes('Still here'), true);
    },
  },
  {
    title: 'a refused ticket is told as refused',
    async run(harness) {
      await harness.refuse();
      const log = new EventLog();
      const opening = rejection(harness.connection.open(harness.ticket, log.listener, never));
      await harness.pass();
      same((await opening).code, 'connection/refused');
      same(log.events, []);
    },
  },
  {
    title: 'opening stops when its signal aborts, with the reason',
    async run(harness) {
      await harness.stall();
      const abort = new AbortController();
      const opening = rejection(harness.connection.open(harness.ticket, () => {}, abort.signal));
      abort.abort(new DeskbellError('connection/timeout', { retryable: true }));
      same((await opening).code, 'connection/timeout');
    },
  },
  {
    title: 'a file is nobody’s while it is only uploaded, and how far it is, is told',
    async run(harness) {
      await opened(harness);
      const shares: number[] = [];
      const id = await upload(harness, (share) => shares.push(share));
      same([typeof id, shares[shares.length - 1]], ['string', 1]);
      same(
        [...shares].sort((a, b) => a - b),
        shares,
      );
      same(filesOf(await pages(harness.connection, 50)), []);
    },
  },
  {
    title: 'a file that is handed over comes back as our own under its id, once, however often it is handed over',
    async run(harness) {
      const log = await opened(harness);
      const id = await upload(harness);
      await harness.connection.attach(id, never);
      const isIt = (item: Item): boolean => item.kind === 'message' && item.content.kind === 'file';
      await log.until(({ heard }) => heard.some(isIt));
      await harness.connection.attach(id, never);
      const item = log.heard.find(isIt);
      const content = item?.kind === 'message' && item.content;
      same(item?.kind === 'message' && item.own, true);
      same(content && content.kind === 'file' && [content.text, content.attachmentId, content.status], [
        'bill.txt',
        id,
        'approved',
      ]);
      same(filesOf(await pages(harness.connection, 50)), [id]);
    },
  },
  {
    title: 'what is uploaded again, under a client token of its own, is another file',
    async run(harness) {
      await opened(harness);
      const first = await upload(harness, () => {}, 'file-1');
      const second = await upload(harness, () => {}, 'file-2');
      same(first === second, false);
      await harness.connection.attach(second, never);
      same(filesOf(await pages(harness.connection, 50)), [second]);
    },
  },
  {
    title: 'a file can be had under an address of the moment',
    async run(harness) {
      await opened(harness);
      const id = await upload(harness);
      await harness.connection.attach(id, never);
      same(URL.canParse(await harness.connection.fileUrl(id, never)), true);
    },
  },
  {
    title: 'a file that does not exist is not handed over',
    async run(harness) {
      await opened(harness);
      same((await rejection(harness.connection.attach('no-such-file', never))).code, 'attachment/refused');
    },
  },
  {
    title: 'a file after its signal was aborted is not uploaded',
    async run(harness) {
      await opened(harness);
      const abort = new AbortController();
      abort.abort();
      const error = await rejection(harness.connection.upload(file, bytes(), 'file-3', () => {}, abort.signal));
      same(DeskbellError.is(error), true);
    },
  },
  {
    title: 'before it is open, calls fail in our words',
    async run({ connection }) {
      same((await rejection(connection.send('x', 'token-4', never))).code, 'message/network');
      same((await rejection(connection.transcript({ limit: 1 }, never))).code, 'connection/lost');
      same((await rejection(connection.end(never))).code, 'connection/lost');
      const uploading = connection.upload(file, bytes(), 'file-4', () => {}, never);
      same((await rejection(uploading)).code, 'message/network');
      same((await rejection(connection.attach('f-1', never))).code, 'message/network');
      same((await rejection(connection.fileUrl('f-1', never))).code, 'message/network');
      connection.typing();
      connection.check();
      connection.close();
    },
  },
];
