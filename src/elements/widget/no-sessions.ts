import type { SessionSource } from './sources.js';

/** Tells a developer who has registered the widget alone what is missing. The script tag's app goes without. */
export const noSessions: SessionSource = () => {
  throw new Error('Import deskbell/define first.');
};
