// Core. Puts the house together: the only file that knows which store, which engine and which clock.
import { join } from 'node:path';
import type { StationState } from '../shared/contract/kiosk-contract.ts';
import type { SessionId } from '../shared/domain/identifiers.ts';
import type { Policy } from '../shared/domain/policy.ts';
import type { Clock } from '../shared/kernel/clock.ts';
import { toFailure } from '../shared/kernel/failure.ts';
import type { Core, CoreEvent, EngineClient } from './core.ts';
import { consoleDoor, kioskDoor, type Rooms } from './doors.ts';
import { type EngineSupervisor, superviseEngine } from './engine-supervisor.ts';
import { type Log, silentLog } from './log.ts';
import { Repeats } from './repeats/repeats.ts';
import { sweepDue, sweepOrphans } from './retention/retention.ts';
import { Cases } from './review/cases.ts';
import { Reviewers } from './review/reviewers.ts';
import { Analyses } from './sessions/analyses.ts';
import { KeyedQueue } from './sessions/queue.ts';
import { SessionRecords } from './sessions/session-records.ts';
import { Sessions } from './sessions/sessions.ts';
import { videoDevicesFolder } from './sessions/usb-cameras.ts';
import { imageFilesIn, imageFilesInMemory } from './store/image-files.ts';
import { inMemory, Store } from './store/store.ts';
import { verifyFiles } from './verify-files.ts';

export interface CoreOptions {
  /** A folder of its own, created where there is none; `:memory:` keeps nothing. */
  readonly dataFolder: string;
  /** 32 bytes. */
  readonly masterKey: Uint8Array;
  readonly policy: Policy;
  /** Where the pinned models are. */
  readonly modelsFolder: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** An engine that somebody else keeps; without one, core starts and supervises its own. */
  readonly engine?: EngineClient;
  /** The engine's program, where it is not the one beside this. */
  readonly engineProgram?: string;
  /** Where the platform lists its cameras, where that is not where Linux does. */
  readonly videoDevicesFolder?: string;
  /** Run every model once before the engine counts as ready. Default: not in memory, where one command waits for it. */
  readonly warm?: boolean;
}

/** Stale sessions are looked for, and a full disk is tried again, this often. */
const tidyMs = 15_000;
const sweepMs = 60 * 60 * 1000;

export const defaultEngineProgram = join(import.meta.dirname, '../engine/main.ts');

/** Fails with the `store.*` failures of `Store.open`; then nothing was started. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataFolder, policy, clock, modelsFolder, log = silentLog } = options;
  const store = Store.open(dataFolder, options.masterKey);
  const images = dataFolder === inMemory ? imageFilesInMemory() : imageFilesIn(join(dataFolder, 'images'));
  const supervisor: EngineSupervisor | null = options.engine
    ? null
    : superviseEngine({
        program: options.engineProgram ?? defaultEngineProgram,
        modelsFolder,
        log,
        warm: options.warm ?? dataFolder !== inMemory,
      });
  const engine: EngineClient = options.engine ?? supervisor!;

  const listeners = new Set<(event: CoreEvent) => void>();
  const emit = (door: CoreEvent['door'], event: string, payload: unknown) => {
    for (const listener of listeners) listener({ door, event, payload });
  };
  let closing = false;

  const queue = new KeyedQueue<SessionId>();
  const records = new SessionRecords(store, images, clock);
  const analyses = new Analyses(records, engine, queue, log);
  const repeats = new Repeats(records, engine, policy, log);
  const cases = new Cases(records, policy);
  const reviewers = new Reviewers(store, clock, log);
  const queueChanged = () => emit('console', 'queue.changed', { open: cases.open() });
  const models = async () => {
    if (supervisor && supervisor.models.length > 0) return supervisor.models;
    const described = await engine.call('describe');
    return described.ok ? described.value.models : [];
  };
  const sessions = new Sessions({
    records,
    analyses,
    repeats,
    engine,
    models,
    policy,
    videoDevicesFolder: options.videoDevicesFolder ?? videoDevicesFolder,
    queue,
    log,
    onStage: (sessionId, stage) => emit('kiosk', 'session.progress', { sessionId, stage }),
    onFiled: queueChanged,
    isClosing: () => closing,
  });

  const stationState = (): StationState =>
    store.health
      ? { status: 'refusing', detail: store.health.message }
      : (supervisor?.state ?? { status: 'ready', detail: null });
  const station = () => ({
    ...stationState(),
    acceptedTypes: policy.acceptedTypes,
    retentionDays: policy.retentionDays,
    idleSeconds: policy.idleSeconds,
    policyVersion: policy.version,
  });
  const stationChanged = () => {
    if (closing) return;
    emit('kiosk', 'station.changed', stationState());
    emit('console', 'station.changed', stationState());
  };
  store.onHealth(stationChanged);
  supervisor?.onState(stationChanged);

  const guarded = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (thrown) {
      log(`${what}.failed`, { kind: toFailure(thrown).kind });
    }
  };
  const tidy = () =>
    guarded('tidy', async () => {
      if (store.health) store.probe();
      await sessions.tidy();
    });
  const sweep = () =>
    guarded('sweep', async () => {
      const swept = await sweepDue(store, images, clock, policy, (caseIds) => repeats.forget(caseIds));
      if (swept.images + swept.templates + swept.cases > 0) log('retention.swept', swept);
    });
  await guarded('orphans', async () => {
    const orphans = await sweepOrphans(store, images);
    if (orphans > 0) log('store.orphans_swept', { orphans });
  });
  await sweep();
  await tidy();
  const tidyTimer = setInterval(() => void tidy(), tidyMs);
  const sweepTimer = setInterval(() => void sweep(), sweepMs);

  const rooms: Rooms = { sessions, reviewers, cases, engine, station, queueChanged };
  return {
    kiosk: (clientId) => kioskDoor(rooms, clientId),
    console: (clientId) => consoleDoor(rooms, clientId),
    clientClosed(clientId) {
      sessions.release(clientId);
      reviewers.signOut(clientId);
      if (cases.releaseClient(clientId) > 0) queueChanged();
    },
    station,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    verifyFiles: (files) => verifyFiles(sessions, files),
    engine,
    async close() {
      if (closing) return;
      closing = true;
      clearInterval(tidyTimer);
      clearInterval(sweepTimer);
      await supervisor?.stop();
      await sessions.idle();
      await analyses.idle();
      await repeats.close();
      store.close();
    },
  };
}
