import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import type { CallState, Device, DeviceKind } from '../../core/call/state.js';
import type { CallStrings } from '../../i18n/call/strings.js';

const lists = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;

/** The devices of a kind that can be told apart. None before the browser was allowed to. */
export const choices = ({ devices }: CallState, kind: DeviceKind): readonly Device[] =>
  devices[lists[kind]].filter(({ id }) => id !== '');

/** The choice among the devices of one kind, with its label. It shows the device in use, also when another was refused. `describedBy`: ids of what is to be said of it. */
export function renderDeviceSelect(
  state: CallState,
  kind: DeviceKind,
  strings: CallStrings,
  choose: (deviceId: string) => void,
  describedBy = '',
): TemplateResult {
  const devices = choices(state, kind);
  const used = usedOf(state, kind);
  const listed = devices.some(({ id }) => id === used.id);
  return html`<label for=${kind}>${strings.deviceKinds[kind]}</label>
    <select
      id=${kind}
      part="select"
      aria-describedby=${describedBy || nothing}
      @input=${({ target }: Event) => choose((target as HTMLSelectElement).value)}
    >
      ${listed ? nothing : html`<option value=${used.id} selected>${used.label || strings.defaultDevice}</option>`}
      ${devices.map(
        ({ id, label }, index) =>
          html`<option value=${id} .selected=${live(id === used.id)}>
            ${label || strings.deviceNumbers[kind](index + 1)}
          </option>`,
      )}
    </select>`;
}

/** The device of a kind that is in use. Chromium lists the browser's own choice among the others, as `default`. */
function usedOf(state: CallState, kind: DeviceKind): { readonly id: string; readonly label: string } {
  if (kind === 'speaker') {
    const listed = state.devices.speakers.some(({ id }) => id === 'default');
    return { id: state.speakerId || (listed ? 'default' : ''), label: '' };
  }
  const capturing = state[kind];
  return capturing.name === 'on' ? { id: capturing.deviceId, label: capturing.label } : { id: '', label: '' };
}
