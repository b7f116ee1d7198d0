import { MemoryBroker } from '../../src/adapters/memory/broker.js';
import { MemoryConnection } from '../../src/adapters/memory/connection.js';
import { memoryPorts } from '../../src/adapters/memory/ports.js';
import { sampleMessage, sampleNotice, sampleTicket } from '../../src/adapters/memory/samples.js';
import { ChatSession } from '../../src/core/chat/session.js';
import type { Content, FileInfo } from '../../src/core/chat/state.js';
import type { Scene } from './scenes.js';

const start = Date.UTC(2026, 10, 21, 9, 41);
const minute = 60_000;

const photo: FileInfo = { name: 'bowl-broken.jpg', contentType: 'image/jpeg', size: 2_411_724 };
const bill: FileInfo = { name: 'Invoice 10482.pdf', contentType: 'application/pdf', size: 84_000 };
const film: FileInfo = { name: 'unpacking.mp4', contentType: 'video/mp4', size: 31_457_280 };
const long: FileInfo = {
  name: 'Photograph of the parcel as it stood in the hallway of the neighbour at number 14 on Friday.jpeg',
  contentType: 'image/jpeg',
  size: 5_872_025,
};

const content = (file: FileInfo, status: Extract<Content, { kind: 'file' }>['status'] = 'approved'): Content => ({
  kind: 'file',
  text: file.name,
  attachmentId: `a-${file.name}`,
  file: { ...file, size: undefined },
  status,
});

async function live(): Promise<Scene> {
  const features = { ...sampleTicket().features, attachments: true };
  const ports = memoryPorts({
    connection: new MemoryConnection(() => start + 5 * minute),
    broker: new MemoryBroker({ features }),
  });
  const session = new ChatSession(ports, { displayName: 'Ada' });
  ports.connection.hear(
    sampleNotice('n-1', 'joined', start),
    sampleMessage('m-1', 'Hello Ada, my name is Ines. Can you send me a photo of it?', start + 1_000),
  );
  await session.start();
  await ports.clock.settle();
  return { ports, session };
}

async function send({ ports, session }: Scene, file: FileInfo): Promise<void> {
  session.sendFile(file, {});
  await ports.clock.settle();
}

/** Every screen of files, by name. */
export const fileScenes: Readonly<Record<string, () => Promise<Scene>>> = {
  async uploading() {
    const made = await live();
    made.session.send('Here it is.');
    await made.ports.clock.settle();
    made.ports.connection.files.nextFile({ upload: 'held' });
    await send(made, photo);
    const [draft] = made.session.store.state.drafts;
    made.session.store.dispatch({ type: 'upload-share', localId: draft!.localId, share: 0.67 });
    return made;
  },
  async scanning() {
    const made = await live();
    made.ports.connection.files.nextFile({ status: 'scanning' });
    await send(made, photo);
    return made;
  },
  async sent() {
    const made = await live();
    await send(made, photo);
    await send(made, bill);
    made.ports.connection.hear(
      sampleMessage('m-2', '', start + 6 * minute, {
        content: content({ name: 'Return label.pdf', contentType: 'application/pdf', size: undefined }),
      }),
      sampleMessage('m-3', 'Print this and put it on the box.', start + 6 * minute + 9_000),
    );
    return made;
  },
  async refused() {
    const made = await live();
    made.ports.connection.files.nextFile({ status: 'rejected' });
    await send(made, bill);
    made.ports.connection.hear(
      sampleMessage('m-2', '', start + 6 * minute, {
        content: content({ name: 'label.docx', contentType: 'application/msword', size: undefined }, 'rejected'),
      }),
    );
    return made;
  },
  async 'not-sent'() {
    const made = await live();
    made.ports.connection.files.nextFile({ upload: 'attachment/failed' });
    await send(made, photo);
    return made;
  },
  async 'too-large'() {
    const made = await live();
    await send(made, film);
    await send(made, { name: 'tool.exe', contentType: 'application/x-msdownload', size: 900 });
    return made;
  },
  async queued() {
    const made = await live();
    made.ports.connection.drop('offline');
    await made.ports.clock.settle();
    await send(made, long);
    await send(made, bill);
    return made;
  },
};
