import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Link } from '../../core/chat/state.js';

/** What there is to tell about the link. */
export type News = Exclude<Link, 'up'> | 'back';

/** A link that is back sooner than this was never mentioned, in milliseconds. */
const blipMs = 1_500;
/** How long the good news stays, in milliseconds. */
const backMs = 3_000;

/** Says when messages do not get through, and when they do again; keeps quiet about blips. */
export class LinkNews implements ReactiveController {
  #host: ReactiveControllerHost;
  #link: () => Link | undefined;
  #tell: (news: News) => void;
  #seen: Link | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is to be shown now. */
  news: News | undefined;

  /** @param tell called once for everything that becomes news */
  constructor(host: ReactiveControllerHost, link: () => Link | undefined, tell: (news: News) => void) {
    this.#host = host;
    this.#link = link;
    this.#tell = tell;
    host.addController(this);
  }

  hostUpdate(): void {
    const link = this.#link();
    const before = this.#seen;
    if (link === before) return;
    this.#seen = link;
    const told = this.news && this.news !== 'back';
    // One trouble after another is one: what it has become is told when the first one would have been.
    if (!told && before && before !== 'up' && link && link !== 'up') return;
    clearTimeout(this.#timer);
    if (!link || (link === 'up' && !told)) this.news = undefined;
    else if (link === 'up') this.#publish('back');
    else if (told) this.#publish(link);
    else this.#timer = setTimeout(() => this.#publish(this.#seen as News), blipMs); // Anything else clears the timer.
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#seen = this.news = undefined;
  }

  #publish(news: News): void {
    this.news = news;
    this.#tell(news);
    this.#host.requestUpdate();
    if (news !== 'back') return;
    this.#timer = setTimeout(() => {
      this.news = undefined;
      this.#host.requestUpdate();
    }, backMs);
  }
}
