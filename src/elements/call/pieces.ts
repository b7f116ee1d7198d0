import { html, nothing, type TemplateResult } from 'lit';

import type { CallMedia, CallPhase, CallState } from '../../core/call/state.js';
import type { ErrorCode } from '../../core/errors.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icon } from '../icon.js';
import type { CallAsk } from '../intents.js';
import { noticeText, withSentence } from './facts.js';
import { icons } from './icons.js';
import { clockTime } from './people.js';

/** Failures after which there is nothing to go on with, only a new call to begin. */
const spent: readonly ErrorCode[] = [
  'token/expired',
  'token/not-found',
  'token/start-again',
  'connection/refused',
  'connection/expired',
];

/** Failures that trying again here and now cannot mend. */
const hopeless: readonly ErrorCode[] = [
  'config/broker-missing',
  'config/broker-invalid',
  'token/forbidden',
  'token/misconfigured',
  'media/unsupported',
  'media/insecure',
  'media/blocked-by-page',
];

/** Before a call: what one can ask for. */
export function renderStart(
  strings: CallStrings,
  offered: readonly CallMedia[],
  start: (media: CallMedia) => void,
): TemplateResult {
  return html`<div class="middle">
    <span class="avatar" aria-hidden="true">${icon(icons.bell)}</span>
    <h2>${strings.welcome}</h2>
    <div class="next">
      ${offered.map(
        (media, index) =>
          html`<button type="button" class=${index ? 'secondary' : 'primary'} @click=${() => start(media)}>
            ${icon(media === 'video' ? icons.camera : icons.phone)}${strings.start[media]}
          </button>`,
      )}
    </div>
  </div>`;
}

/** While the contact is asked for and joined. */
export function renderConnecting(strings: CallStrings, cancel: () => void): TemplateResult {
  return html`<div class="middle">
    <span class="avatar waits" aria-hidden="true">${icon(icons.bell)}</span>
    <p>${strings.connecting}</p>
    <div class="next">
      <button type="button" class="secondary" @click=${cancel}>${strings.cancel}</button>
    </div>
  </div>`;
}

/** What the customer can do after a call, or after what should have been one. */
export interface Next {
  readonly again: () => void;
  readonly retry: () => void;
  readonly takeOver: () => void;
  /** Undefined where there is no chat. */
  readonly chat: (() => void) | undefined;
}

/** Why there is no call, and the way on. */
export function renderOver(
  phase: Extract<CallPhase, { readonly name: 'ended' | 'failed' }>,
  strings: CallStrings,
  { again, retry, takeOver, chat }: Next,
): TemplateResult {
  const failed = phase.name === 'failed';
  const elsewhere = failed ? phase.code === 'media/elsewhere' : phase.by === 'elsewhere';
  const [name, next] = elsewhere
    ? [strings.takeOver, takeOver]
    : !failed || spent.includes(phase.code)
      ? [strings.startAgain, again]
      : phase.contact
        ? [strings.rejoin, retry]
        : [strings.tryAgain, retry];
  const shown = !failed || !hopeless.includes(phase.code);
  const words = failed ? strings.errors[withSentence(phase.code)] : strings.endedBy[phase.by];
  return html`<div class="middle over">
    <span class="avatar" aria-hidden="true">${icon(icons.hangUp)}</span>
    <div>
      <p class="strong">${words}</p>
      ${
        phase.name === 'ended' && phase.lastedMs !== undefined
          ? html`<p class="small">${strings.lasted(clockTime(phase.lastedMs, strings.language))}</p>`
          : nothing
      }
    </div>
    <div class="next">
      ${shown ? html`<button type="button" class="primary" @click=${next}>${name}</button>` : nothing}
      ${
        chat
          ? html`<button type="button" class=${shown ? 'secondary' : 'primary'} @click=${chat}>
              ${failed ? strings.chatInstead : strings.backToChat}
            </button>`
          : nothing
      }
    </div>
  </div>`;
}

/** A line above the stage: what is going on, and what can be done about it. */
interface Banner {
  readonly text: string;
  readonly detail?: string;
  readonly action?: readonly [name: string, ask: CallAsk] | undefined;
  readonly urgent?: boolean;
}

/** What is to be said as long as it is so, the most pressing first. */
export function bannersOf(call: CallState, strings: CallStrings): readonly Banner[] {
  const { camera, quality } = call;
  const banners: (Banner | false)[] = [
    call.soundBlocked && { text: strings.soundBlocked, action: [strings.tapToHear, ['sound']], urgent: true },
    call.held && { text: strings.held, detail: strings.heldDetail },
    call.privacy && { text: strings.isPrivate, action: [strings.privacy.off, ['privacy', false]] },
    call.speakingMuted && { text: strings.speakingMuted, action: [strings.unmute, ['mute', false]], urgent: true },
    call.share === 'on' && !call.privacy && { text: strings.youShare, action: [strings.stopSharing, ['share', false]] },
    call.cameraOffForQuality && { text: strings.cameraOffWeak, action: [strings.turnCamera.on, ['camera', true]] },
    quality !== 'good' &&
      !call.cameraOffForQuality && {
        text: strings.quality[quality],
        action: camera.name === 'on' ? [strings.turnCamera.off, ['camera', false]] : undefined,
      },
  ];
  return banners.filter((banner) => banner !== false);
}

export function renderBanner(
  { text, detail, action, urgent = false }: Banner,
  ask: (ask: CallAsk) => void,
): TemplateResult {
  return html`<div class="banner ${urgent ? 'pressing' : ''}">
    <p>${detail === undefined ? text : html`<span class="strong">${text}</span> ${detail}`}</p>
    ${
      action ? html`<button type="button" class="strong" @click=${() => ask(action[1])}>${action[0]}</button>` : nothing
    }
  </div>`;
}

/** What just happened, with what can be done about it. `use` chooses the device it is about. */
export function renderNotice(
  call: CallState,
  strings: CallStrings,
  ask: (ask: CallAsk) => void,
  use: () => void,
  dismiss: () => void,
): TemplateResult | typeof nothing {
  const { notice } = call;
  if (!notice) return nothing;
  const actions: Partial<Record<typeof notice.what, readonly [name: string, act: () => void]>> = {
    'microphone-lost': [strings.tryAgain, () => ask(['microphone'])],
    'camera-lost': [strings.turnCamera.on, () => ask(['camera', true])],
    'share-allowed': [strings.shareScreen, () => ask(['share', true])],
    'muted-by-agent': [strings.unmute, () => ask(['mute', false])],
    ...(notice.deviceId === undefined
      ? {}
      : {
          'microphone-found': [strings.useIt, use],
          'camera-found': [strings.useIt, use],
          'speaker-found': [strings.useIt, use],
        }),
  };
  const action = actions[notice.what];
  return html`<div class="banner">
    <p>${noticeText(call, strings)}</p>
    ${
      action
        ? html`<button
            type="button"
            class="strong"
            @click=${() => {
              dismiss();
              action[1]();
            }}
          >
            ${action[0]}
          </button>`
        : nothing
    }
    <button type="button" aria-label=${strings.dismiss} @click=${dismiss}>${icon(icons.close)}</button>
  </div>`;
}
