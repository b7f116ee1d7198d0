import { languages, loadConnection } from './lazy.js';
import { putTogether } from './put-together.js';
import { sessionOver } from './sessions.js';

// Re-exported so that whoever imports this also gets the types of the tag names.
export * from '../elements/define.js';

putTogether((options) => sessionOver(loadConnection, options), languages);
