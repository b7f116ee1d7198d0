import type { World } from './world.js';

/** What stands between the service and one socket's chat frames when frames go wrong. */
export interface FrameGate {
  pass(text: string): void;
  /** The socket is gone: nothing late goes out any more. */
  shut(): void;
}

const heldBackMs = 500;
const megabyte = 1_048_576;

/** Lets frames of one contact through its frame knobs: late, lost, cut, doubled, overtaken, or after something odd. */
export function openFrameGate(world: World, contactId: string, send: (text: string) => void): FrameGate {
  const pending = new Set<() => void>();
  let heldBack: { readonly text: string; readonly stop: () => void } | undefined;

  const later = (ms: number, task: () => void): (() => void) => {
    const cancel = world.clock.after(ms, () => {
      pending.delete(cancel);
      task();
    });
    pending.add(cancel);
    return () => {
      pending.delete(cancel);
      cancel();
    };
  };

  const letGo = (): void => {
    const held = heldBack;
    heldBack = undefined;
    held?.stop();
    if (held) send(held.text);
  };

  const happens = (share: number): boolean => share > 0 && world.faults.random() < share;

  const go = (text: string): void => {
    const knobs = world.faults.of(contactId);
    if (happens(knobs.frameLoss)) return;
    if (happens(knobs.frameGarbage)) send('{"topic":"aws/chat","content":"{not json');
    if (happens(knobs.frameUnknown)) send(unknownItem(world, contactId, ''));
    if (happens(knobs.frameHuge)) send(unknownItem(world, contactId, 'x'.repeat(megabyte)));
    if (happens(knobs.frameTruncated)) {
      send(text.slice(0, text.length / 2));
      return;
    }
    if (!heldBack && happens(knobs.frameReorder)) {
      heldBack = { text, stop: later(heldBackMs, letGo) };
      return;
    }
    send(text);
    if (happens(knobs.frameDuplicates)) send(text);
    letGo();
  };

  return {
    pass(text) {
      const knobs = world.faults.of(contactId);
      const late = knobs.frameDelayMs + (knobs.frameJitterMs > 0 ? world.faults.random() * knobs.frameJitterMs : 0);
      if (late > 0) later(late, () => go(text));
      else go(text);
    },
    shut() {
      for (const cancel of pending) cancel();
      pending.clear();
      heldBack = undefined;
    },
  };
}

/** A chat frame that nobody has words for: it is in no transcript, and nothing may come of it. */
function unknownItem(world: World, contactId: string, content: string): string {
  const item = {
    Id: world.newId(),
    Type: 'SURPRISE',
    ContentType: 'application/vnd.example.surprise',
    Content: content,
    AbsoluteTime: world.isoNow(),
    ContactId: contactId,
    InitialContactId: contactId,
  };
  return JSON.stringify({ topic: 'aws/chat', contentType: 'application/json', content: JSON.stringify(item) });
}
