import assert from 'node:assert/strict';
import { test } from 'node:test';
import statusCodes from 'amazon-chime-sdk-js/build/meetingsession/MeetingSessionStatusCode.js';
import {
  isContent,
  joinError,
  personOf,
  stoppedBecause,
  textOf,
  tileOf,
  type TileFacts,
} from '../../../src/adapters/chime/normalise.js';

const codes = statusCodes.MeetingSessionStatusCode;

/** How a call is over for the customer, by the name the client has for it. */
const ends = {
  Left: 'left',
  AudioJoinedFromAnotherDevice: 'elsewhere',
  AudioAuthenticationRejected: 'refused',
  AudioCallAtCapacity: 'full',
  MeetingEnded: 'ended',
  AudioInternalServerError: 'lost',
  AudioServiceUnavailable: 'lost',
  AudioDisconnected: 'failed',
  VideoCallAtSourceCapacity: 'full',
  SignalingBadRequest: 'refused',
  SignalingInternalServerError: 'lost',
  SignalingRequestFailed: 'lost',
  SignalingChannelClosedUnexpectedly: 'lost',
  ICEGatheringTimeoutWorkaround: 'lost',
  ConnectionHealthReconnect: 'lost',
  RealtimeApiFailed: 'failed',
  TaskFailed: 'lost',
  IncompatibleSDP: 'failed',
  TURNCredentialsForbidden: 'refused',
  NoAttendeePresent: 'lost',
  AudioAttendeeRemoved: 'removed',
} as const;

for (const [name, why] of Object.entries(ends)) {
  test(`A meeting that stops with ${name} is ${why}`, () => {
    assert.equal(stoppedBecause(codes[name as keyof typeof ends]), why);
  });
}

test('A status of the future is a failure, and no crash', () => assert.equal(stoppedBecause(999), 'failed'));

const joins: readonly (readonly [Parameters<typeof joinError>[0], boolean, string, boolean])[] = [
  ['lost', false, 'connection/lost', true],
  ['lost', true, 'media/no-route', true],
  ['ended', true, 'connection/refused', false],
  ['refused', true, 'connection/refused', false],
  ['removed', true, 'connection/refused', false],
  ['full', true, 'media/full', false],
  ['elsewhere', true, 'media/elsewhere', false],
  ['left', true, 'media/interrupted', false],
  ['failed', true, 'media/failed', true],
];

for (const [why, signalling, code, retryable] of joins) {
  test(`A join that is ${why} ${signalling ? 'after' : 'before'} the service answered is ${code}`, () => {
    const error = joinError(why, { signalling });
    assert.equal(error.code, code);
    assert.equal(error.retryable, retryable);
  });
}

test('A shared screen belongs to the person who shares it', () => {
  assert.equal(personOf('b3a1#content'), 'b3a1');
  assert.equal(personOf('b3a1'), 'b3a1');
  assert.equal(isContent('b3a1#content'), true);
  assert.equal(isContent('b3a1'), false);
});

const stream = {};
const tile = (fields: Partial<TileFacts>): TileFacts => ({
  tileId: 7,
  boundAttendeeId: 'ines',
  boundVideoStream: stream,
  localTile: false,
  isContent: false,
  ...fields,
});

test('A tile is the own camera, a camera or a shared screen', () => {
  const kindOf = (fields: Partial<TileFacts>): unknown => tileOf(tile(fields))?.kind;
  assert.equal(kindOf({}), 'camera');
  assert.equal(kindOf({ localTile: true }), 'own');
  assert.equal(kindOf({ isContent: true }), 'share');
  // The first update of a screen says nothing of content; its attendee does.
  assert.equal(kindOf({ boundAttendeeId: 'ines#content' }), 'share');
  assert.deepEqual(tileOf(tile({ boundAttendeeId: 'ines#content' })), {
    type: 'tile',
    tileId: '7',
    kind: 'share',
    attendeeId: 'ines',
  });
});

test('A tile of nobody, or without a picture, is none', () => {
  assert.equal(tileOf(tile({ boundAttendeeId: null })), undefined);
  assert.equal(tileOf(tile({ boundAttendeeId: '' })), undefined);
  assert.equal(tileOf(tile({ boundVideoStream: null })), undefined);
  assert.equal(tileOf(tile({ tileId: null })), undefined);
});

test('A data message that cannot be decoded is none', () => {
  assert.equal(textOf({ text: () => '{"message":"HoldStarted"}' }), '{"message":"HoldStarted"}');
  const broken = (): string => {
    throw new TypeError('The encoded data was not valid');
  };
  assert.equal(textOf({ text: broken }), undefined);
});
