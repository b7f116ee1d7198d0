// What one item of a conversation says to the person at the desk. Items look as on Amazon Connect's own wire.

const event = 'application/vnd.amazonaws.connect.event.';

export const isTyping = (item) => item.ContentType === `${event}typing`;

const notices = {
  'participant.joined': (who) => `${who} joined`,
  'participant.left': (who) => `${who} left`,
  'participant.idle': (who) => `${who} is idle`,
  'participant.returned': (who) => `${who} is back`,
  'participant.autodisconnection': (who) => `${who} was disconnected after being idle`,
  'transfer.succeeded': () => 'Transferred',
  'transfer.failed': () => 'The transfer failed',
  'chat.ended': () => 'The chat has ended',
};

/** `{kind: 'agent' | 'customer' | 'other' | 'notice', who, text}`, or undefined for what is not to be read. */
export function describe(item) {
  const who = item.DisplayName ?? item.ParticipantRole?.toLowerCase() ?? '';
  if (item.Type === 'EVENT') {
    const text = notices[item.ContentType.slice(event.length)]?.(who);
    return text && { kind: 'notice', who: '', text };
  }
  if (item.Type !== 'MESSAGE' && item.Type !== 'ATTACHMENT') return undefined;
  const kind = { AGENT: 'agent', CUSTOMER: 'customer' }[item.ParticipantRole] ?? 'other';
  return { kind, who: who === 'SYSTEM_MESSAGE' ? 'Flow' : who, text: textOf(item) };
}

/** One line of text for a list. */
export const preview = (item) => (item ? textOf(item).replace(/\s+/g, ' ').slice(0, 80) : '');

function textOf({ Type, ContentType, Content = '', Attachments = [] }) {
  if (Type === 'ATTACHMENT') return Attachments.map(({ AttachmentName }) => `File: ${AttachmentName}`).join('\n');
  if (ContentType?.startsWith('text/')) return Content;
  try {
    const { data } = JSON.parse(Content);
    const { title, subtitle, elements = [] } = data.content;
    return [title, subtitle, ...elements.map((element) => `• ${element.title}`)].filter(Boolean).join('\n');
  } catch {
    return Content;
  }
}
