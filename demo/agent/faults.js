// A few of the simulator's fault knobs, for every contact at once. All of them, and their meaning, stand at /_sim/.

/** Knobs that stay as they are set: label, name, positions. The first position is where all is well. */
const knobs = [
  ['Messages arrive', 'frameDelayMs', { 'at once': 0, '1 second late': 1_000, '5 seconds late': 5_000 }],
  ['Messages arrive again', 'frameDuplicates', { never: 0, 'every second one': 0.5, always: 1 }],
  ['Messages overtake each other', 'frameReorder', { never: 0, often: 0.5 }],
  ['Messages get lost', 'frameLoss', { never: 0, 'one in three': 0.33 }],
  ['New sockets', 'upgrade', { open: 'accept', 'are refused': 'refuse', 'hang for ever': 'hang' }],
  ['Heartbeats', 'heartbeat', { 'are answered': 'answer', 'meet silence': 'mute' }],
];

/** Faults that meet the next call and are over then. */
const onceOnly = [
  ['The next message fails', { route: 'SendMessage', status: 500 }],
  ['The next message is sent, its answer lost', { route: 'SendMessage', when: 'after', act: 'reset' }],
  ['The next chat is refused as too many', { route: 'StartChatContact', error: 'LimitExceededException' }],
];

async function faults(method = 'GET', body) {
  const response = await fetch('/_sim/faults', { method, ...(body && { body: JSON.stringify(body) }) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** Fills `fieldset`. `attempt(deed)` shows what went wrong, `say(text)` what was done. */
export function createFaults(fieldset, attempt, say) {
  const rows = knobs.map(([label, name, positions]) => {
    const row = document.createElement('label');
    const select = document.createElement('select');
    const values = Object.values(positions);
    select.append(...Object.keys(positions).map((words) => new Option(words)));
    select.addEventListener('change', () =>
      attempt(() => faults('POST', { knobs: { [name]: values[select.selectedIndex] } })),
    );
    row.append(label, select);
    return { row, show: (state) => (select.selectedIndex = Math.max(0, values.indexOf(state.knobs[name]))) };
  });
  const show = (state) => rows.forEach((each) => each.show(state));

  const once = onceOnly.map(([label, fault]) =>
    button(label, () =>
      attempt(async () => {
        await faults('POST', { http: [{ times: 1, ...fault }] });
        say(`${label}.`);
      }),
    ),
  );
  const mend = button('Mend everything', () =>
    attempt(async () => {
      show(await faults('DELETE'));
      say('Everything works again.');
    }),
  );
  fieldset.append(...rows.map(({ row }) => row), ...once, mend);
  void attempt(async () => show(await faults()));
}

function button(label, onClick) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'quiet';
  element.textContent = label;
  element.addEventListener('click', onClick);
  return element;
}
