import { LitElement } from 'lit';

import { tokens } from '../../src/elements/styles/tokens.styles.js';

/** Stands in for the outermost element: it wears the theme that a plain element inherits. */
class Themed extends LitElement {
  static override styles = tokens;

  override createRenderRoot(): HTMLElement | ShadowRoot {
    const root = super.createRenderRoot() as ShadowRoot;
    const inside = document.createElement('div');
    inside.className = 'root';
    root.append(inside);
    return root;
  }
}

/** Puts a plain element on the page, inside a theme of a panel's size. */
export async function putThemed(
  element: HTMLElement,
  {
    theme = 'light',
    direction = 'ltr',
    language = 'en',
    inlineSize = '392px',
    blockSize = '680px',
  }: { theme?: string; direction?: string; language?: string; inlineSize?: string; blockSize?: string } = {},
): Promise<HTMLElement> {
  if (!customElements.get('test-themed')) customElements.define('test-themed', Themed);
  const host = document.createElement('test-themed') as Themed;
  host.setAttribute('theme', theme);
  document.body.append(host);
  await host.updateComplete;
  const inside = host.renderRoot.querySelector<HTMLElement>('.root')!;
  inside.dir = direction;
  inside.lang = language;
  Object.assign(inside.style, { display: 'grid', inlineSize, blockSize, overflow: 'hidden' });
  inside.style.background = 'var(--_surface)';
  inside.append(element);
  return host;
}
