import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Circumstances, Step } from './l0/plan.js';
import { playStory } from './l0/worker.js';

const usual: Circumstances = {
  latencyMs: 40,
  echo: 'after',
  startInclusive: false,
  pagesOutlive: false,
  tokenMs: 86_400_000,
  endingMs: 3_000,
  maxMessageBytes: 64,
  pageItems: 3,
  skewMs: 0,
  tabs: 1,
  locks: 'none',
  receipts: false,
  endings: true,
  uploadMs: 400,
  scan: 'at-once',
  scanMs: 0,
  filesAtMost: 35,
};
const two: Partial<Circumstances> = { tabs: 2, locks: 'there' };

/** Days on which the product once broke its promise, cut down to what mattered. Found by seeds of L0. */
const stories: readonly (readonly [string, Partial<Circumstances>, readonly Step[]])[] = [
  [
    'a message that was lost on a healthy socket is shown within a minute',
    {},
    [
      { do: 'frames', fare: 'truncated', times: 1, ms: 1_000, at: 1_150 },
      { do: 'start', at: 1_307 },
      { do: 'say', text: 'a2', times: 1, at: 1_800 },
    ],
  ],
  [
    'a socket without its subscription is noticed, also where everything before was lost with it',
    {},
    [
      { do: 'subscribe-ignored', ms: 26_946, at: 90 },
      { do: 'start', at: 190 },
      { do: 'agent-joins', at: 2_190 },
      { do: 'say', text: 'a1', times: 1, at: 2_325 },
      { do: 'say', text: 'a2', times: 1, at: 2_637 },
    ],
  ],
  [
    'a chat that ends while a message is on its way does not say that it was not sent',
    { latencyMs: 400 },
    [
      { do: 'double-start', at: 35_329 },
      { do: 'send', text: 'ok', at: 39_803 },
      { do: 'down', how: 'reset', ms: 20_144, tells: true, at: 39_803 },
      { do: 'expires', at: 41_958 },
    ],
  ],
  [
    'a second attempt that is refused says nothing about the first one, which is still on its way',
    {},
    [
      { do: 'start', at: 233 },
      { do: 'call', call: 'send', fares: 'slow', times: 1, at: 3_614 },
      { do: 'send', text: 'w5', at: 3_716 },
      { do: 'crash', ms: 30, at: 3_717 },
      { do: 'call', call: 'send', fares: 403, times: 2, at: 3_717 },
    ],
  ],
  [
    'a page that sleeps just after it was let in makes no second contact',
    { latencyMs: 400 },
    [
      { do: 'start', at: 47 },
      { do: 'freeze', ms: 7_200_000, told: true, at: 1_471 },
      { do: 'clock', ms: 3_600_000, at: 5_355 },
      { do: 'mute', ms: 255, at: 43_659 },
    ],
  ],
  [
    'a chat that is ended while it connects, after the page came back to it, is stopped at the broker',
    {},
    [
      { do: 'down', how: 'stall', ms: 5_493, tells: false, at: 277 },
      { do: 'start', at: 534 },
      { do: 'reload', ms: 30, at: 3_572 },
      { do: 'storage', how: 'blocked', ms: 242, at: 5_100 },
      { do: 'upgrade', how: 'hang', ms: 32_101, at: 25_883 },
      { do: 'start', at: 27_347 },
      { do: 'end', at: 33_779 },
    ],
  ],
  [
    'a start that is called off while its answer is on the way leaves no contact behind, also over a reload',
    { latencyMs: 400 },
    [
      { do: 'start', at: 200 },
      { do: 'end', at: 700 },
      { do: 'crash', ms: 400, at: 800 },
    ],
  ],
  [
    'a start that is called off in one tab is stopped by the next one that leads',
    two,
    [
      { do: 'open', tab: 1, at: 100 },
      { do: 'start', at: 1_000 },
      { do: 'calls', call: 'broker', fares: 'hang', ms: 4_000, at: 1_001 },
      { do: 'end', at: 3_000, tab: 1 },
      { do: 'close', at: 4_000, tab: 0 },
    ],
  ],
  [
    'a start that is called off is stopped although the clock of the device is put back',
    { ...two, latencyMs: 20 },
    [
      { do: 'call', call: 'broker', fares: 'slow', times: 4, at: 30_647 },
      { do: 'start', at: 32_360 },
      { do: 'end', at: 33_240 },
      { do: 'freeze', ms: 34_855, told: true, at: 33_244 },
      { do: 'clock', ms: -40_000, at: 33_866 },
    ],
  ],
  [
    'a request that is refused after one nobody answered keeps the intent',
    { latencyMs: 5 },
    [
      { do: 'calls', call: 'all', fares: 'slow', ms: 31_617, at: 364 },
      { do: 'start', at: 805 },
      { do: 'call', call: 'broker', fares: 400, times: 1, at: 8_259 },
      { do: 'send', text: 'w6', at: 15_727 },
    ],
  ],
  [
    'a reload between two tickets goes on with the second one',
    { latencyMs: 400, pageItems: 5 },
    [
      { do: 'call', call: 'connect', fares: 'hang', times: 1, at: 576 },
      { do: 'start', at: 940 },
      { do: 'call', call: 'connect', fares: 400, times: 2, at: 2_377 },
      { do: 'reload', ms: 5_000, at: 14_675 },
      { do: 'call', call: 'connect', fares: 403, times: 4, at: 18_322 },
    ],
  ],
  [
    'an own message that was sent late hides nothing of what was said before it',
    { latencyMs: 20, echo: 'before', startInclusive: true },
    [
      { do: 'start', at: 115 },
      { do: 'send', text: 'w2', at: 8_402 },
      { do: 'reload', ms: 30, at: 8_402 },
      { do: 'freeze', ms: 11_532, told: true, at: 8_520 },
      { do: 'down', how: 'reset', ms: 51_689, tells: false, at: 19_926 },
      { do: 'say', text: 'a3', times: 1, at: 20_232 },
      { do: 'say', text: 'a8', times: 3, at: 31_410 },
    ],
  ],
  [
    'a message that is tried again in an ended chat does not wait for ever',
    { latencyMs: 20 },
    [
      { do: 'call', call: 'connect', fares: 400, times: 4, at: 332 },
      { do: 'start', at: 383 },
      { do: 'send', text: 'w3', at: 779 },
      { do: 'end', at: 1_135 },
      { do: 'retry', at: 1_971 },
    ],
  ],
  [
    'a socket that is lost again before its first heartbeat is not shown as up',
    {},
    [
      { do: 'double-start', at: 424 },
      { do: 'mute', ms: 1_173, at: 5_866 },
      { do: 'kill', at: 6_261 },
      { do: 'down', how: 'reset', ms: 11_216, tells: true, at: 7_391 },
      { do: 'send', text: 'w7', at: 10_822 },
    ],
  ],
  [
    'what was on its way when its contact was forgotten is not sent into another one by itself',
    { latencyMs: 400 },
    [
      { do: 'start', at: 506 },
      { do: 'storage', how: 'corrupt', ms: 5_490, at: 23_211 },
      { do: 'send', text: 'w2', at: 23_636 },
      { do: 'send', text: 'w4', at: 23_726 },
      { do: 'crash', ms: 5_000, at: 25_498 },
    ],
  ],
  [
    'a gap of many pages is filled although the service has room for a few at once',
    { latencyMs: 5 },
    [
      { do: 'double-start', at: 2_652 },
      { do: 'kill', at: 10_763 },
      { do: 'say', text: 'a3', times: 40, at: 10_769 },
    ],
  ],
  [
    'a tab that is reloaded while another one opens brings its conversation back',
    two,
    [
      { do: 'double-start', at: 107 },
      { do: 'reload', ms: 5_000, at: 4_034 },
      { do: 'open', tab: 1, at: 7_404 },
      { do: 'send', text: 'w5', at: 22_621 },
    ],
  ],
  [
    'what was written in a tab that fell asleep comes along into a chat that another tab starts',
    two,
    [
      { do: 'send', text: 'w1', at: 42 },
      { do: 'start', at: 324 },
      { do: 'freeze', ms: 7_200_000, told: true, at: 324 },
      { do: 'open', tab: 1, at: 1_296 },
    ],
  ],
  [
    'what was written in a tab that hung comes along into the same chat, which goes on in another tab',
    { ...two, latencyMs: 120 },
    [
      { do: 'open', tab: 1, at: 169 },
      { do: 'start', at: 408, tab: 1 },
      { do: 'down', how: 'reset', ms: 45_426, tells: false, at: 18_248 },
      { do: 'send', text: 'w2', at: 19_015, tab: -1 },
      { do: 'freeze', ms: 49_701, told: false, at: 27_328 },
      { do: 'reload', ms: 30, at: 34_266, tab: 1 },
    ],
  ],
  [
    'what a tab that hung was refused is still told, when another tab goes on',
    { ...two, latencyMs: 20 },
    [
      { do: 'start', at: 183 },
      { do: 'send', text: `w1${' long'.repeat(14)}`, at: 235 },
      { do: 'open', tab: 1, at: 1_865 },
      { do: 'freeze', ms: 5_763, told: false, at: 14_991 },
      { do: 'reload', ms: 400, at: 15_911, tab: 1 },
    ],
  ],
  [
    'what was written before a crash, and before any start, is still there after the next message',
    { locks: 'there' },
    [
      { do: 'send', text: 'w1', at: 247 },
      { do: 'crash', ms: 30, at: 852 },
      { do: 'send', text: 'w2', at: 883 },
    ],
  ],
  [
    'an end that is asked for where nothing is does not stop what another tab has just started',
    { ...two, latencyMs: 120 },
    [
      { do: 'send', text: 'ok', at: 3_455, tab: 0 },
      { do: 'open', tab: 1, at: 4_768 },
      { do: 'end', at: 5_983, tab: 1 },
      { do: 'start', at: 5_984 },
    ],
  ],
  [
    'what was written anew after a failure is not sent in its old words, too, when the page comes back',
    { locks: 'there', latencyMs: 120, echo: 'after' },
    [
      { do: 'start', at: 246 },
      { do: 'storage', how: 'corrupt', ms: 27_315, at: 3_304 },
      { do: 'send', text: `w5${' long'.repeat(8)}`, at: 8_473 },
      { do: 'reload', ms: 30, at: 8_473 },
      { do: 'edit', at: 9_446 },
      { do: 'freeze', ms: 827, told: true, at: 11_326 },
    ],
  ],
  [
    'a contact one tab got while it hung is gone on with where another tab was refused it',
    { ...two, tabs: 3, latencyMs: 120 },
    [
      { do: 'open', tab: 2, at: 12 },
      { do: 'start', at: 399 },
      { do: 'freeze', ms: 120_000, told: false, at: 630 },
      { do: 'call', call: 'broker', fares: 403, times: 1, at: 849 },
      { do: 'open', tab: 1, at: 1_112 },
      { do: 'deaf', at: 7_189, tab: 2 },
    ],
  ],
  [
    'a file that was handed over just before a crash is found, however much was said since',
    { latencyMs: 5, scan: 'rejected' },
    [
      { do: 'start', at: 402 },
      { do: 'half-open', at: 3_233 },
      { do: 'attach', text: 'f5.png', at: 4_686 },
      { do: 'crash', ms: 5_000, at: 11_422 },
      { do: 'say', text: 'a7', times: 40, at: 11_422 },
    ],
  ],
  [
    'a file that another tab has sent, and that fell asleep, is not sent again by a tab that knew of it',
    { ...two, scan: 'late', scanMs: 700, uploadMs: 0 },
    [
      { do: 'start', at: 262 },
      { do: 'open', tab: 1, at: 25_998 },
      { do: 'attach', text: 'f3.png', at: 27_907 },
      { do: 'reload', ms: 5_000, at: 27_907, tab: -1 },
      { do: 'freeze', ms: 8_078, told: true, at: 31_970, tab: -1 },
    ],
  ],
  [
    'a file that was taken back does not come again with a tab that was away meanwhile',
    { ...two, latencyMs: 5 },
    [
      { do: 'open', tab: 1, at: 900 },
      { do: 'attach', text: 'f5.png', at: 17_543, tab: 1 },
      { do: 'reload', ms: 400, at: 17_632, tab: -1 },
      { do: 'cancel', at: 17_642, tab: 1 },
    ],
  ],
  [
    'an end that was asked for without a network is not forgotten when all tabs are reloaded at once',
    { ...two, latencyMs: 5, endings: false },
    [
      { do: 'double-start', at: 789 },
      { do: 'open', tab: 1, at: 1_824 },
      { do: 'down', how: 'reset', ms: 16_243, tells: true, at: 24_475 },
      { do: 'crash', ms: 5_000, at: 24_479 },
      { do: 'end', at: 27_474, tab: 1 },
      { do: 'reload', ms: 400, at: 28_771, tab: 1 },
    ],
  ],
  [
    'a start that is called off in another tab than the one that hung with it is stopped',
    { ...two, latencyMs: 20 },
    [
      { do: 'down', how: 'stall', ms: 7_719, tells: false, at: 692 },
      { do: 'open', tab: 1, at: 960 },
      { do: 'double-start', at: 2_099 },
      { do: 'freeze', ms: 93_600_000, told: false, at: 2_150 },
      { do: 'end', at: 3_651, tab: 1 },
      { do: 'deaf', at: 6_280 },
    ],
  ],
  [
    'what may have arrived is not sent again into a chat that another tab has started meanwhile',
    { ...two, latencyMs: 120, endingMs: 8_000 },
    [
      { do: 'double-start', at: 213 },
      { do: 'send', text: 'w3', at: 7_650 },
      { do: 'crash', ms: 5_000, at: 7_650 },
      { do: 'open', tab: 1, at: 8_717 },
      { do: 'start', at: 11_631, tab: 1 },
    ],
  ],
  [
    'what was told not to be sent is still there when another tab leads after a crash',
    { ...two, latencyMs: 400, endingMs: 0 },
    [
      { do: 'double-start', at: 95 },
      { do: 'send', text: 'w1', at: 612 },
      { do: 'end', at: 1_253 },
      { do: 'crash', ms: 5_000, at: 1_481 },
      { do: 'open', tab: 1, at: 2_905 },
    ],
  ],
  [
    'a start that may have made a contact before a reload is stopped, also when it is given up after a refusal',
    { latencyMs: 400 },
    [
      { do: 'start', at: 299, tab: -1 },
      { do: 'reload', ms: 400, at: 599 },
      { do: 'calls', call: 'all', fares: 429, ms: 49_735, at: 15_222, tab: 2 },
      { do: 'start', at: 50_563 },
      { do: 'end', at: 74_652 },
    ],
  ],
  [
    'what another tab has sent meanwhile is not told as not sent by one that was away and never knew',
    { latencyMs: 400, tabs: 3, locks: 'there' },
    [
      { do: 'start', at: 355 },
      { do: 'send', text: 'w1', at: 857 },
      { do: 'open', tab: 2, at: 1_713 },
      { do: 'reload', ms: 5_000, at: 2_861 },
      { do: 'crash', ms: 5_000, at: 5_580, tab: -1 },
      { do: 'open', tab: 1, at: 6_776 },
      { do: 'end', at: 10_144 },
    ],
  ],
  [
    'a start that nobody answered keeps its key, also where the storage forgets it',
    { tabs: 6, locks: 'there' },
    [
      { do: 'start', at: 739, tab: -1 },
      { do: 'down', how: 'reset', ms: 55_429, tells: true, at: 740, tab: 1 },
      { do: 'open', tab: 5, at: 995 },
      { do: 'freeze', ms: 7_200_000, told: false, at: 5_145 },
      { do: 'double-start', at: 16_042, tab: 5 },
      { do: 'storage', how: 'corrupt', ms: 55, at: 16_065, tab: 1 },
    ],
  ],
  [
    'what is written just before another tab comes back with a chat that is over is told as not sent',
    two,
    [
      { do: 'double-start', at: 2_240, tab: -1 },
      { do: 'end', at: 47_834, tab: -1 },
      { do: 'freeze', ms: 390, told: true, at: 53_499 },
      { do: 'open', tab: 1, at: 53_505 },
      { do: 'send', text: 'w11', at: 53_623, tab: 1 },
    ],
  ],
  [
    'a message that was told as unconfirmed is not shown twice when its echo was held back for another one',
    { latencyMs: 400 },
    [
      { do: 'frames', fare: 'drop', times: 2, ms: 100, at: 166 },
      { do: 'start', at: 654 },
      { do: 'send', text: 'w1', at: 3_006 },
      { do: 'call', call: 'send', fares: 'slow', times: 2, at: 3_439 },
      { do: 'send', text: 'w4', at: 10_819 },
      { do: 'call', call: 'send', fares: 402, times: 1, at: 10_819 },
      { do: 'say', text: 'a5', times: 1, at: 16_776 },
      { do: 'attach', text: 'f8.png', at: 17_181 },
      { do: 'send', text: 'w9', at: 23_208 },
      { do: 'subscribe-ignored', ms: 38_497, at: 34_217 },
    ],
  ],
  [
    'a message that was told as unconfirmed is found again in an older page, and not shown twice',
    {},
    [
      { do: 'double-start', at: 208 },
      { do: 'send', text: 'w2', at: 6_741 },
      { do: 'freeze', ms: 17_380, told: false, at: 6_742 },
      { do: 'say', text: 'a6', times: 40, at: 11_918 },
      { do: 'call', call: 'send', fares: 402, times: 4, at: 12_992 },
      { do: 'reload', ms: 5_000, at: 13_955 },
      { do: 'say', text: 'a8', times: 1, at: 25_023 },
    ],
  ],
  [
    'a dead ticket that one tab was about to replace is replaced by the next one that leads',
    { latencyMs: 400, tabs: 3, locks: 'there' },
    [
      { do: 'open', tab: 1, at: 19 },
      { do: 'start', at: 237 },
      { do: 'kill', at: 3_350, tab: -1 },
      { do: 'call', call: 'connect', fares: 403, times: 2, at: 3_635, tab: 2 },
      { do: 'crash', ms: 5_000, at: 7_532, tab: -1 },
    ],
  ],
  [
    'a dead ticket is replaced, too, when the tab that does it is put aside',
    { latencyMs: 400, locks: 'there' },
    [
      { do: 'open', tab: 3, at: 4_484 },
      { do: 'call', call: 'connect', fares: 400, times: 4, at: 8_080, tab: 3 },
      { do: 'start', at: 8_574 },
      { do: 'freeze', ms: 93_600_000, told: true, at: 11_547, tab: -1 },
    ],
  ],
  [
    'a file that was taken back does not come again with the last words of a tab that slept',
    { tabs: 4, locks: 'there' },
    [
      { do: 'start', at: 48, tab: -1 },
      { do: 'open', tab: 3, at: 705 },
      { do: 'reload', ms: 400, at: 15_675 },
      { do: 'call', call: 'announce', fares: 402, times: 1, at: 16_798, tab: 3 },
      { do: 'open', tab: 2, at: 24_888 },
      { do: 'freeze', ms: 7_200_000, told: false, at: 25_889, tab: -1 },
      { do: 'attach', text: 'f6.png', at: 28_517 },
      { do: 'edit', at: 36_131, tab: 2 },
    ],
  ],
  [
    'the bytes of a file that was taken back are not kept again by a tab that slept',
    { ...two, latencyMs: 120 },
    [
      { do: 'open', tab: 1, at: 2_371 },
      { do: 'freeze', ms: 23_206, told: false, at: 2_697 },
      { do: 'attach', text: 'f3.png', at: 6_269, tab: 1 },
      { do: 'cancel', at: 24_420, tab: 1 },
    ],
  ],
  [
    'what one tab was told is refused, and one that slept sent when it woke, is shown as sent',
    { tabs: 6, locks: 'there' },
    [
      { do: 'start', at: 901 },
      { do: 'open', tab: 3, at: 1_744 },
      { do: 'call', call: 'send', fares: 402, times: 1, at: 11_786 },
      { do: 'freeze', ms: 93_600_000, told: false, at: 12_286, tab: -1 },
      { do: 'send', text: 'w2', at: 12_286, tab: 3 },
      { do: 'earlier', at: 14_499 },
    ],
  ],
  [
    'the bytes of a file that another tab saw sent are forgotten by the one that sent it and was reloaded',
    { ...two, latencyMs: 20, uploadMs: 3_000 },
    [
      { do: 'offline-lie', ms: 1_524, at: 342, tab: -1 },
      { do: 'start', at: 351 },
      { do: 'open', tab: 1, at: 410 },
      { do: 'reload', ms: 5_000, at: 7_567, tab: -1 },
      { do: 'attach', text: 'f3.png', at: 8_138, tab: 1 },
      { do: 'reload', ms: 5_000, at: 11_250, tab: -1 },
      { do: 'hide', ms: 819, at: 14_932 },
    ],
  ],
  [
    'a start that was pressed just before a tab slept is no second one beside that of the tab that leads',
    { tabs: 3, locks: 'there' },
    [
      { do: 'open', tab: 1, at: 76 },
      { do: 'double-start', at: 460, tab: 1 },
      { do: 'freeze', ms: 120_000, told: false, at: 460, tab: 1 },
      { do: 'reload', ms: 30, at: 33_521 },
      { do: 'double-start', at: 36_270 },
      { do: 'token-ends', at: 39_534 },
    ],
  ],
  [
    'what was written before a reload while the tab that leads slept is sent after what was written earlier',
    { ...two, latencyMs: 20 },
    [
      { do: 'open', tab: 1, at: 2_169 },
      { do: 'send', text: 'w2', at: 6_332, tab: 1 },
      { do: 'freeze', ms: 10_103, told: true, at: 7_740 },
      { do: 'send', text: 'w3', at: 7_740, tab: 1 },
      { do: 'reload', ms: 30, at: 7_740, tab: 1 },
      { do: 'transfer', at: 7_952 },
    ],
  ],
  [
    'a file that a tab which hung hands over when it wakes was not told unsent when the chat seemed over meanwhile',
    { ...two, latencyMs: 400, endings: false, uploadMs: 0 },
    [
      { do: 'double-start', at: 76 },
      { do: 'call', call: 'connect', fares: 403, times: 4, at: 1_079, tab: -1 },
      { do: 'open', tab: 1, at: 1_446 },
      { do: 'attach', text: 'f1.png', at: 15_774, tab: -1 },
      { do: 'freeze', ms: 22_841, told: false, at: 17_533 },
      { do: 'check', at: 27_417, tab: 1 },
      { do: 'start', at: 43_209 },
    ],
  ],
];

suite('days on which something once went wrong', () => {
  for (const [title, changes, steps] of stories) {
    test(title, async () => {
      assert.deepEqual(await playStory({ seed: 1, circumstances: { ...usual, ...changes }, steps }), []);
    });
  }
});
