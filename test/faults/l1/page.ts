import { plan } from './plan.js';
import type { Outcome, Remote } from './story.js';
import { beginTime, shortenTime } from './time.js';

/** What the machine offers this page: a call of a lane's service. */
declare global {
  interface Window {
    service(lane: number, name: string, args: readonly unknown[]): Promise<unknown>;
    playStory(lane: number, origin: string, seed: number): Promise<Outcome>;
  }
}

shortenTime();
await beginTime(`ws://${location.host}/`);
// Only now, so that the client finds the short time.
const { Performance } = await import('./story.js');

window.playStory = async (lane, origin, seed) => {
  const service = new Proxy({} as Remote, {
    get:
      (_, name) =>
      (...args: readonly unknown[]) =>
        window.service(lane, String(name), args),
  });
  return Performance.play(plan(seed), service, origin);
};
