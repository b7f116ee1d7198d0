// Classes and factories. Importing this has no effect on the page: `deskbell/define` registers the elements.
export * from './headless.js';
export * from '../elements/define.js';
export * from '../elements/events.js';
export type { SessionRequest, SessionSource, StringsSource } from '../elements/widget/sources.js';
export type { Strings } from '../i18n/strings.js';
