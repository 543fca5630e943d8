// Core. Puts the house together: the only file that knows which store, which engine and which clock.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Unlock } from '../shared/contract/core-port.ts';
import type { DevicesContract } from '../shared/contract/devices-contract.ts';
import type { StationState } from '../shared/contract/kiosk-contract.ts';
import type { Client } from '../shared/contract/rpc.ts';
import type { SessionId } from '../shared/domain/identifiers.ts';
import type { Policy } from '../shared/domain/policy.ts';
import type { Clock } from '../shared/kernel/clock.ts';
import { FailureError, toFailure } from '../shared/kernel/failure.ts';
import { publishHeads } from './audit/heads.ts';
import { recordPendingActs } from './audit/pending-acts.ts';
import { renewKeyCopies } from './backup/key-copies.ts';
import type { Core, CoreEvent, EngineClient } from './core.ts';
import { superviseDevices } from './devices-supervisor.ts';
import { consoleDoor, kioskDoor, type Rooms } from './doors.ts';
import { type EngineSupervisor, superviseEngine } from './engine-supervisor.ts';
import { type Log, silentLog } from './log.ts';
import { Repeats } from './repeats/repeats.ts';
import { replay } from './replay/replay.ts';
import { sweepCopies } from './retention/copies.ts';
import { Retention, sweepKeys, sweepOrphans } from './retention/retention.ts';
import { Cases } from './review/cases.ts';
import { Reviewers } from './review/reviewers.ts';
import { Analyses } from './sessions/analyses.ts';
import { KeyedQueue } from './sessions/queue.ts';
import { Scans } from './sessions/scans.ts';
import { SessionRecords } from './sessions/session-records.ts';
import { Sessions } from './sessions/sessions.ts';
import { videoDevicesFolder } from './sessions/usb-cameras.ts';
import { recordStart } from './station-start.ts';
import { imageFilesIn, imageFilesInMemory, imagesFolder } from './store/image-files.ts';
import { inMemory, Store } from './store/store.ts';
import { StoreReader } from './store/store-reader.ts';
import { Subjects } from './subjects/subjects.ts';
import { verifyFiles } from './verify-files.ts';

export interface CoreOptions {
  /** A folder of its own, created where there is none; `:memory:` keeps nothing. */
  readonly dataFolder: string;
  /** What opens the store; unused in memory. */
  readonly unlock: Unlock;
  /** After a recovery: what opens it from now on. */
  readonly changeUnlock?: Unlock | null;
  readonly policy: Policy;
  /** Where the pinned models are. */
  readonly modelsFolder: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** An engine that somebody else keeps; without one, core starts and supervises its own. */
  readonly engine?: EngineClient;
  /** The engine's program, where it is not the one beside this. */
  readonly engineProgram?: string;
  /** The program that drives scanners and readers; without one, no device but the camera is used. */
  readonly devicesProgram?: string;
  /** Devices that somebody else keeps. */
  readonly devices?: Client<DevicesContract>;
  /** Where the platform lists its cameras, where that is not where Linux does. */
  readonly videoDevicesFolder?: string;
  /** Run every model once before the engine counts as ready. Default: not in memory, where one command waits for it. */
  readonly warm?: boolean;
}

/** Stale sessions are looked for, and a full disk is tried again, this often. */
const tidyMs = 15_000;
const sweepMs = 60 * 60 * 1000;
/** Most starts have little to sweep, and then nothing that is due is ever looked at again. */
const sweptAtStartMs = 2_000;

export const defaultEngineProgram = join(import.meta.dirname, '../engine/main.ts');
export const defaultDevicesProgram = join(import.meta.dirname, '../devices/main.ts');

/** Fails with the `store.*` failures of `Store.open`; then nothing was started. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataFolder, policy, clock, modelsFolder, log = silentLog } = options;
  const store =
    dataFolder === inMemory
      ? Store.openInMemory(clock)
      : Store.open(dataFolder, options.unlock, clock, options.changeUnlock);
  const images =
    dataFolder === inMemory ? imageFilesInMemory() : imageFilesIn(join(dataFolder, imagesFolder));
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
  const records = new SessionRecords(store, images, policy);
  const analyses = new Analyses(records, engine, queue, log);
  const repeats = new Repeats(records, engine, policy, log);
  const retention = new Retention(store, images, policy, (caseIds) => repeats.forget(caseIds));
  const cases = new Cases(records, retention);
  const reviewers = new Reviewers(store, clock, log);
  const queueChanged = () => emit('console', 'queue.changed', { open: cases.countOpen() });
  const models = async () => {
    if (supervisor && supervisor.models.length > 0) return supervisor.models;
    const described = await engine.call('describe');
    return described.ok ? described.value.models : [];
  };
  const origin = recordStart(store, policy);
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
    retention,
    ...origin,
    refuseUnready() {
      const { health } = store;
      if (health) throw new FailureError(health.kind, health.message);
    },
  });

  const hosted =
    options.devicesProgram && policy.devices.enabled
      ? superviseDevices({ program: options.devicesProgram, policy: policy.devices, log })
      : null;
  const devices = options.devices ?? hosted;
  const scans = new Scans({
    sessions,
    records,
    analyses,
    queue,
    devices,
    engine,
    policy,
    log,
    emit: (event, payload) => emit('kiosk', event, payload),
  });
  hosted?.onState(({ status }) => {
    if (status === 'degraded') scans.lost();
  });

  const stationState = (): StationState => {
    const { health } = store;
    return health
      ? { status: 'refusing', detail: health.message }
      : (supervisor?.state ?? { status: 'ready', detail: null });
  };
  const station = () => ({
    ...stationState(),
    acceptedTypes: policy.acceptedTypes,
    retention: policy.retention,
    undecidedDays: policy.undecidedDays,
    idleSeconds: policy.idleSeconds,
    policyVersion: policy.version,
  });
  let lastTold = '';
  const stationChanged = () => {
    const state = stationState();
    if (closing || JSON.stringify(state) === lastTold) return;
    lastTold = JSON.stringify(state);
    emit('kiosk', 'station.changed', state);
    emit('console', 'station.changed', state);
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
      recordPendingActs(store);
      stationChanged();
      await sessions.tidy();
    });
  const sweep = () =>
    guarded('sweep', async () => {
      const swept = await retention.sweep();
      if (swept.sessions > 0) log('retention.swept', { ...swept });
      await sweepCopies(store);
      if (store.keys.takeDestroyed() && store.folder)
        await renewKeyCopies(store.folder, () => StoreReader.openWith(dataFolder, store.keyFile), log);
    });
  const orphansSwept = guarded('orphans', async () => {
    const orphans = await sweepOrphans(store, images);
    const keys = await sweepKeys(store);
    if (orphans + keys > 0) log('store.orphans_swept', { orphans, keys });
  });
  const swept = sweep();
  await tidy();
  // A long sweep after a long time off goes on in the background.
  await Promise.race([Promise.all([swept, orphansSwept]), delay(sweptAtStartMs)]);
  const tidyTimer = setInterval(() => void tidy(), tidyMs);
  const sweepTimer = setInterval(() => void sweep(), sweepMs);
  const heads = publishHeads(store, policy.audit, log);

  const subjects = new Subjects(records, cases, retention);
  const rooms: Rooms = {
    sessions,
    scans,
    reviewers,
    cases,
    subjects,
    retention,
    store,
    engine,
    station,
    queueChanged,
  };
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
    async replay(caseId) {
      const { codeSha256 } = origin;
      const replayed = await replay({ records, cases, analyses, engine, codeSha256 }, caseId);
      const differences = replayed.differences.length;
      const { sessionId } = cases.summary(caseId);
      store.transaction(() => store.audit('case.replayed', 'operator', sessionId, { caseId, differences }));
      return replayed;
    },
    verifyFiles: (files) => verifyFiles(sessions, files),
    engine,
    async close() {
      if (closing) return;
      closing = true;
      clearInterval(tidyTimer);
      clearInterval(sweepTimer);
      await retention.stop();
      await Promise.all([orphansSwept, swept]);
      await Promise.all([hosted?.stop(), supervisor?.stop()]);
      await scans.close();
      await sessions.idle();
      await analyses.idle();
      await repeats.close();
      heads.close();
      store.close();
    },
  };
}
