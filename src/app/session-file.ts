import type { DeskbellWidget } from '../elements/widget/widget.js';
import { attend as attendWith } from './attend.js';
import type { AttendedSession } from './attended.js';
import type * as FilesFile from './files-file.js';
import type * as HoursFile from './hours-file.js';
import type { Load } from './load-words.js';
import { once } from './once.js';
import { files, hours, wait } from './session-built.js';
import { brokerAddress } from './tab.js';
import type * as WaitFile from './wait-file.js';

/*
 * What the script tag's app loads for the first chat: the session, the words for what can go wrong with it, and what
 * watches over it. Nothing here draws: this file has no Lit.
 */
export { errors } from '../i18n/errors-en.js';
export { sessionOver } from './sessions.js';

const waitIn = (load: Load) => once(async () => ((await load(wait)) as typeof WaitFile).waitAttendant(load));
const hoursIn = (load: Load) => once(async () => ((await load(hours)) as typeof HoursFile).hoursAttendant(load));
const filesIn = (load: Load) => once(async () => ((await load(files)) as typeof FilesFile).filesAttendant(load));

/** Brings waiting, endings, hours and files to the chat of a widget. */
export async function attend(widget: DeskbellWidget, session: AttendedSession, load: Load): Promise<void> {
  await widget.updateComplete;
  const chat = widget.renderRoot.querySelector('deskbell-chat');
  const broker = brokerAddress(widget.broker);
  if (!chat) return;
  attendWith(
    { chat, session, broker, hours: widget.hasAttribute('hours'), continues: widget.continues },
    { wait: waitIn(load), hours: hoursIn(load), files: filesIn(load) },
  );
}

/** Says beside the launcher of a widget what is open. */
export async function tellHours(widget: DeskbellWidget, load: Load): Promise<void> {
  (await hoursIn(load)()).beside(widget, brokerAddress(widget.broker));
}
