// The hand that moves the simulated queue. Your own page has nothing like it: there, the queue moves by itself.
const byId = (id) => document.getElementById(id);

async function simulator(path, body) {
  const response = await fetch(`/_sim/${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** Does something, and says what came of it. */
async function attempt(deed, said = '') {
  try {
    await deed();
    byId('news').textContent = said;
  } catch (error) {
    byId('news').textContent = error.message;
  }
  void show();
}

const always = [['00:00', '24:00']];
const everyDay = (hours) =>
  Object.fromEntries(
    ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((day) => [day, hours]),
  );
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const open = { timeZone, weekly: everyDay(always), overrides: [] };
const closed = () => ({
  timeZone,
  weekly: everyDay([['09:00', '18:00']]),
  // Until tomorrow at nine, whatever the time is now.
  overrides: [{ date: new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now()), hours: [] }],
});

const days = {
  'A quiet day': { others: 0, staff: 3, averageHandleSeconds: 60, hours: open },
  'A few people in front': { others: 6, staff: 2, averageHandleSeconds: 120, hours: open },
  'A very long line': { others: 40, staff: 2, averageHandleSeconds: 120, hours: open },
  'Nobody is working': { others: 0, staff: 0, averageHandleSeconds: 120, hours: open },
  Closed: { others: 0, staff: 0, averageHandleSeconds: 120, hours: closed() },
};

/** One row per queue: its name, how it is, and what day it is to be. */
function rowFor(queue) {
  const row = document.createElement('div');
  const label = row.appendChild(document.createElement('label'));
  const select = document.createElement('select');
  select.append(new Option('Choose a day', ''), ...Object.keys(days).map((name) => new Option(name)));
  select.addEventListener('change', () => {
    const day = days[select.value];
    if (day)
      void attempt(() => simulator('world', { queues: [{ id: queue.id, ...day }] }), `${queue.name}: ${select.value}.`);
  });
  label.append(queue.name, select);
  const figures = row.appendChild(document.createElement('p'));
  row.show = ({ others, staff }) => {
    figures.textContent = `${others} in front when it was set, ${staff} working`;
  };
  return row;
}

const rows = new Map();
async function show() {
  // The broker looks at hours when somebody asks: so that a shop that was closed is closed for whoever opens the chat.
  void fetch('/v1/availability');
  const [{ queues }, { requests }] = await Promise.all([simulator('world'), simulator('requests')]);
  for (const queue of queues) {
    if (!rows.has(queue.id)) rows.set(queue.id, byId('queues').appendChild(rowFor(queue)));
    rows.get(queue.id).show(queue);
  }
  const lines = requests.map(({ kind, name, phone, email }) =>
    [kind, name, phone ?? email].filter(Boolean).join(' · '),
  );
  byId('left').replaceChildren(
    ...(lines.length ? lines : ['Nothing yet.']).map((line) =>
      Object.assign(document.createElement('li'), { textContent: line }),
    ),
  );
}

for (const button of document.querySelectorAll('[data-minutes]')) {
  const minutes = Number(button.dataset.minutes);
  button.addEventListener('click', () =>
    attempt(() => simulator('clock', { advanceMs: minutes * 60_000 }), `${button.textContent}.`),
  );
}
for (const button of document.querySelectorAll('[data-end]')) {
  button.addEventListener('click', () =>
    attempt(async () => {
      const { contacts } = await simulator('contacts');
      const newest = contacts.findLast(({ over }) => !over);
      if (!newest) throw new Error('There is no conversation.');
      await simulator(`contacts/${newest.id}/end`, { reason: button.dataset.end });
    }, `${button.textContent}.`),
  );
}
byId('ask').addEventListener('click', () => (window.deskbell ??= []).push(['open']));
void show();
setInterval(() => void show().catch(() => {}), 3_000);
