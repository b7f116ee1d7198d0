import { en } from '../../../src/i18n/en.js';
import type { Deed, Fate, Route, Turns } from '../l1/plan.js';
import type { Act, Script } from './script.js';

const day = 86_400_000;
const send = (text: string): Act => ({ do: 'send', text });
const says = (...texts: readonly string[]): Act => ({ do: 'say', texts });
const sees = (see: string, within?: number): Act => ({ do: 'until', see, ...(within !== undefined && { within }) });
const seesSent = (seeSent: string): Act => ({ do: 'until', seeSent });
const reads = (read: string): Act => ({ do: 'until', read });
const news = (text: string, within?: number): Act => ({
  do: 'until',
  news: text,
  ...(within !== undefined && { within }),
});
const calls = (route: Route | '*', fate: Fate, times = 1, ms = Infinity): Deed => ({
  do: 'calls',
  route,
  fate,
  times,
  ms,
});
const turn = (to: Turns, ms: number): Deed => ({ do: 'turn', to, ms });
const down = (ms: number, more: Partial<Extract<Deed, { do: 'down' }>> = {}): Deed => ({
  do: 'down',
  how: 'reset',
  tells: false,
  ms,
  ...more,
});
const wait = (ms: number): Act => ({ do: 'wait', ms });
const press = (name: string): Act => ({ do: 'press', name });
const cut: Act = { do: 'sockets', what: 'reset' };
const reload: Act = { do: 'reload' };
const ended: Act = { do: 'until', phase: 'ended' };
const live: Act = { do: 'until', phase: 'live' };
const newTab: Act = { do: 'new-tab' };
const nextTab: Act = { do: 'next-tab' };
const lose = (how: 'closed' | 'crashed', which: 'connected' | 'seen' = 'connected'): Act => ({
  do: 'lose-tab',
  which,
  how,
});
const freeze = (ms: number, which: 'connected' | 'seen' = 'connected'): Act => ({ do: 'freeze', which, ms });
const jump = (ms: number): Act => ({ do: 'clock', ms });

/** The service answers one message like this, and the message arrives once all the same. */
const answers = (title: string, ...fates: readonly Fate[]): Script => ({
  title,
  acts: [
    ...fates.map((fate) => calls('SendMessage', fate)),
    send('one'),
    send('two'),
    says('three'),
    sees('three'),
    seesSent('two'),
  ],
});

/** The line is closed with this code, and the chat goes on. */
const closes = (title: string, code: number): Script => ({
  title,
  acts: [{ do: 'close', code }, says('meanwhile'), send('still here'), sees('meanwhile'), seesSent('still here')],
});

/** What the agent says passes through this, for a while. */
const frames = (title: string, to: Turns): Script => ({
  title,
  acts: [turn(to, 8_000), says('one', 'two', 'three'), send('four'), wait(8_000), says('five'), sees('three'), sees('five')],
}); // prettier-ignore

/** What the customer is promised, one day after the other. Every one ends well, and with nothing lost. */
export const stories: readonly Script[] = [
  {
    title: 'A customer and an agent talk, and each message arrives once and in order',
    acts: [send('one'), send('two'), says('three', 'four'), sees('four'), send('five'), seesSent('five')],
  },

  // The line.
  {
    title: 'Nothing can be reached for ten seconds, and what was written meanwhile arrives when it can',
    acts: [
      down(10_000),
      send('one'),
      news(en.reconnecting),
      send('two'),
      says('three'),
      seesSent('two'),
      sees('three'),
    ],
  },
  closes('The service closes the line as if all was said, and the chat goes on', 1000),
  closes('The service goes away for a moment, and the chat goes on', 1001),
  closes('The service closes the line for a reason of its own, and the chat goes on', 4001),
  {
    title: 'The line is cut in the middle of a sentence, and nothing of it is lost',
    acts: [send('one'), cut, send('two'), says('three'), sees('three'), seesSent('two')],
  },
  {
    title: 'The line is dead and nobody says so: it is noticed, and what was said into it is shown',
    acts: [{ do: 'sockets', what: 'pause' }, says('into the void'), sees('into the void', 45_000)],
  },
  {
    title: 'New lines hang for ten seconds, and the customer is told instead of left waiting',
    acts: [turn({ upgrade: 'hang' }, 10_000), cut, news(en.reconnecting), send('one'), seesSent('one')],
  },
  {
    title: 'New lines open and stay silent, and the chat finds one that works',
    acts: [turn({ upgrade: 'stall' }, 6_000), cut, says('one'), send('two'), sees('one'), seesSent('two')],
  },
  {
    title: 'A line is open and the chat is not on it, and what is said is shown all the same',
    acts: [turn({ subscribe: 'ignore' }, 6_000), cut, says('one'), sees('one')],
  },
  {
    title: 'Everything takes three seconds, and still comes once and in the order it was written',
    acts: [calls('*', { act: 'pass', delayMs: 3_000 }, 1000, 15_000), send('one'), send('two'), send('three'), cut, seesSent('three')],
  }, // prettier-ignore
  {
    title: 'Signs of life are not answered for a while, and the chat goes on',
    acts: [turn({ heartbeat: 'mute' }, 20_000), wait(20_000), says('one'), send('two'), sees('one'), seesSent('two')],
  },
  {
    title: 'The service says that its line is ill, and the chat takes another one',
    acts: [turn({ pingStatus: 500 }, 20_000), wait(20_000), says('one'), sees('one')],
  },
  {
    title: 'A line is replaced before its hour is over, in mid-conversation, and nothing is lost',
    lifeMs: 5_000,
    acts: [send('one'), wait(6_000), says('two'), send('three'), wait(6_000), says('four'), sees('four'), seesSent('three')],
  }, // prettier-ignore
  {
    title: 'Tokens run out again and again, and the customer notices nothing',
    knobs: { connectionTokenSeconds: 70, socketUrlSeconds: 1 },
    acts: [wait(25_000), says('one'), cut, send('two'), sees('one'), seesSent('two')],
  },
  {
    title: 'The network comes and goes five times, and nothing is lost or said twice',
    acts: [0, 1, 2, 3, 4].flatMap((n): Act[] => [down(700), send(`sent ${n}`), says(`said ${n}`), wait(1_500)]),
  },

  // What comes over it.
  frames('Half of what the agent says gets lost on the way, and all of it is shown', { frameLoss: 0.6 }),
  frames('Everything comes twice, and is shown once', { frameDuplicates: 1 }),
  frames('What is said arrives in disorder, and is shown in order', { frameReorder: 0.8, frameJitterMs: 30_000 }),
  frames('What is said arrives cut and mixed with nonsense, and is shown whole', { frameTruncated: 0.5, frameGarbage: 0.5 }), // prettier-ignore
  frames('The line carries what nobody knows and a megabyte of it, and the chat goes on', { frameUnknown: 0.6, frameHuge: 0.4 }), // prettier-ignore

  // What calls are answered.
  answers('The service is busy, and the message is sent when it is not', { error: 'ThrottlingException' }, { error: 'LimitExceededException' }), // prettier-ignore
  answers('The service fails before and after it took a message, and the agent has it once', { error: 'InternalServerException' }, { error: 'InternalServerException', when: 'after' }), // prettier-ignore
  answers('Something on the way answers with a page of its own, and the agent has the message once', { act: 'html' }, { act: 'html', when: 'after' }), // prettier-ignore
  answers('No answer comes, once before and once after the message was taken, and the agent has it once', { act: 'hang' }, { act: 'hang', when: 'after' }), // prettier-ignore
  answers('Answers are cut, empty or nonsense, and the agent has the message once', { act: 'cut', when: 'after' }, { act: 'empty', when: 'after' }, { act: 'garbage', when: 'after' }), // prettier-ignore
  {
    title: 'One answer says that the customer is not allowed in, and nobody is told that the chat is over',
    acts: [calls('CreateParticipantConnection', { error: 'AccessDeniedException' }), cut, says('one'), sees('one'), { do: 'never', phase: 'ended', ms: 1_000 }],
  }, // prettier-ignore
  {
    title: 'One answer says that there is no room, and the chat comes back',
    acts: [calls('CreateParticipantConnection', { status: 402 }), cut, says('one'), send('two'), sees('one'), seesSent('two')],
  }, // prettier-ignore
  {
    title: 'The service is too busy to let anybody in for a while, and the chat comes back by itself',
    acts: [calls('CreateParticipantConnection', { error: 'ThrottlingException' }, 2), cut, news(en.reconnecting), says('one'), sees('one')],
  }, // prettier-ignore
  {
    title: 'A message that is refused for good says so, and can be taken back',
    acts: [calls('SendMessage', { error: 'ValidationException' }), send('refused'), { do: 'until', offers: en.delete }, send('accepted'), sees('accepted'), press(en.delete), seesSent('accepted')],
  }, // prettier-ignore

  // What is said of it.
  {
    title: 'A line that is back within a second is not worth a word',
    acts: [cut, { do: 'never', news: en.reconnecting, ms: 3_000 }, says('one'), sees('one')],
  },
  {
    title: 'In a tunnel the customer is told that they are offline, writes on, and is told when they are back',
    acts: [down(20_000, { tells: true }), news(en.offline, 2_500), send('one'), send('two'), { do: 'until', read: en.waiting }, news(en.back), seesSent('two')],
  }, // prettier-ignore
  {
    title: 'The browser says that it is offline and errs, and nothing is lost by that',
    acts: [{ do: 'offline-lie', ms: 6_000 }, send('one'), says('two'), wait(6_000), sees('two'), seesSent('one')],
  },
  {
    title: 'Try now brings the chat back at once',
    acts: [down(60_000), news(en.reconnecting), wait(25_000), { do: 'heal' }, { do: 'check' }, news(en.back, 3_000)],
  },

  // The page.
  {
    title: 'Reloaded before anything was connected: there is one chat, and what was written is sent',
    from: 'page',
    acts: [
      calls('StartChatContact', { act: 'pass', delayMs: 8_000 }),
      { do: 'open' },
      wait(1_000),
      { do: 'send-reload', text: 'early' },
      live,
      seesSent('early'),
    ],
  },
  {
    title: 'Reloaded between the click and the answer: the message arrives once',
    acts: [calls('SendMessage', { act: 'pass', delayMs: 4_000 }), { do: 'send-reload', text: 'one' }, seesSent('one'), { do: 'type', text: 'half a sent' }, reload, { do: 'until', typed: 'half a sent' }, { do: 'type', text: '' }],
  }, // prettier-ignore
  {
    title: 'Reloaded while nothing gets through: what was written waits, and is sent',
    acts: [down(12_000), send('one'), send('two'), news(en.reconnecting), reload, sees('two'), says('three'), seesSent('two'), sees('three')],
  }, // prettier-ignore
  {
    title: 'Called off while nothing gets through: what was written is told not sent',
    from: 'page',
    acts: [down(20_000), { do: 'open' }, send('one'), { do: 'end' }, { do: 'until', phase: 'idle' }, reads('Not sent: the chat has ended.')],
    ends: 'idle',
  }, // prettier-ignore
  {
    title: 'The browser keeps nothing: the chat says what a reload would lose, and works as long as the page lives',
    storage: 'blocked',
    acts: [reads(en.errors['not-kept']), send('one'), cut, says('two'), sees('two'), seesSent('one')],
  },
  {
    title: 'The browser is full: the chat says what a reload would lose, and works as long as the page lives',
    storage: 'full',
    acts: [reads(en.errors['not-kept']), send('one'), cut, says('two'), sees('two'), seesSent('one')],
  },
  {
    title: 'What the browser had kept is spoilt: the page is whole, and a new chat can begin',
    acts: [send('one'), seesSent('one'), { do: 'visit', storage: 'corrupt' }],
    ends: 'idle',
  },
  {
    title: 'The clock of the device is a day ahead, and nothing is lost or out of order',
    skewMs: day,
    acts: [send('one'), cut, says('two'), sees('two'), reload, sees('one'), sees('two')],
  },
  {
    title: 'The clock of the device is a day behind, and nothing is lost or out of order',
    skewMs: -day,
    acts: [send('one'), cut, says('two'), sees('two'), reload, sees('one'), sees('two')],
  },

  {
    title: 'The clock of the device jumps by a day in mid-conversation, there and back, and nothing is lost or out of order',
    acts: [send('one'), jump(day), says('two'), send('three'), sees('two'), reload, jump(-2 * day), cut, send('four'), says('five'), sees('five'), seesSent('four')],
  }, // prettier-ignore
  {
    title: 'A phone sleeps with the chat on it for two minutes, and what was said meanwhile is there when it wakes',
    acts: [send('one'), freeze(120_000), says('two', 'three'), wait(120_000), sees('three', 15_000), send('four'), seesSent('four')],
  }, // prettier-ignore

  // The tabs.
  {
    title: 'A second tab has the same chat, and what is written in either arrives once and in order',
    acts: [send('one'), newTab, sees('one'), send('two'), says('three'), sees('three'), nextTab, send('four'), sees('two'), seesSent('four')],
  }, // prettier-ignore
  {
    title: 'What is half written in one tab is half written in the other',
    acts: [newTab, { do: 'type', text: 'half a sent' }, nextTab, { do: 'until', typed: 'half a sent' }, { do: 'type', text: '' }, nextTab, { do: 'until', typed: '' }],
  }, // prettier-ignore
  {
    title: 'The tab with the line crashes in the middle of a message, and the other one sends it once',
    acts: [newTab, calls('SendMessage', { act: 'pass', delayMs: 4_000 }), send('one'), wait(1_000), lose('crashed'), says('two'), send('three'), sees('two'), seesSent('three')],
  }, // prettier-ignore
  {
    title: 'The tab that is looked at crashes just after it wrote, and what it wrote is sent',
    acts: [newTab, nextTab, send('one'), lose('crashed', 'seen'), sees('one'), seesSent('one'), says('two'), sees('two')],
  }, // prettier-ignore
  {
    title: 'Of four tabs one after the other is closed, and the last one has the whole chat',
    acts: [newTab, send('one'), newTab, newTab, says('two'), lose('closed'), send('three'), lose('crashed'), says('four'), lose('closed'), send('five'), sees('four'), seesSent('five')],
  }, // prettier-ignore
  {
    title: 'The tab with the line sleeps, another one goes on, and both are of one mind when it wakes',
    acts: [newTab, freeze(30_000), send('one'), says('two'), sees('two'), wait(30_000), send('three'), nextTab, sees('three'), send('four'), seesSent('four')],
  }, // prettier-ignore
  {
    title: 'Without a network, what is written in two tabs waits in both, and is sent in order when it is back',
    acts: [newTab, down(15_000), send('one'), nextTab, send('two'), nextTab, send('three'), news(en.reconnecting), seesSent('three'), nextTab, sees('one')],
  }, // prettier-ignore
  {
    title: 'Tabs are reloaded in the middle of everything, and there is one chat',
    acts: [newTab, send('one'), reload, send('two'), nextTab, reload, says('three'), sees('three'), sees('two'), nextTab, sees('three')],
  }, // prettier-ignore
  {
    title: 'Ended in one tab it is ended in the other, and a new one begins in both',
    acts: [newTab, send('one'), seesSent('one'), { do: 'end' }, ended, nextTab, ended, { do: 'again' }, live, nextTab, live, send('two'), seesSent('two')],
  }, // prettier-ignore

  // The agent, and the end.
  {
    title: 'The customer is passed on to somebody else in a bad moment, and the chat goes on with them',
    acts: [cut, { do: 'agent', what: 'transfer' }, reads('Tom'), says('I am Tom'), sees('I am Tom'), send('Hello Tom'), seesSent('Hello Tom')],
  }, // prettier-ignore
  {
    title:
      'The agent’s network is gone: the chat that ends with it is told as ended, and goes on by itself with somebody else',
    acts: [{ do: 'agent', what: 'lose' }, ended, live],
  },
  {
    title: 'The agent is away for a while: the chat says so, and goes on',
    acts: [{ do: 'agent', what: 'idle' }, reads('away'), { do: 'agent-steps', steps: [{ do: 'return' }] }, reads('back'), says('one'), sees('one')],
  }, // prettier-ignore
  {
    title: 'The line says that the chat is over, and it is not: nobody is told so',
    acts: [
      {
        do: 'frame',
        text: JSON.stringify({
          topic: 'aws/chat',
          contentType: 'application/json',
          content: JSON.stringify({
            Id: '',
            AbsoluteTime: '',
            Type: 'EVENT',
            ContentType: 'application/vnd.amazonaws.connect.event.chat.ended',
          }),
        }),
      },
      { do: 'never', phase: 'ended', ms: 3_000 },
      says('still here'),
      sees('still here'),
    ],
  },
  {
    title: 'The chat ran out of its time while the network was away: it is told as ended, once that can be known',
    acts: [down(6_000), news(en.reconnecting), { do: 'service-ends', reason: 'EXPIRED' }, ended],
    ends: 'ended',
  },
  {
    title: 'After the agent has left, the customer is asked something, and that is part of the same chat',
    knobs: { disconnectFlow: 'survey' },
    acts: [{ do: 'agent', what: 'end' }, reads('left'), wait(2_000), { do: 'end' }, ended],
    ends: 'ended',
  },
  {
    title: 'The customer ends a chat and begins another one: there are two chats, and nothing of the first runs on',
    acts: [send('one'), seesSent('one'), { do: 'end' }, ended, { do: 'timers', atMost: 0 }, { do: 'again' }, live, send('two'), seesSent('two')],
  }, // prettier-ignore
];
