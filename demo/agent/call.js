// The call of the chosen contact: who is seen and heard, what an agent does in it, and bad days for it. The agent is the
// person here, with their own camera, or the simulator's agent, who shows and says what was recorded once.
import { desk } from './api.js';
import { createStage } from './stage.js';

const byId = (id) => document.getElementById(id);

/** What may have gone wrong with the agent's own camera and microphone. */
const troubles = {
  'media/denied': 'The browser does not let this page use them. Allow it beside the address.',
  'media/not-found': 'There is none on this machine.',
  'media/busy': 'Another program is using it.',
};

/** The kind of a call, as the list shows it: what the customer asked for, as the broker tells every flow. */
export const kindOf = ({ attributes }) => (attributes.web_media === 'video' ? 'Video call' : 'Voice call');

/** Who is in the call, and how, in one sentence. */
export function describeCall({ call }) {
  if (!call.arrived) return 'The customer has not joined yet.';
  if (call.network === 'down') return 'The customer’s network is gone.';
  const states = [
    call.held && 'on hold',
    call.muted && 'muted',
    call.camera ? 'seen' : 'not seen',
    call.sharing && 'sharing a screen',
  ];
  return `The customer is ${states.filter(Boolean).join(', ')}.`;
}

/** `attempt(deed)` shows what went wrong. `onChange()` is told when something of the agent's own changed. */
export function createCall({ attempt, agentName, onChange }) {
  let chosen;
  /** The call in which this person is with camera and microphone. */
  let own;
  /** What the simulator's agent was last told, by contact. */
  const told = new Map();
  const turnStage = createStage(byId('stage'), onChange);

  const isOwn = () => own !== undefined && own.contactId === chosen?.contactId;
  const state = () => (isOwn() ? own.session.store.state : undefined);
  const last = () => told.get(chosen.contactId) ?? { muted: false, camera: true, sharing: false };

  async function answer(contact, media) {
    const { contactId } = contact;
    if (media === 'synthetic') return attempt(() => desk.answer(contactId, agentName(), media));
    return attempt(async () => {
      const { joinAsAgent } = await import('/agent/bundle/own-media.js');
      hangUp();
      const session = joinAsAgent(contact, async () => {
        const { connection } = await desk.answer(contactId, agentName(), 'own');
        return connection;
      });
      own = { contactId, session };
      onChange();
    });
  }

  function hangUp() {
    own?.session.shutdown();
    own = undefined;
  }

  /** The person's own camera, microphone or screen; or the simulator's agent's. */
  const tell = (name, request) =>
    attempt(async () => {
      const before = last();
      await desk.call(chosen.contactId, request(!before[name]));
      told.set(chosen.contactId, { ...before, [name]: !before[name] });
      onChange();
    });

  const onClick = (id, deed) => byId(id).addEventListener('click', deed);
  onClick('mute', () => {
    if (isOwn()) own.session.setMuted(!state().muted);
    else void tell('muted', (mute) => ({ mute }));
  });
  onClick('camera', () => {
    if (isOwn()) void own.session.setCamera(state().camera.name !== 'on');
    else void tell('camera', (camera) => ({ camera }));
  });
  onClick('share', () => {
    if (!isOwn()) void tell('sharing', (isOn) => ({ share: isOn ? 'start' : 'stop' }));
    else if (state().share === 'on') own.session.stopShare();
    else void own.session.startShare();
  });
  onClick('allow-share', () =>
    attempt(() => desk.call(chosen.contactId, { share: chosen.call.shareAllowed ? 'stop' : 'allow' })),
  );
  onClick('hold', () => attempt(() => desk.call(chosen.contactId, { hold: !chosen.call.held })));
  onClick('unblock', () => own?.session.resumeSound());
  onClick('again', () => answer(chosen, 'own'));
  byId('outage').addEventListener('submit', (event) => {
    event.preventDefault();
    const [what, how, seconds] = ['outage-what', 'outage-how', 'outage-seconds'].map((id) => byId(id).value);
    void attempt(() => desk.network(chosen.contactId, { what, how, seconds: Number(seconds) }));
  });
  onClick('outage-over', () =>
    attempt(() => desk.network(chosen.contactId, { what: 'all', how: 'silence', seconds: 0 })),
  );

  return {
    answer,
    /** Shows the chosen contact, a call or not. A call of this person's own goes on while another contact is looked at. */
    show(contact) {
      chosen = contact?.call ? contact : undefined;
      byId('call').hidden = !chosen || chosen.state === 'over';
      byId('call-bad-day').hidden = !chosen;
      byId('call-bad-day').disabled = !chosen || chosen.state === 'over';
      turnStage(isOwn() ? own.session : undefined);
      if (chosen) showCall(chosen, state());
    },
    /** Lets go of camera and microphone when the call of this person is over. */
    release(contacts) {
      const contact = own && contacts.find(({ contactId }) => contactId === own.contactId);
      if (contact?.state === 'over') hangUp();
    },
  };

  function showCall({ contactId, call, state: contactState }, snapshot) {
    const isActive = contactState === 'active';
    const { muted, camera, sharing } = snapshot
      ? { muted: snapshot.muted, camera: snapshot.camera.name === 'on', sharing: snapshot.share === 'on' }
      : (told.get(contactId) ?? { muted: false, camera: true, sharing: false });
    byId('call-tools').hidden = !isActive;
    byId('again').hidden = !isActive || call.agentMedia !== 'own' || isRunning(snapshot);
    press('mute', muted, 'Mute me', 'Unmute me');
    press('camera', !camera, 'Turn my camera off', 'Turn my camera on');
    press('share', sharing, 'Share a screen', 'Stop my screen');
    press('allow-share', call.shareAllowed, 'Let the customer share', 'Stop their sharing');
    press('hold', call.held, 'Hold', 'Take off hold');
    byId('share').hidden = !call.allowed.agent.screenShare;
    byId('camera').hidden = !call.allowed.agent.video;
    byId('allow-share').hidden = !call.allowed.customer.screenShare;
    byId('unblock').hidden = !snapshot?.soundBlocked;
    byId('call-note').textContent = noteOf(call, contactState, snapshot);
    byId('outage-over').hidden = call.network !== 'down';
  }
}

const isRunning = (snapshot) => snapshot !== undefined && !['idle', 'ended', 'failed'].includes(snapshot.phase.name);

/** What stands in the middle of the stage while there is no picture. */
function noteOf(call, contactState, snapshot) {
  if (contactState !== 'active')
    return 'Accept to answer with your own camera and microphone, or let the simulated agent answer.';
  if (call.agentMedia === 'synthetic')
    return 'The simulated agent is in this call. It is seen and heard by the customer.';
  if (!isRunning(snapshot)) return 'You are not in this call any more.';
  const { phase, microphone, camera, tiles } = snapshot;
  if (['preparing', 'requesting', 'connecting'].includes(phase.name)) return 'Connecting';
  if (phase.name === 'reconnecting' || phase.name === 'rejoining') return 'Your connection is gone. Coming back';
  const failed = [
    ['Your microphone', microphone],
    ['Your camera', camera],
  ].find(([, one]) => one.name === 'failed');
  if (failed) return `${failed[0]}: ${troubles[failed[1].code] ?? 'It could not be started.'}`;
  if (!call.arrived) return 'The customer has not joined yet.';
  return tiles.some(({ kind }) => kind !== 'own') ? '' : 'The customer is heard and not seen.';
}

function press(id, isPressed, off, on) {
  byId(id).setAttribute('aria-pressed', String(isPressed));
  byId(id).textContent = isPressed ? on : off;
}
