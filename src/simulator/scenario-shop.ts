import { contentType } from './contact.js';
import type { Scenario, Step } from './scenario.js';

const says = (ms: number, text: string): readonly Step[] => [
  { do: 'typing', ms },
  { do: 'say', text },
];

const reasons = {
  templateType: 'ListPicker',
  version: '1.0',
  data: {
    replyMessage: { title: 'Thank you' },
    content: {
      title: 'Why would you like to return it?',
      subtitle: 'Choose one',
      elements: [
        { title: 'It does not fit' },
        { title: 'It arrived damaged' },
        { title: 'I changed my mind', subtitle: 'That is fine, too' },
      ],
    },
  },
};

/** The agent who answers when nobody is at the desk: a short, friendly conversation of a shop's customer care. */
export const shopSupport: Scenario = {
  name: 'shop support',
  channel: 'CHAT',
  agent: 'Ines',
  begins: 'connected',
  afterMs: 4_000,
  receipts: 'read',
  steps: says(500, 'Hello {customer}, this is {agent} from customer care. How can I help you?'),
  replies: [
    { when: '^ATTACHMENT$', steps: says(900, 'Thank you, I can see your file. Let me have a look.') },
    {
      when: '^(hi|hello|hey|good (morning|evening|afternoon))\\b.{0,20}$',
      steps: says(600, 'Nice to meet you. What can I do for you?'),
    },
    {
      when: '\\b(return|refund|send (it |them )?back|damaged|broken)\\b',
      steps: [
        ...says(700, 'I am sorry about that. I will sort it out with you.'),
        { do: 'wait', ms: 300 },
        { do: 'send', contentType: contentType.interactive, content: reasons },
      ],
    },
    {
      when: '\\b(does not fit|arrived damaged|changed my mind)\\b',
      steps: says(
        900,
        'Noted. A return label is on its way to your inbox, and the money is back with you within five days.',
      ),
    },
    {
      when: '\\b(where|order|parcel|package|delivery|deliver|arrive|tracking|shipping)\\b',
      steps: [
        ...says(600, 'Let me look that up for you. One moment, please.'),
        ...says(
          1_800,
          'Here it is: your order left our warehouse this morning and should be with you tomorrow between 9 and 12.',
        ),
      ],
    },
    {
      when: '\\b(open|opening|hours|closed)\\b',
      steps: says(700, 'We are here every day from 8 in the morning to 8 in the evening.'),
    },
    {
      when: '\\b(somebody else|someone else|colleague|manager|supervisor|transfer)\\b',
      steps: [
        ...says(600, 'Of course. I will hand you over to my colleague Tom.'),
        { do: 'transfer', to: { agent: 'Tom' } },
        ...says(800, 'Hello {customer}, I am {agent}. I have read what you wrote so far. What can I do for you?'),
      ],
    },
    {
      when: '\\b(thank|thanks|great|perfect)\\b',
      steps: says(600, 'You are welcome. Is there anything else I can do for you?'),
    },
    {
      when: '\\b(bye|goodbye|good-bye|no,? that is all|nothing else)\\b',
      steps: says(500, 'Then I wish you a lovely day. Good-bye!'),
    },
  ],
  otherwise: [
    says(800, 'I see. Could you give me your order number, so that I can have a look?'),
    says(900, 'Thank you. I have noted that in your order. Would you like me to do anything else about it?'),
    says(700, 'All right, I will take care of it.'),
  ],
};
