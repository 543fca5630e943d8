// Benchmark. A desk around a real core on a data folder: applicants at the kiosk, reviewers at the console.
import { join } from 'node:path';
import { createCore } from '../../../core/compose.ts';
import type { Core, EngineClient } from '../../../core/core.ts';
import { type Log, silentLog } from '../../../core/log.ts';
import { loadPolicy } from '../../../core/policy/load-policy.ts';
import type { Unlock } from '../../../shared/contract/core-port.ts';
import type { SessionId } from '../../../shared/domain/identifiers.ts';
import { type Policy, withSpecimens } from '../../../shared/domain/policy.ts';
import type { DataKind, RetentionClock } from '../../../shared/domain/retention.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { root } from '../../setup/root.ts';
import type { Photographs } from './recorded-engine.ts';

export const benchUnlock: Unlock = { kind: 'secret', secret: Buffer.alloc(32, 5) };

/** A year of the default policy in twenty days: who has fifty thousand visits a day keeps a million cases. */
export function benchPolicy(): Policy {
  const after = (days: number): RetentionClock => ({ after: 'decision', days });
  const retention: Record<DataKind, RetentionClock> = {
    document_images: after(2),
    portrait: after(2),
    selfie_frames: after(2),
    templates: after(2),
    fields: after(10),
    decision: after(20),
  };
  const policy = withSpecimens(loadPolicy(join(root, 'resources/policy/default.json')));
  return { ...policy, retention };
}

/** Moved by hand. */
export class BenchClock implements Clock {
  #nowMs: number;
  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }
  nowMs = () => this.#nowMs;
  setMs(nowMs: number): void {
    this.#nowMs = nowMs;
  }
}

export const openDesk = (
  dataFolder: string,
  engine: EngineClient,
  clock: Clock,
  log: Log = silentLog,
): Promise<Core> =>
  createCore({
    dataFolder,
    log,
    engine,
    clock,
    unlock: benchUnlock,
    policy: benchPolicy(),
    modelsFolder: join(root, 'models'),
    videoDevicesFolder: join(root, 'no-such-folder'),
  });

export type Timed = <T>(name: string, work: () => Promise<T> | T) => Promise<T>;
const untimed: Timed = async (_name, work) => work();

export const camera = { label: 'Desk Camera (046d:0825)', deviceId: 'desk', widthPx: 1920, heightPx: 1080 };

/** From the language to the receipt, each call as the kiosk makes it. */
export async function applicant(
  core: Core,
  client: string,
  photographs: Photographs,
  timed: Timed = untimed,
): Promise<SessionId> {
  const kiosk = core.kiosk(client);
  const opened = await timed('session.open', () => kiosk['session.open']({ language: 'en' }));
  const { sessionId } = opened;
  await timed('session.consent', () => kiosk['session.consent']({ sessionId, textVersion: '2026-11-01' }));
  await timed('session.choose_document', () =>
    kiosk['session.choose_document']({ sessionId, type: 'passport' }),
  );
  await timed('session.camera', () => kiosk['session.camera']({ sessionId, camera }));
  const { document, selfies, moveFrames, lightFrames } = photographs;
  await timed('session.capture_document', () =>
    kiosk['session.capture_document']({ sessionId, side: 'front', frames: copies(document) }),
  );
  const { challengeId } = await timed('session.challenge', () => kiosk['session.challenge']({ sessionId }));
  const answer = {
    challengeId,
    movesAskedAtMs: [],
    moveFramesAtMs: moveFrames.map(() => 0),
    lightShownAtMs: [],
    lightFramesAtMs: lightFrames.map(() => 0),
    declined: [],
  };
  const answered = { answer, moveFrames: copies(moveFrames), lightFrames: copies(lightFrames) };
  await timed('session.capture_selfie', () =>
    kiosk['session.capture_selfie']({ sessionId, frames: copies(selfies), answered }),
  );
  await timed('session.verify', () => kiosk['session.verify']({ sessionId }));
  await timed('session.receipt', () => kiosk['session.receipt']({ sessionId }));
  await timed('session.close', () => kiosk['session.close']({ sessionId, reason: 'completed' }));
  return sessionId;
}

const copies = (frames: readonly Uint8Array[]) => frames.map((frame) => new Uint8Array(frame));

export async function signIn(core: Core, client: string): Promise<ReturnType<Core['console']>> {
  const console_ = core.console(client);
  const credentials = { name: 'Rita', password: 'a long password' };
  const { needsSetUp } = await console_['auth.state'](undefined);
  await console_[needsSetUp ? 'auth.set_up' : 'auth.sign_in'](credentials);
  return console_;
}
