import { takeOver } from './page-globals.js';
import 'amazon-connect-chatjs';
import { ChatjsCopy } from './copy.js';

/** The copy of amazon-connect-chatjs in this bundle, whatever else the page has loaded. */
export const chatjsCopy = new ChatjsCopy(takeOver());
