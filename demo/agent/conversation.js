// The transcript of the chosen contact. Lines are added at their place in time; a known line is only updated.
import { describe } from './items.js';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Fills the list in `log`, which scrolls, with the items of one contact at a time. */
export function createTranscript(log) {
  const list = log.querySelector('ol');
  const lines = [];
  // Whoever reads further up is left alone; whoever is at the end stays there, also when the box gets smaller.
  let isAtEnd = true;
  const follow = () => isAtEnd && (log.scrollTop = log.scrollHeight);
  log.addEventListener('scroll', () => (isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48));
  new ResizeObserver(follow).observe(log);

  function lineOf({ Id, AbsoluteTime }) {
    const known = lines.find(({ id }) => id === Id);
    if (known) return known;
    const line = { id: Id, time: AbsoluteTime, element: document.createElement('li') };
    const later = lines.findIndex(({ time }) => time > AbsoluteTime);
    list.insertBefore(line.element, lines[later]?.element ?? null);
    lines.splice(later < 0 ? lines.length : later, 0, line);
    return line;
  }

  return {
    clear() {
      lines.length = 0;
      isAtEnd = true;
      list.replaceChildren();
    },
    add(items) {
      for (const item of items) {
        const said = describe(item);
        if (said) fill(lineOf(item).element, said, item.AbsoluteTime);
      }
      follow();
    },
  };
}

function fill(element, { kind, who, text }, time) {
  const words = document.createElement('p');
  const meta = document.createElement('small');
  words.textContent = text;
  meta.textContent = [who, clock.format(new Date(time))].filter(Boolean).join(' · ');
  element.className = kind;
  element.replaceChildren(...(kind === 'notice' ? [words] : [meta, words]));
}
