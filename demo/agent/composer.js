// The box a person writes in: Enter sends, Shift+Enter breaks the line, and the customer sees "typing".

/** Amazon Connect's clients show "typing" for a while after each event: one every few seconds is enough. */
const typingEveryMs = 4_000;

/** `on.send(text)` resolves true when the text is on its way; `on.typing()`. Every contact has a draft of its own. */
export function createComposer(form, on) {
  const box = form.querySelector('textarea');
  const drafts = new Map();
  let current;
  let lastTyping = 0;

  box.addEventListener('input', () => {
    if (box.value.trim() === '' || Date.now() - lastTyping < typingEveryMs) return;
    lastTyping = Date.now();
    on.typing();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    lastTyping = 0;
    if (!(await on.send(text)) && box.value === '') box.value = text;
    box.focus();
  });

  return {
    /** Puts the draft of one contact away, and takes out that of another. */
    turnTo(contactId) {
      if (current) drafts.set(current, box.value);
      current = contactId;
      box.value = drafts.get(contactId) ?? '';
    },
    /** `state` of the contact: only an active one can be written to. */
    show(state) {
      form.hidden = state === 'over';
      box.placeholder = state === 'active' ? 'Write to the customer' : 'Accept the chat to write';
      for (const control of form.elements) control.disabled = state !== 'active';
    },
    focus: () => box.focus(),
  };
}
