import type { CDPSession } from 'playwright-core';
import type { CallStage } from './call-stage.js';
import type { ChromiumCaller } from './caller.js';

interface Remains {
  readonly heapKB: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Peer connections that are not closed, and tracks that have not ended. */
  readonly connections: number;
  readonly tracks: number;
}

/** How often what a call left is counted: on a busy machine its last parts are let go of some turns later. */
const countsAtMost = 20;

/**
 * Calls again and again in one page. Answers what there was after each, and what the calls behind the warm-up left. `spare`:
 * how much more than after the warm-up is nothing to wait for.
 */
export async function countLeaks(
  stage: CallStage,
  {
    warmUp,
    calls,
    spare = { nodes: 0, listeners: 0 },
  }: { readonly warmUp: number; readonly calls: number; readonly spare?: Pick<Remains, 'nodes' | 'listeners'> },
): Promise<{ readonly rows: Readonly<Record<string, Remains>>; readonly left: Remains }> {
  const caller = await stage.visit();
  const tools = await caller.page.context().newCDPSession(caller.page);
  await tools.send('Performance.enable');
  const rows: Record<string, Remains> = {};
  for (let call = 1; call <= calls; call++) {
    await callOnce(caller, stage, call === 1 ? 'Start video call' : 'Start a new call');
    if (call < warmUp) continue;
    const first = rows[`after ${warmUp}`];
    const most =
      call === calls && first
        ? { nodes: first.nodes + spare.nodes, listeners: first.listeners + spare.listeners }
        : undefined;
    rows[`after ${call}`] = await remainsOf(caller, tools, most);
  }
  const [before, after] = [rows[`after ${warmUp}`], rows[`after ${calls}`]];
  if (!before || !after) throw new Error('More calls than the warm-up are needed.');
  await caller.leave();
  return {
    rows,
    left: {
      heapKB: after.heapKB - before.heapKB,
      nodes: after.nodes - before.nodes,
      listeners: after.listeners - before.listeners,
      connections: after.connections,
      tracks: after.tracks,
    },
  };
}

async function callOnce(caller: ChromiumCaller, stage: CallStage, start: string): Promise<void> {
  await caller.press(start);
  await caller.press('Join');
  await caller.watches();
  await stage.hangUp(caller);
  // What comes after a call is whole: else the first and the last time would be counted in different states.
  await caller.page.getByRole('radio').last().waitFor();
  await caller.page.getByRole('button', { name: 'Get a call back' }).waitFor();
}

/** What there is, once it is no more than `most`: what is left for good is there however often it is counted. */
async function remainsOf(
  caller: ChromiumCaller,
  tools: CDPSession,
  most: Pick<Remains, 'nodes' | 'listeners'> = { nodes: Infinity, listeners: Infinity },
): Promise<Remains> {
  for (let left = countsAtMost; ; left--) {
    const now = await count(caller, tools);
    if (left === 0 || (now.nodes <= most.nodes && now.listeners <= most.listeners)) return now;
  }
}

async function count(caller: ChromiumCaller, tools: CDPSession): Promise<Remains> {
  const { connections, tracks } = await caller.evaluate(() => {
    window.probe.forget();
    return { connections: window.probe.connections.length, tracks: window.probe.tracks.length };
  });
  // Again: what a finalizer lets go of is garbage only the next time, once the page has had its turn.
  for (let times = 0; times < 3; times++) {
    await tools.send('HeapProfiler.collectGarbage');
    await caller.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return {
    heapKB: Math.round(metric('JSHeapUsedSize') / 1024),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    connections,
    tracks,
  };
}
