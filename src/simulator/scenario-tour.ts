import { contentType } from './contact.js';
import type { Scenario, Step } from './scenario.js';

const card = (templateType: string, content: unknown): Step => ({
  do: 'send',
  contentType: contentType.interactive,
  content: { templateType, version: '1.0', data: { content } },
});

const picture = (name: string): { readonly imageType: 'URL'; readonly imageData: string } => ({
  imageType: 'URL',
  imageData: `https://img.example/${name}.png`,
});

/** One message of every kind a customer can get. Select it with the contact attribute `scenario` = `tour`. */
export const tour: Scenario = {
  name: 'tour',
  channel: 'CHAT',
  agent: 'Ines',
  begins: 'message',
  afterMs: 0,
  receipts: 'read',
  steps: [
    { do: 'typing', ms: 400 },
    { do: 'say', text: 'Hello {customer}. This is everything I can send.' },
    {
      do: 'send',
      contentType: contentType.markdown,
      content: 'Some **bold**, some *italic*, a [link](https://shop.example/help) and\n\n- one\n- two',
    },
    card('ListPicker', {
      title: 'Which topic?',
      subtitle: 'Choose one',
      ...picture('desk'),
      elements: [
        { title: 'Delivery', subtitle: 'Where is it?', ...picture('van') },
        { title: 'Help pages', type: 'hyperlink', url: 'https://shop.example/help' },
      ],
    }),
    { do: 'listen', timeoutMs: 30_000 },
    card('Panel', { title: 'What next?', subtitle: 'Choose one', elements: [{ title: 'Go on' }, { title: 'Leave' }] }),
    { do: 'listen', timeoutMs: 30_000 },
    card('TimePicker', {
      title: 'Pick a visit',
      timeZoneOffset: 60,
      location: { latitude: 52.5, longitude: 13.4, title: 'Shop', radius: 1 },
      timeslots: [
        { date: '2027-03-08T14:30+00:00', duration: 30 },
        { date: '2027-03-08T15:00+00:00', duration: 30 },
      ],
    }),
    { do: 'listen', timeoutMs: 30_000 },
    card('QuickReply', { title: 'Did this help?', elements: [{ title: 'Yes' }, { title: 'No' }] }),
    { do: 'listen', timeoutMs: 30_000 },
    card('Carousel', {
      title: 'Rooms',
      elements: [
        {
          templateIdentifier: 'r1',
          templateType: 'Panel',
          version: '1.0',
          data: { content: { title: 'Room 1', elements: [{ title: 'Book' }] } },
        },
        {
          templateIdentifier: 'r2',
          templateType: 'ListPicker',
          version: '1.0',
          data: { content: { title: 'Room 2', elements: [{ title: 'Book' }] } },
        },
      ],
    }),
    { do: 'listen', timeoutMs: 30_000 },
    {
      do: 'view',
      viewId: 'detail',
      view: {
        Id: 'detail',
        Name: 'Detail',
        Version: 1,
        Content: { Actions: ['ActionSelected', 'Back'], Template: '{}', InputSchema: '{}' },
      },
      data: { Heading: 'Your order', Sections: ['Arrives Monday'], Actions: ['Fine', 'Change it'] },
    },
    { do: 'listen', timeoutMs: 30_000 },
    { do: 'file', name: 'bill.txt', contentType: 'text/plain', text: 'One kettle: 29.00\n' },
    { do: 'stream', pieces: ['A bot ', 'answers ', 'piece by piece.'], everyMs: 120 },
    { do: 'idle' },
    { do: 'wait', ms: 800 },
    { do: 'return' },
    { do: 'transfer', to: { agent: 'Tom' } },
    { do: 'say', text: 'I am {agent}. That was all. Good-bye!' },
    { do: 'end' },
  ],
  replies: [],
  otherwise: [],
};
