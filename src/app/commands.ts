import type { DeskbellWidget } from '../elements/widget/widget.js';
import type { CallName } from '../i18n/strings.js';

/** What a page can change about its widget at any time. */
export type Settings = Partial<
  Pick<DeskbellWidget, 'broker' | 'calls' | 'continues' | 'displayName' | 'language' | 'position' | 'theme'>
>;

/** What a page with the script tag can ask for: `deskbell.push(['open'])`. Works before the app is loaded, too. */
export type Command =
  | readonly ['open' | 'close' | 'toggle' | 'start' | 'end']
  | readonly ['send', text: string]
  | readonly ['call', kind: CallName]
  | readonly ['configure', settings: Settings];

/** Does what the page asks for. What nobody understands is left alone: it may be meant for a newer version. */
export function runCommand(widget: DeskbellWidget, [verb, detail]: Command): void {
  if (verb === 'configure') Object.assign(widget, detail);
  else if (verb === 'send') widget.sendMessage(detail);
  else if (verb === 'call') void widget.startCall(detail);
  else if (verb === 'start') widget.startChat();
  else if (verb === 'end') void widget.endChat();
  else if (verb === 'open' || verb === 'close' || verb === 'toggle') widget[verb]();
}
