type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object in `source`, or undefined when there is none. A value that is an object already stays as it is. */
function fieldsOf(source: unknown): Fields | undefined {
  if (isFields(source)) return source;
  if (typeof source !== 'string' || !source.trimStart().startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(source);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A title for people: without the comments that steer how Amazon's own interface opens links. */
const line = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(/<!--[^]*?-->/g, '').trim() || undefined : undefined;

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Buttons that page through a picker say nothing a reader needs. */
const pagingActions: readonly unknown[] = ['SHOW_MORE', 'PREVIOUS_OPTIONS'];

/**
 * The best readable text of an interactive message: title, subtitle and what there is to choose, one per line.
 * Undefined when it has none. Shapes: Amazon Connect Administrator Guide, interactive messages; `data.content` is
 * missing in some published examples, where the fields stand directly under `data`.
 */
export function interactiveText(body: string): string | undefined {
  const message = fieldsOf(body);
  const data = fieldsOf(message?.['data']);
  const content = fieldsOf(data?.['content']) ?? data;
  if (!content) return undefined;
  if (message?.['templateType'] === 'ViewResource') return viewText(content);
  const lines = [line(content['title']), line(content['subtitle']), ...choices(content)];
  return lines.filter((each) => each !== undefined).join('\n') || undefined;
}

function choices(content: Fields): readonly (string | undefined)[] {
  const elements = list(content['elements']).filter((element) => !pagingActions.includes(element['actionDetail']));
  // A carousel's cards are messages of their own, each with its title and its buttons.
  const titles = elements.map((element) =>
    'templateIdentifier' in element
      ? line(fieldsOf(fieldsOf(element['data'])?.['content'])?.['title'])
      : line(element['title']),
  );
  const slots = list(content['timeslots']).map((slot) => line(slot['date'])?.replace('T', ' '));
  const buttons = list(content['buttons']).map((button) => line(button['text']));
  return [...titles, ...slots, ...buttons];
}

/** A view's values may be JSON strings once more; only its heading is certain to be a sentence. */
function viewText(content: Fields): string | undefined {
  const view = fieldsOf(content['viewData']);
  return line(view?.['Heading']) ?? line(view?.['SubHeading']) ?? line(view?.['Description']);
}

/** What a customer answered to an interactive message or a view, in words. Undefined: a paging button, nothing to show. */
export function responseText(body: string): string | undefined {
  const response = fieldsOf(body);
  if (!response || pagingActions.includes(response['action'])) return undefined;
  const data = fieldsOf(response['data']) ?? {};
  return (
    line(data['content']) ??
    line(data['Label']) ??
    line(data['label']) ??
    line(data['actionName']) ??
    line(response['action'])
  );
}

/** A choice from a carousel, which travels as JSON in a plain text message: `Room 1 - Book`. Undefined for any other. */
export function selectionText(body: string): string | undefined {
  const choice = fieldsOf(body);
  const selection = line(choice?.['selectionText']);
  if (!choice || !('templateIdentifier' in choice) || selection === undefined) return undefined;
  const title = line(choice['listTitle']);
  if (title === undefined) return selection;
  return title.endsWith(':') ? `${title} ${selection}` : `${title} - ${selection}`;
}
