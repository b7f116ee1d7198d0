import type { DeskbellWidget } from '../elements/widget/widget.js';

/** What a page can change about its widget at any time. */
export type Settings = Partial<Pick<DeskbellWidget, 'broker' | 'displayName' | 'language' | 'position' | 'theme'>>;

/** What a page with the script tag can ask for: `deskbell.push(['open'])`. Works before the app is loaded, too. */
export type Command =
  | readonly ['open' | 'close' | 'toggle' | 'start' | 'end']
  | readonly ['send', text: string]
  | readonly ['configure', settings: Settings];

const settingNames = ['broker', 'displayName', 'language', 'position', 'theme'] as const;

/** Does what the page asks for. What nobody understands is left alone: it may be meant for a newer version. */
export function runCommand(widget: DeskbellWidget, command: Command): void {
  switch (command[0]) {
    case 'open':
      return widget.open();
    case 'close':
      return widget.close();
    case 'toggle':
      return widget.toggle();
    case 'start':
      return widget.startChat();
    case 'end':
      return void widget.endChat();
    case 'send':
      return widget.sendMessage(String(command[1]));
    case 'configure': {
      const known = settingNames.filter((name) => name in command[1]);
      Object.assign(widget, Object.fromEntries(known.map((name) => [name, command[1][name]])));
    }
  }
}
