import type { Operation } from '../wire.js';
import { describeContact } from './DescribeContact.js';
import { startChatContact } from './StartChatContact.js';
import { startWebRTCContact } from './StartWebRTCContact.js';
import { stopContact } from './StopContact.js';

/** The calls of the Amazon Connect control plane that are simulated. */
export const connectOperations: readonly Operation[] = [
  startChatContact,
  startWebRTCContact,
  describeContact,
  stopContact,
];
