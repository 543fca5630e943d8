// Tests. What the applicant sees after each thing that can happen.
import { describe, expect, it } from 'vitest';
import {
  initialState,
  type KioskEvent,
  type KioskState,
  reduce,
  screenOf,
} from '../../../src/renderer/kiosk/kiosk-state.ts';
import type { Station } from '../../../src/shared/contract/kiosk-contract.ts';
import type { SessionId } from '../../../src/shared/domain/identifiers.ts';
import type { ApplicantResult, SessionView } from '../../../src/shared/domain/session.ts';
import { defaultPolicy } from '../../fixtures/test-core.ts';

const station: Station = {
  status: 'ready',
  detail: null,
  acceptedTypes: ['passport', 'identity_card'],
  retention: defaultPolicy().retention,
  undecidedDays: 90,
  idleSeconds: 90,
  policyVersion: '1',
};
const session = (change: Partial<SessionView> = {}): SessionView => ({
  sessionId: '3b241101-e2bb-4255-8caf-4136c566a962' as SessionId,
  step: 'opened',
  documentType: null,
  sidesLeft: [],
  caseId: null,
  ...change,
});
const result = (change: Partial<ApplicantResult> = {}): ApplicantResult => ({
  outcome: 'approve',
  advice: [],
  again: null,
  reference: 'K7WM4Q2H',
  ...change,
});
const stateAfter = (...events: KioskEvent[]): KioskState => events.reduce(reduce, initialState);
const moved = (change: Partial<SessionView>): KioskEvent => ({
  type: 'session_moved',
  session: session(change),
});
const booted: KioskEvent = { type: 'booted', station, session: null };

describe('the way through', () => {
  it('follows the steps that core has made durable', () => {
    const card = { documentType: 'identity_card' } as const;
    const steps: [Partial<SessionView>, string][] = [
      [{ step: 'opened' }, 'consent'],
      [{ step: 'consented' }, 'choose'],
      [{ step: 'document_chosen', ...card, sidesLeft: ['front', 'back'] }, 'document'],
      [{ step: 'document_chosen', ...card, sidesLeft: ['back'] }, 'document'],
      [{ step: 'document_captured', ...card }, 'selfie'],
      [{ step: 'selfie_captured', ...card }, 'verifying'],
    ];
    let state = stateAfter(booted);
    expect(state.screen.name).toBe('welcome');
    for (const [change, screen] of steps) {
      state = reduce(state, moved(change));
      expect(state.screen.name).toBe(screen);
    }
    state = reduce(state, { type: 'verified', result: result() });
    expect(state.screen).toEqual({ name: 'result', result: result() });
  });

  it('asks for the side that is left', () => {
    expect(
      screenOf(session({ step: 'document_chosen', documentType: 'identity_card', sidesLeft: ['back'] })),
    ).toEqual({ name: 'document', side: 'back', type: 'identity_card' });
  });

  it('resumes where the session was', () => {
    const resumed = session({ step: 'document_captured', documentType: 'passport' });
    expect(stateAfter({ type: 'booted', station, session: resumed }).screen.name).toBe('selfie');
  });

  it('shows how far the verification is, of this session only', () => {
    const state = stateAfter(booted, moved({ step: 'selfie_captured', documentType: 'passport' }));
    const progressed = (sessionId: string): KioskEvent => ({ type: 'progressed', sessionId, stage: 'match' });
    expect(reduce(state, progressed(session().sessionId)).screen).toEqual({
      name: 'verifying',
      stage: 'match',
    });
    expect(reduce(state, progressed('another')).screen).toEqual({ name: 'verifying', stage: 'document' });
  });
});

describe('when a photograph has to be taken again', () => {
  it('keeps the advice while it is taken, and drops it afterwards', () => {
    const retry = result({ outcome: 'retry', advice: ['document.glare'], again: 'document' });
    const taking = stateAfter(
      booted,
      moved({ step: 'selfie_captured', documentType: 'passport' }),
      { type: 'verified', result: retry },
      moved({ step: 'document_chosen', documentType: 'passport', sidesLeft: ['front'] }),
    );
    expect(taking.screen.name).toBe('document');
    expect(taking.advice).toEqual(['document.glare']);
    expect(reduce(taking, moved({ step: 'selfie_captured', documentType: 'passport' })).advice).toEqual([]);
  });

  it('a photograph that core cannot use is taken anew, with a fresh shutter', () => {
    const aiming = stateAfter(booted, moved({ step: 'document_captured', documentType: 'passport' }));
    const again = reduce(reduce(aiming, { type: 'call_started' }), {
      type: 'call_failed',
      kind: 'image.corrupt',
    });
    expect(again.screen).toEqual({ name: 'selfie' });
    expect(again).toMatchObject({ photoFailed: true, busy: false });
    expect(again.attempt).toBeGreaterThan(aiming.attempt);
  });

  it('a challenge that was answered too late is asked anew, with another photograph', () => {
    const aiming = stateAfter(booted, moved({ step: 'document_captured', documentType: 'passport' }));
    const late = { type: 'call_failed', kind: 'challenge.expired' } as const;
    const again = reduce(reduce(aiming, { type: 'call_started' }), late);
    expect(again.screen).toEqual({ name: 'selfie' });
    expect(again).toMatchObject({ photoFailed: true, busy: false, session: aiming.session });
    expect(again.attempt).toBeGreaterThan(aiming.attempt);
    // Nobody who is past the photographs is brought back to them by it.
    const verifying = reduce(aiming, moved({ step: 'selfie_captured', documentType: 'passport' }));
    expect(reduce(verifying, late).screen.name).not.toBe('selfie');
  });
});

describe('when something goes wrong', () => {
  it('a core that does not answer is a pause, after which the session goes on', () => {
    const here = session({ step: 'consented' });
    const paused = stateAfter(
      { type: 'booted', station, session: here },
      { type: 'call_failed', kind: 'core.unavailable' },
    );
    expect(paused.screen).toEqual({ name: 'trouble', kind: 'core.unavailable' });
    expect(reduce(paused, { type: 'booted', station, session: here }).screen.name).toBe('choose');
  });

  it('a session that core no longer has is ended, not resumed', () => {
    const state = stateAfter(booted, moved({}), { type: 'call_failed', kind: 'session.closed' });
    expect(state.screen).toEqual({ name: 'farewell', reason: 'interrupted' });
    expect(state.session).toBeNull();
  });

  it('the station says when it is degraded, without leaving the screen', () => {
    const state = stateAfter(booted, moved({}), {
      type: 'station_changed',
      station: { status: 'degraded', detail: null },
    });
    expect(state.station).toMatchObject({ status: 'degraded', idleSeconds: 90 });
    expect(state.screen.name).toBe('consent');
  });
});

it('after the end nothing brings an applicant back: neither a late answer nor a late result', () => {
  const ended = stateAfter(booted, moved({}), { type: 'closing', reason: 'idle' });
  const late: KioskEvent[] = [
    moved({ step: 'consented' }),
    { type: 'verified', result: result() },
    { type: 'call_failed', kind: 'core.unavailable' },
    { type: 'booted', station, session: session() },
  ];
  for (const event of late) {
    expect(reduce(ended, event)).toMatchObject({
      screen: { name: 'farewell', reason: 'idle' },
      session: null,
    });
  }
});
