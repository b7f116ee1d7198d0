import type { Operation } from '../wire.js';
import { createParticipant } from './CreateParticipant.js';
import { describeContact } from './DescribeContact.js';
import { getContactAttributes } from './GetContactAttributes.js';
import { getContactMetrics } from './GetContactMetrics.js';
import { getCurrentMetricData } from './GetCurrentMetricData.js';
import { startChatContact } from './StartChatContact.js';
import { startWebRTCContact } from './StartWebRTCContact.js';
import { stopContact } from './StopContact.js';
import { updateContactAttributes } from './UpdateContactAttributes.js';

/** The calls of the Amazon Connect control plane that are simulated. */
export const connectOperations: readonly Operation[] = [
  startChatContact,
  startWebRTCContact,
  describeContact,
  getContactMetrics,
  getCurrentMetricData,
  stopContact,
  createParticipant,
  updateContactAttributes,
  getContactAttributes,
];
