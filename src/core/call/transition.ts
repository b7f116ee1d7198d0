import { changeEquipment, type EquipmentEvent } from './equipment.js';
import { changeMeeting, type MeetingEvent } from './meeting.js';
import { movePhase, type PhaseEvent } from './phases.js';
import { initialCallState, type CallState } from './state.js';

export type CallEvent = PhaseEvent | MeetingEvent | EquipmentEvent | { readonly type: 'forgotten' };

/** The whole life of a call, as one pure function. An event that makes no sense now returns the same snapshot. */
export function transition(state: CallState, event: CallEvent): CallState {
  switch (event.type) {
    case 'forgotten':
      return state === initialCallState ? state : initialCallState;
    case 'prepared':
    case 'reserved':
    case 'unreserved':
    case 'consented':
    case 'cancelled':
    case 'requested':
    case 'ticketed':
    case 'joined':
    case 'interrupted':
    case 'rejoining':
    case 'restored':
    case 'over':
    case 'failed':
      return movePhase(state, event);
    case 'listed':
    case 'capturing':
    case 'speaker':
    case 'muted':
    case 'speaking-muted':
    case 'weak-network':
    case 'privacy':
    case 'withheld':
    case 'extra':
    case 'noticed':
      return changeEquipment(state, event);
    case 'present':
    case 'absent':
    case 'all-told':
    case 'attendee-muted':
    case 'named':
    case 'tile':
    case 'tile-gone':
    case 'speaking':
    case 'quality':
    case 'share':
    case 'held':
    case 'sound':
    case 'caption':
      return changeMeeting(state, event);
  }
}
