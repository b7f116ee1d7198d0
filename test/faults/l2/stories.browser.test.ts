import { same } from '../../contracts/contract.js';
import type { Finding } from '../check.js';
import { inLanes } from './lanes.js';
import { Performance } from './performance.js';
import { stories } from './stories.js';

/** Several stories are played at a time, each in a browser of its own. */
const played = inLanes(stories, (script, lane) => Performance.play(script, `lane ${lane}`));

describe('A customer, in the whole widget', function () {
  this.timeout(60_000);
  for (const [index, { title }] of stories.entries()) {
    it(title, async () => same(await played[index], [] as readonly Finding[]));
  }
});
