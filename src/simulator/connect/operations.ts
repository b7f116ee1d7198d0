import type { Operation } from '../wire.js';
import { createParticipant } from './CreateParticipant.js';
import { createPersistentContactAssociation } from './CreatePersistentContactAssociation.js';
import { describeQueue } from './DescribeQueue.js';
import { describeContact } from './DescribeContact.js';
import { getContactAttributes } from './GetContactAttributes.js';
import { getContactMetrics } from './GetContactMetrics.js';
import { getCurrentMetricData } from './GetCurrentMetricData.js';
import { getEffectiveHoursOfOperations } from './GetEffectiveHoursOfOperations.js';
import { listAssociatedContacts } from './ListAssociatedContacts.js';
import { startChatContact } from './StartChatContact.js';
import { startEmailContact } from './StartEmailContact.js';
import { startOutboundChatContact } from './StartOutboundChatContact.js';
import { startOutboundVoiceContact } from './StartOutboundVoiceContact.js';
import { startTaskContact } from './StartTaskContact.js';
import { startWebRTCContact } from './StartWebRTCContact.js';
import { stopContact } from './StopContact.js';
import { updateContactAttributes } from './UpdateContactAttributes.js';
import { updateContactRoutingData } from './UpdateContactRoutingData.js';

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
  updateContactRoutingData,
  describeQueue,
  getEffectiveHoursOfOperations,
  createPersistentContactAssociation,
  listAssociatedContacts,
  startTaskContact,
  startEmailContact,
  startOutboundVoiceContact,
  startOutboundChatContact,
];
