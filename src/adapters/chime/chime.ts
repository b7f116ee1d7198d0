import type { CallConnection } from '../../core/call/ports.js';
import { Meeting, type MeetingPorts } from './meeting.js';

/**
 * A connection over amazon-chime-sdk-js, for one meeting. Importing this file loads the client and needs a browser:
 * applications import it dynamically.
 */
export const chimeConnection = (ports: MeetingPorts): CallConnection => new Meeting(ports);
