import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { CallControl } from '../../core/call/control.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import type { DeskbellWidget } from '../widget/widget.js';
import { styles } from './in-widget.styles.js';
import { isInCall } from './people.js';

/** What a call has and does that a widget around it has a say in. */
interface CallInWidget extends ReactiveControllerHost, HTMLElement {
  readonly session: CallControl | undefined;
  readonly strings: CallStrings;
  readonly running: boolean;
  chat: boolean;
  strip: boolean;
  covers: boolean;
  closable: boolean;
  chatUnread: number | undefined;
  askToLeave(): void;
}

/** From this width on the chat fits beside the call. */
const beside = '(min-width: 820px)';

/** Lit's own class, or in the script tag's files the sheet itself. */
const sheet = styles.styleSheet ?? (styles as unknown as CSSStyleSheet);

/**
 * A call in a widget: its place in the panel, beside the chat or instead of it, the pill beside the launcher, and the
 * launcher's name. All of it is here rather than in the widget, because whoever only chats has no use for it.
 */
export class InWidget implements ReactiveController {
  #host: CallInWidget;
  #widget: DeskbellWidget | undefined;
  #root: ShadowRoot | undefined;
  #wide = matchMedia(beside);
  /** The customer looks at the chat although a call runs, where only one of both fits. */
  #atChat = false;
  /** The customer is through with a call that is over. */
  #through = false;
  #stop: AbortController | undefined;

  constructor(host: CallInWidget) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const root = this.#host.getRootNode();
    const widget = root instanceof ShadowRoot && root.host.localName === 'deskbell-widget' ? root.host : undefined;
    if (!widget) return;
    this.#widget = widget as DeskbellWidget;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#root = root as ShadowRoot;
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets, sheet];
    this.#host.chat = true;
    this.#widget.addController(this.#launcher);
    this.#wide.addEventListener('change', () => this.#host.requestUpdate(), { signal });
    this.#host.addEventListener('deskbell-chat', () => this.#toChat(), { signal });
    this.#host.addEventListener('deskbell-show', () => this.show(), { signal });
    const pill = this.#pill;
    pill?.addEventListener('deskbell-show', () => this.show(), { signal });
    pill?.addEventListener('deskbell-leave', () => this.#host.askToLeave(), { signal });
  }

  hostDisconnected(): void {
    this.#stop?.abort();
    this.#widget?.removeController(this.#launcher);
    if (this.#root) this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((one) => one !== sheet);
    this.#widget = this.#stop = this.#root = undefined;
  }

  hostUpdate(): void {
    const widget = this.#widget;
    const host = this.#host;
    const call = host.session?.store.state;
    if (!widget || !call) return;
    const over = call.phase.name === 'ended' || call.phase.name === 'failed';
    if (!over) this.#through = false;
    if (!isInCall(call.phase)) this.#atChat = false;
    const shown = host.running || (over && !this.#through);
    const narrow = !this.#wide.matches;
    host.hidden = !shown;
    host.strip = narrow && this.#atChat;
    host.covers = shown && narrow && !this.#atChat;
    host.toggleAttribute('covers', host.covers);
    host.closable = host.covers;
    host.chatUnread = host.covers && isInCall(call.phase) ? widget.unread : undefined;
    widget.requestUpdate();
  }

  /** Opens the panel at the call. */
  show(): void {
    const widget = this.#widget;
    if (!widget) return;
    this.#atChat = this.#through = false;
    widget.opened = true;
    this.#host.requestUpdate();
    void widget.updateComplete.then(() => this.#host.focus());
  }

  get #pill(): HTMLElement | undefined {
    return this.#widget?.call?.pill;
  }

  #toChat(): void {
    const call = this.#host.session?.store.state;
    if (call && isInCall(call.phase)) this.#atChat = true;
    else this.#through = true;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#widget?.renderRoot.querySelector('deskbell-chat')?.focus());
  }

  /** The widget names its launcher in `updated`, which comes after this: the last word is the call's. */
  #launcher: ReactiveController = {
    hostUpdated: () => {
      const widget = this.#widget;
      if (!widget) return;
      const { opened, unread } = widget;
      const host = this.#host;
      const pill = this.#pill;
      if (pill) pill.hidden = opened;
      if (host.chatUnread !== undefined && host.chatUnread !== unread) host.requestUpdate();
      const call = host.session?.store.state;
      if (!call || !isInCall(call.phase)) return;
      void widget.updateComplete.then(() => {
        const launcher =
          widget.querySelector('[slot=launcher]') ?? widget.renderRoot.querySelector('deskbell-launcher');
        launcher?.setAttribute('label', host.strings.launcherInCall(unread));
      });
    },
  };
}
