import type { World } from './world.js';

/** What stands between the service and one socket's chat frames when frames go wrong. */
export interface FrameGate {
  pass(text: string): void;
  /** The socket is gone: nothing late goes out any more. */
  shut(): void;
}

const heldBackMs = 500;

/** Lets frames through the frame knobs: late, lost, doubled, overtaken, or after a piece of garbage. */
export function openFrameGate(world: World, send: (text: string) => void): FrameGate {
  const knobs = world.faults.knobs;
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
    if (happens(knobs.frameLoss)) return;
    if (happens(knobs.frameGarbage)) send('{"topic":"aws/chat","content":"{not json');
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
