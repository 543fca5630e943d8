// Core. A session's document by way of the devices at the desk: pages from a scanner become its sides, and what a reader
// reads goes into its analysis. Photographs of a camera come by themselves; see `captures.ts`.
import { randomUUID } from 'node:crypto';
import type { EventName, EventOf } from '../../shared/contract/contract.ts';
import type { DevicesContract } from '../../shared/contract/devices-contract.ts';
import type { EngineContract, ScannedDocument } from '../../shared/contract/engine-contract.ts';
import type { KioskContract, KioskDevice } from '../../shared/contract/kiosk-contract.ts';
import type { Client } from '../../shared/contract/rpc.ts';
import type { AcquiredPage, AcquireRequest, DeviceInfo, DeviceRead } from '../../shared/domain/device.ts';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import { type DocumentSide, documentSides, type SessionView } from '../../shared/domain/session.ts';
import { type Failure, FailureError, toFailure } from '../../shared/kernel/failure.ts';
import type { Taken } from './device-record.ts';
import { keepRead } from './reads.ts';
import type { Sessions } from './sessions.ts';
import { isAllowed, parseSides, requireAllowed } from './steps.ts';
import type { VerificationParts } from './verification.ts';

/** Main gives up on a call after two minutes; a scanner that takes longer is not for a desk with people waiting. */
const scanWithinMs = 110_000;
/** Fractions of a page are told this often at most. */
const tellEveryMs = 100;

type Emit = <N extends EventName<KioskContract>>(event: N, payload: EventOf<KioskContract, N>) => void;

export interface ScanParts
  extends Pick<VerificationParts, 'records' | 'analyses' | 'queue' | 'policy' | 'log'> {
  readonly sessions: Sessions;
  readonly devices: Client<DevicesContract> | null;
  readonly engine: Client<EngineContract>;
  readonly emit: Emit;
}

interface CutPage {
  readonly page: AcquiredPage;
  readonly documents: readonly ScannedDocument[];
}

const throwFailure = ({ kind, message }: Failure): never => {
  throw new FailureError(kind, message);
};

/** What a kiosk is told of what is attached: nothing of what no driver takes. */
const usable = (devices: readonly DeviceInfo[]): KioskDevice[] =>
  devices.flatMap(({ deviceId, kind, failure }) =>
    kind === null ? [] : [{ deviceId, kind, failure: failure?.kind ?? null }],
  );

export class Scans {
  readonly #parts: ScanParts;
  /** One a session. */
  readonly #jobs = new Map<SessionId, string>();
  readonly #stops: (() => void)[] = [];
  #devices: readonly KioskDevice[] = [];
  /** Reads are taken one after the other. */
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: ScanParts) {
    this.#parts = parts;
    const { devices } = parts;
    if (!devices) return;
    this.#stops.push(
      devices.on('devices.changed', (all) => this.#changed(usable(all))),
      devices.on('reader.read', ({ read }) => {
        this.#reading = this.#reading.then(() => this.#read(read));
      }),
    );
  }

  list(): readonly KioskDevice[] {
    return this.#devices;
  }

  /** The process that drives them is gone: until it is back there are none. */
  lost(): void {
    this.#changed([]);
  }

  /**
   * Fails with `device.*`, with `scan.empty`, `scan.several`, with `image.*`, with `session.*`. Sides that were whole
   * when it failed are kept.
   */
  async scan(
    owner: string,
    sessionId: SessionId,
    deviceId: string,
    side: DocumentSide,
  ): Promise<SessionView> {
    const { sessions, devices, policy, log } = this.#parts;
    const kind = this.#devices.find((device) => device.deviceId === deviceId)?.kind;
    if (!devices || !kind || kind === 'reader') {
      throw new FailureError('device.unknown', 'There is no such scanner, or it was unplugged.');
    }
    const wanted = this.#sidesToScan(owner, sessionId, side);
    if (this.#jobs.has(sessionId)) throw new FailureError('device.busy', 'A scan is under way.');
    const jobId = randomUUID();
    this.#jobs.set(sessionId, jobId);
    const request: AcquireRequest =
      kind === 'document_camera'
        ? { kind: 'capture' }
        : {
            ...{ kind: 'scan', source: null, colour: 'colour', region: null },
            duplex: wanted.length > 1,
            resolutionDpi: policy.devices.scanResolutionDpi,
          };
    const cuts: Promise<CutPage>[] = [];
    const stops = this.#follow(sessionId, jobId, (page) => {
      // Found while the next one is still being scanned.
      const cut = this.#cut(page);
      cut.catch(() => {});
      cuts.push(cut);
    });
    const timer = setTimeout(() => void devices.call('cancel', { jobId }), scanWithinMs);
    try {
      const acquired = await devices.call('acquire', { deviceId, jobId, request, tape: false });
      if (cuts.length > 0) this.#tell(sessionId, 'cutting', null);
      const found = (await Promise.all(cuts)).flatMap(({ page, documents }) =>
        documents.map((document) => ({ page, document })),
      );
      log('scan.ended', { sessionId, ok: acquired.ok, pages: cuts.length, documents: found.length });
      // What was scanned before it went wrong is good.
      if (!acquired.ok && found.length === 0) throwFailure(acquired.error);
      const source: Taken['source'] = kind === 'document_camera' ? 'document_camera' : 'scanner';
      const sides = await this.#assign(
        found.map(({ document }) => document),
        wanted,
      );
      let view: SessionView | null = null;
      for (const [index, { page }] of found.entries()) {
        const { side: asSide, jpeg } = sides[index]!;
        const taken = { source, resolutionDpi: page.resolutionDpi };
        view = await sessions.captureDocument(owner, sessionId, asSide, [jpeg], taken);
      }
      return view!;
    } finally {
      clearTimeout(timer);
      for (const stop of stops) stop();
      this.#jobs.delete(sessionId);
    }
  }

  async cancel(owner: string, sessionId: SessionId): Promise<void> {
    this.#parts.sessions.requireOwn(owner, sessionId);
    const jobId = this.#jobs.get(sessionId);
    if (jobId) await this.#parts.devices?.call('cancel', { jobId });
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#reading;
  }

  /** What one pass may bring, this side first. */
  #sidesToScan(owner: string, sessionId: SessionId, side: DocumentSide): DocumentSide[] {
    const session = this.#parts.sessions.requireOwn(owner, sessionId);
    requireAllowed('capture_document', session.step);
    const sides = parseSides(session.sides);
    if (!sides.includes(side)) {
      throw new FailureError('request.invalid', `This document has no ${side} to scan.`);
    }
    const captured = this.#parts.records.capturedSides(sessionId);
    return [side, ...sides.filter((other) => other !== side && !captured.has(other))];
  }

  #changed(devices: readonly KioskDevice[]): void {
    this.#devices = devices;
    this.#parts.emit('devices.changed', [...devices]);
  }

  #tell(
    sessionId: SessionId,
    stage: 'preparing' | 'scanning' | 'receiving' | 'cutting',
    fraction: number | null,
  ) {
    this.#parts.emit('session.scan_progress', { sessionId, stage, fraction });
  }

  #follow(sessionId: SessionId, jobId: string, onPage: (page: AcquiredPage) => void): (() => void)[] {
    const devices = this.#parts.devices!;
    let toldAtMs = 0;
    let toldStage = '';
    return [
      devices.on('acquire.page', (event) => {
        if (event.jobId === jobId) onPage(event.page);
      }),
      devices.on('acquire.preview', (event) => {
        const { jobId: of, jpeg } = event;
        if (of === jobId) this.#parts.emit('session.scan_preview', { sessionId, jpeg });
      }),
      devices.on('acquire.progress', (event) => {
        const { stage, fraction } = event.progress;
        if (event.jobId !== jobId) return;
        if (stage === toldStage && performance.now() - toldAtMs < tellEveryMs) return;
        toldAtMs = performance.now();
        toldStage = stage;
        this.#tell(sessionId, stage, fraction);
      }),
    ];
  }

  async #cut(page: AcquiredPage): Promise<CutPage> {
    const { bytes, mediaType, resolutionDpi } = page;
    const cut = await this.#parts.engine.call('prepareScan', { page: bytes, mediaType, resolutionDpi });
    return { page, documents: cut.ok ? cut.value.documents : throwFailure(cut.error) };
  }

  /** Which document is which side. Fails with `scan.empty`, `scan.several`. */
  async #assign(
    documents: readonly ScannedDocument[],
    wanted: readonly DocumentSide[],
  ): Promise<{ readonly side: DocumentSide; readonly jpeg: Uint8Array }[]> {
    const [one, other] = documents;
    if (!one) throw new FailureError('scan.empty', 'No document was found in the scan.');
    if (!other) return [{ side: wanted[0]!, jpeg: one.jpeg }];
    if (documents.length > wanted.length) {
      throw new FailureError('scan.several', `${documents.length} documents were found in the scan.`);
    }
    // Two at once are both sides, in whichever order: the one with the portrait is the front.
    const portraits = await Promise.all(
      [one, other].map(({ jpeg }) => this.#parts.engine.call('portraitTemplate', { image: jpeg })),
    );
    const [isFirst, isSecond] = portraits.map((found) => found.ok && found.value.template !== null);
    const order = isSecond && !isFirst ? [...documentSides].reverse() : documentSides;
    return [one, other].map(({ jpeg }, index) => ({ side: order[index]!, jpeg }));
  }

  /** Never throws: a read that cannot be used is told as such, and the next one comes. */
  async #read({ text }: DeviceRead): Promise<void> {
    const { sessions, records, queue, engine, emit, log } = this.#parts;
    const showing = sessions.held().find(({ step }) => isAllowed('capture_document', step));
    // Nobody is showing a document: what is read then is nobody's.
    if (!showing) return;
    const sessionId = showing.session_id;
    try {
      const outcome = await queue.run(sessionId, async () => {
        const session = records.get(sessionId);
        requireAllowed('capture_document', session.step);
        return keepRead(this.#parts, session, text, async (reads) => {
          const checked = await engine.call('checkReads', { reads: [...reads] });
          return checked.ok ? checked.value : throwFailure(checked.error);
        });
      });
      emit('session.read', { sessionId, outcome });
    } catch (thrown) {
      log('read.not_kept', { sessionId, kind: toFailure(thrown).kind });
    }
  }
}
