import { same } from '../../contracts/contract.js';
import type { Finding } from '../check.js';
import { inLanes } from './lanes.js';
import { Performance } from './performance.js';
import { stories } from './stories.js';

/** Several stories are played at a time, each in a browser of its own. */
const played = inLanes(stories, (script, lane) => Performance.play(script, `lane ${lane}`));

describe('A customer, in the whole widget', function () {
  // A story's minutes take as long as the machine grants them: a net, and nothing waits for it.
  this.timeout(300_000);
  for (const [index, { title }] of stories.entries()) {
    it(title, async () => same(await played[index], [] as readonly Finding[]));
  }
});
