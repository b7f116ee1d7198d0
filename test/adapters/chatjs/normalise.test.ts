import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalise, type Heard } from '../../../src/adapters/chatjs/normalise.js';
import type { RawItem } from '../../../src/adapters/chatjs/ports.js';

const context = { contactId: 'c-1', participantId: 'p-me', now: 42 };
const event = (name: string): string => `application/vnd.amazonaws.connect.event.${name}`;
const interactive = 'application/vnd.amazonaws.connect.message.interactive';

const message = (fields: RawItem = {}): RawItem => ({
  Id: 'm-1',
  Type: 'MESSAGE',
  AbsoluteTime: '2027-03-08T09:15:02.120Z',
  ContentType: 'text/plain',
  Content: 'Hello',
  ParticipantId: 'p-agent',
  ParticipantRole: 'AGENT',
  DisplayName: 'Ines',
  ContactId: 'c-1',
  InitialContactId: 'c-1',
  ...fields,
});

const hear = (fields: RawItem = {}): Heard => normalise(message(fields), context);

/** The content of a message, or what else was heard. */
const content = (fields: RawItem): unknown => {
  const heard = hear(fields);
  return heard.kind === 'item' && heard.item.kind === 'message' ? heard.item.content : heard.kind;
};

const picker = (templateType: string, fields: unknown): RawItem => ({
  ContentType: interactive,
  Content: JSON.stringify({ templateType, version: '1.0', data: { content: fields } }),
});

describe('A message of the service', () => {
  it('becomes ours, with its time and its author', () => {
    assert.deepEqual(hear(), {
      kind: 'item',
      item: {
        kind: 'message',
        key: 'm-1',
        id: 'm-1',
        contactId: 'c-1',
        at: Date.UTC(2027, 2, 8, 9, 15, 2, 120),
        from: { id: 'p-agent', role: 'agent', name: 'Ines' },
        own: false,
        content: { kind: 'text', text: 'Hello' },
      },
    });
  });

  const authors: readonly [RawItem, string, string | undefined][] = [
    [{ ParticipantRole: 'AGENT' }, 'agent', 'Ines'],
    [{ ParticipantRole: 'CUSTOMER' }, 'customer', 'Ines'],
    [{ ParticipantRole: 'SUPERVISOR' }, 'supervisor', 'Ines'],
    [{ ParticipantRole: 'CUSTOM_BOT' }, 'bot', 'Ines'],
    [{ ParticipantRole: 'SYSTEM', DisplayName: 'BOT' }, 'bot', 'BOT'],
    [{ ParticipantRole: 'SYSTEM', DisplayName: 'SYSTEM_MESSAGE' }, 'system', 'SYSTEM_MESSAGE'],
    [{ ParticipantRole: 'SYSTEM', DisplayName: undefined }, 'system', undefined],
    [{ ParticipantRole: 'SOMETHING_NEW', DisplayName: '' }, 'system', undefined],
    [{ ParticipantRole: undefined, DisplayName: 7 }, 'system', undefined],
  ];
  for (const [fields, role, name] of authors) {
    it(`by ${JSON.stringify(fields)} is by a ${role}`, () => {
      const heard = hear(fields);
      assert.ok(heard.kind === 'item' && heard.item.kind === 'message');
      assert.deepEqual(heard.item.from, { id: 'p-agent', role, name });
    });
  }

  it('is our own when the participant is ours, and never because a name is missing', () => {
    const own = (ParticipantId: unknown): unknown => {
      const heard = normalise(message({ ParticipantId }), { ...context });
      return heard.kind === 'item' && heard.item.kind === 'message' && heard.item.own;
    };
    assert.equal(own('p-me'), true);
    assert.equal(own('p-agent'), false);
    assert.equal(own(undefined), false);
  });

  it('of an earlier chat is our own when a customer said it: they were another participant then', () => {
    const earlier = { ContactId: undefined, RelatedContactId: 'c-0' };
    for (const [ParticipantRole, own] of [
      ['CUSTOMER', true],
      ['AGENT', false],
    ] as const) {
      const heard = normalise(message({ ParticipantId: 'p-then', ParticipantRole, ...earlier }), { ...context });
      assert.equal(heard.kind === 'item' && heard.item.kind === 'message' && heard.item.own, own);
    }
  });

  it('of an earlier chat keeps that contact, and one after a transfer belongs to this chat', () => {
    const contactOf = (fields: RawItem): unknown => {
      const heard = hear(fields);
      return heard.kind === 'item' && heard.item.contactId;
    };
    assert.equal(contactOf({ ContactId: undefined, RelatedContactId: 'c-0' }), 'c-0');
    assert.equal(contactOf({ ContactId: undefined }), 'c-1');
    assert.equal(contactOf({ ContactId: 'c-1-after-transfer' }), 'c-1');
  });

  it('without a readable time is shown as of now', () => {
    const heard = hear({ AbsoluteTime: 'yesterday' });
    assert.equal(heard.kind === 'item' && heard.item.at, 42);
  });

  it('without an id is not shown: nothing could tell its copies apart', () => {
    assert.equal(hear({ Id: undefined }).kind, 'nothing');
    assert.equal(hear({ Id: '' }).kind, 'nothing');
  });

  const contents: readonly [string, RawItem, unknown][] = [
    ['markdown is kept as text', { ContentType: 'text/markdown', Content: '**Hi**' }, { kind: 'text', text: '**Hi**' }],
    ['markup is text like any other', { Content: '<img onerror=x>' }, { kind: 'text', text: '<img onerror=x>' }],
    ['an empty text stays empty', { Content: undefined }, { kind: 'text', text: '' }],
    [
      'JSON shows nothing of itself',
      { ContentType: 'application/json', Content: '{"token":1}' },
      { kind: 'unsupported', contentType: 'application/json', text: undefined },
    ],
    [
      'an unknown type shows nothing of itself',
      { ContentType: 'application/x-new', Content: 'raw' },
      { kind: 'unsupported', contentType: 'application/x-new', text: undefined },
    ],
    [
      'a file shows its name, and is known by its id',
      {
        Type: 'ATTACHMENT',
        ContentType: undefined,
        Content: undefined,
        Attachments: [
          { AttachmentId: 'f', AttachmentName: 'bill.pdf', ContentType: 'application/pdf', Status: 'APPROVED' },
        ],
      },
      {
        kind: 'file',
        text: 'bill.pdf',
        attachmentId: 'f',
        file: { name: 'bill.pdf', contentType: 'application/pdf', size: undefined },
        status: 'approved',
      },
    ],
    [
      'a file that is being looked at is nobody’s yet',
      {
        Type: 'ATTACHMENT',
        ContentType: undefined,
        Content: undefined,
        Attachments: [{ AttachmentId: 'f', AttachmentName: 'a.png', ContentType: 'image/png', Status: 'IN_PROGRESS' }],
      },
      {
        kind: 'file',
        text: 'a.png',
        attachmentId: 'f',
        file: { name: 'a.png', contentType: 'image/png', size: undefined },
        status: 'scanning',
      },
    ],
    [
      'a file that was found bad is nobody’s ever',
      { Type: 'ATTACHMENT', Content: undefined, Attachments: [{ AttachmentId: 'f', Status: 'REJECTED' }] },
      {
        kind: 'file',
        text: '',
        attachmentId: 'f',
        file: { name: '', contentType: 'application/octet-stream', size: undefined },
        status: 'rejected',
      },
    ],
    [
      'an attachment nobody can ask for shows its name at best',
      { Type: 'ATTACHMENT', ContentType: undefined, Attachments: 'broken' },
      { kind: 'unsupported', contentType: 'application/octet-stream', text: undefined },
    ],
    [
      'a list shows its title, its subtitle and its choices',
      picker('ListPicker', {
        title: 'Which topic?<!--rehype:target=_self-->',
        subtitle: 'Choose one',
        elements: [{ title: 'Delivery' }, { title: 'Help pages', type: 'hyperlink', url: 'https://shop.example' }],
      }),
      { kind: 'unsupported', contentType: interactive, text: 'Which topic?\nChoose one\nDelivery\nHelp pages' },
    ],
    [
      'a panel leaves out its paging buttons',
      picker('Panel', { title: 'Next?', elements: [{ title: 'More', actionDetail: 'SHOW_MORE' }, { title: 'Leave' }] }),
      { kind: 'unsupported', contentType: interactive, text: 'Next?\nLeave' },
    ],
    [
      'a time picker shows its slots',
      picker('TimePicker', { title: 'Visit', timeslots: [{ date: '2027-03-08T14:30+00:00', duration: 30 }] }),
      { kind: 'unsupported', contentType: interactive, text: 'Visit\n2027-03-08 14:30+00:00' },
    ],
    [
      'a carousel shows its cards',
      picker('Carousel', {
        title: 'Rooms',
        elements: [{ templateIdentifier: 'r1', templateType: 'Panel', data: { content: { title: 'Room 1' } } }],
      }),
      { kind: 'unsupported', contentType: interactive, text: 'Rooms\nRoom 1' },
    ],
    [
      'fields straight under data are read too',
      {
        ContentType: interactive,
        Content: '{"templateType":"QuickReply","data":{"title":"Ok?","buttons":[{"text":"Yes"}]}}',
      },
      { kind: 'unsupported', contentType: interactive, text: 'Ok?\nYes' },
    ],
    [
      'an unknown template shows its title',
      picker('WhatsAppList', { title: 'Pick', something: [1] }),
      { kind: 'unsupported', contentType: interactive, text: 'Pick' },
    ],
    [
      'a view shows its heading, and never its token',
      picker('ViewResource', { viewToken: 'opaque', viewData: '{"Heading":"Your order"}' }),
      { kind: 'unsupported', contentType: interactive, text: 'Your order' },
    ],
    ...[
      'not json',
      '{"broken',
      '[]',
      'null',
      '7',
      '{}',
      '{"data":null}',
      '{"data":{"content":{"elements":[null,7]}}}',
    ].map((Content): [string, RawItem, unknown] => [
      `bad content ${Content} has no text`,
      { ContentType: interactive, Content },
      { kind: 'unsupported', contentType: interactive, text: undefined },
    ]),
    [
      'a choice from a carousel reads like one',
      { Content: '{"templateIdentifier":"r1","listTitle":"Room 1","selectionText":"Book"}' },
      { kind: 'text', text: 'Room 1 - Book' },
    ],
    [
      'a choice needs no dash after a colon',
      { Content: '{"templateIdentifier":"r1","listTitle":"Room 1:","selectionText":"Book"}' },
      { kind: 'text', text: 'Room 1: Book' },
    ],
    ['JSON somebody typed stays as typed', { Content: '{"a":1}' }, { kind: 'text', text: '{"a":1}' }],
    [
      'an answer to a view shows its button',
      { ContentType: `${interactive}.response`, Content: '{"action":"ActionSelected","data":{"actionName":"Fine"}}' },
      { kind: 'text', text: 'Fine' },
    ],
    [
      'an answer to a confirmation shows its label',
      {
        ContentType: `${interactive}.response`,
        Content: '{"action":"Next","data":{"actionName":"Next","Label":"Save"}}',
      },
      { kind: 'text', text: 'Save' },
    ],
    [
      'free text sent to a view shows that text',
      { ContentType: `${interactive}.response`, Content: '{"action":" ","data":{"content":"I typed this instead"}}' },
      { kind: 'text', text: 'I typed this instead' },
    ],
    [
      'paging through a list shows nothing',
      { ContentType: `${interactive}.response`, Content: '{"action":"SHOW_MORE","data":{"actionName":"SHOW_MORE"}}' },
      'nothing',
    ],
    ['a broken answer shows nothing', { ContentType: `${interactive}.response`, Content: '{' }, 'nothing'],
    ['a receipt shows nothing', { Type: 'MESSAGEMETADATA', ContentType: event('message.read') }, 'nothing'],
    ['an item of a new kind shows nothing', { Type: 'CONNECTION_ACK', ContentType: undefined }, 'nothing'],
  ];
  for (const [title, fields, expected] of contents) {
    it(title, () => assert.deepEqual(content(fields), expected));
  }
});

describe('An event of the service', () => {
  const lines: readonly [string, string][] = [
    ['participant.joined', 'joined'],
    ['participant.left', 'left'],
    ['participant.invited', 'invited'],
    ['participant.idle', 'idle'],
    ['participant.returned', 'returned'],
    ['participant.autodisconnection', 'auto-disconnected'],
    ['transfer.succeeded', 'transferred'],
    ['transfer.failed', 'transfer-failed'],
    ['chat.ended', 'ended'],
  ];
  for (const [name, what] of lines) {
    it(`${name} is the line "${what}"`, () => {
      const heard = hear({ Type: 'EVENT', ContentType: event(name), Content: undefined });
      assert.ok(heard.kind === 'item' && heard.item.kind === 'notice');
      assert.equal(heard.item.what, what);
      assert.deepEqual(heard.item.person, { id: 'p-agent', role: 'agent', name: 'Ines' });
    });
  }

  it('about nobody names nobody', () => {
    const nobody = { ParticipantId: undefined, DisplayName: undefined, ParticipantRole: undefined };
    const heard = hear({ Type: 'EVENT', ContentType: event('chat.ended'), ...nobody });
    assert.ok(heard.kind === 'item' && heard.item.kind === 'notice');
    assert.equal(heard.item.person, undefined);
  });

  it('that ends the chat without an id is only suspected: the client made it up', () => {
    assert.deepEqual(hear({ Id: '', AbsoluteTime: '', Type: 'EVENT', ContentType: event('chat.ended') }), {
      kind: 'end-suspected',
    });
  });

  it('of typing counts for others only', () => {
    assert.equal(hear({ ContentType: event('typing'), Id: undefined }).kind, 'typing');
    assert.equal(hear({ ContentType: event('typing'), ParticipantId: 'p-me' }).kind, 'nothing');
  });

  it('of a new name renames, when there is one', () => {
    const renamed = { ContentType: event('participant.displayname.updated') };
    assert.equal(hear({ ...renamed, DisplayName: 'Ines B.' }).kind, 'renamed');
    assert.equal(hear({ ...renamed, DisplayName: undefined }).kind, 'nothing');
  });

  for (const name of ['workflow.cancelled', 'participant.active', 'connection.acknowledged', 'new']) {
    it(`${name} shows nothing`, () => assert.equal(hear({ Type: 'EVENT', ContentType: event(name) }).kind, 'nothing'));
  }

  it('tells that the past conversation can be had', () => {
    assert.equal(hear({ Type: 'EVENT', ContentType: event('chat.rehydrated') }).kind, 'rehydrated');
  });
});

it('Whatever comes over the wire, reading it never throws', () => {
  const odd = [null, undefined, 0, '', 'text', [], {}, () => {}, [null], { Attachments: [null] }];
  for (const value of odd) {
    for (const name of ['Id', 'Type', 'ContentType', 'Content', 'AbsoluteTime', 'ParticipantId', 'Attachments']) {
      for (const base of [message(), message({ ContentType: interactive }), message({ Type: 'ATTACHMENT' })]) {
        assert.doesNotThrow(() => normalise({ ...base, [name]: value }, context));
      }
    }
  }
});
