import type { Saved } from '../../core/chat/ports.js';
import type { Item } from '../../core/chat/state.js';
import { savedShape } from './saved-shape.js';

/** The tail of the conversation that is kept: the service has the rest. */
const itemsAtMost = 200;
/** The same in characters of JSON. The page may need the rest of the few megabytes it has. */
const charactersAtMost = 200_000;

/** A field of what a chat keeps. */
export type Field = keyof Saved;
/** Some of them with their values. */
export type Fields = Map<Field, unknown>;

/** What belongs to the site. */
export const shared: readonly Field[] = ['startKey', 'longMemory'];
/** What it takes to say something. */
export const secrets: readonly Field[] = ['ticket', 'leaving', 'unwanted', 'memory'];
/** What is said. */
export const text: readonly Field[] = (Object.keys(savedShape) as Field[]).filter(
  (field) => ![...shared, ...secrets].includes(field),
);

/** What is kept of what there is. */
export function cut(fields: Fields): Fields {
  const items = fields.get('items') as readonly Item[] | undefined;
  return items ? new Map(fields).set('items', tail(items)) : fields;
}

/** The newest items, as many as are kept. */
export function tail(items: readonly Item[]): readonly Item[] {
  let newest = items.slice(-itemsAtMost);
  while (newest.length > 0 && JSON.stringify(newest).length > charactersAtMost) {
    newest = newest.slice(Math.ceil(newest.length / 2));
  }
  return newest;
}
