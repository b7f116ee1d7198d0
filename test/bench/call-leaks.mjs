// Fifty calls in one page, and what is left of them: heap, nodes, listeners, open connections, running tracks. Measured
// after the first five, when everything is loaded, and after the last. Ends with 1 when anything is left.
// Run after `npm run build && npx tsc -b`: node test/bench/call-leaks.mjs (CALLS=50)
import { countLeaks } from '../../build/test/support/call-leaks.js';
import { CallStage } from '../../build/test/support/call-stage.js';

const stage = await CallStage.start();
const { rows, left } = await countLeaks(stage, { warmUp: 5, calls: Number(process.env.CALLS ?? 50) });
console.table(rows);
console.table(left);
await stage.stop();
process.exit(
  left.nodes > 0 || left.listeners > 0 || left.connections > 0 || left.tracks > 0 || left.heapKB > 500 ? 1 : 0,
);
