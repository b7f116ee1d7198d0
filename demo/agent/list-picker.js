/** A list picker, as a flow or an agent's tool sends one to a customer through Amazon Connect. */
export const listPicker = {
  templateType: 'ListPicker',
  version: '1.0',
  data: {
    replyMessage: { title: 'Thank you' },
    content: {
      title: 'When may the parcel come?',
      subtitle: 'Tap one',
      elements: [{ title: 'Tuesday morning' }, { title: 'Friday morning' }, { title: 'I will fetch it myself' }],
    },
  },
};

export const interactive = 'application/vnd.amazonaws.connect.message.interactive';
