// Core. What the engine makes of the photographs. Starts at capture, in the background, so that the applicant's next
// step hides the work; is kept sealed once done, so that a restart does not repeat it.
import { deserialize, serialize } from 'node:v8';
import {
  type DocumentAnalysis,
  documentAnalysisSchema,
  type SelfieAnalysis,
  selfieAnalysisSchema,
} from '../../shared/contract/engine-contract.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import { type Failure, type FailureKind, toFailure } from '../../shared/kernel/failure.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { EngineClient } from '../core.ts';
import type { Log } from '../log.ts';
import type { Part } from '../store/schema.ts';
import { seal, unseal } from '../store/sealing.ts';
import { insertion } from '../store/templates.ts';
import type { KeyedQueue } from './queue.ts';
import type { SessionRecords, SessionRow } from './session-records.ts';

/** The images are artefacts by then. */
export type KeptDocument = Omit<DocumentAnalysis, 'images'>;
export type KeptSelfie = Omit<SelfieAnalysis, 'images'>;
interface KeptByPart {
  document: KeptDocument;
  selfie: KeptSelfie;
}

export interface Analysed<P extends Part> {
  /** `null`: it could not be had, `failure` says why. */
  readonly kept: KeptByPart[P] | null;
  readonly failure: Failure | null;
  /** How often the engine went away over it. */
  readonly interruptions: number;
  /** Milliseconds from start to end, waiting for the engine included. */
  readonly ms: number;
}

/** The engine went away, or is not there: the same call may succeed on the next one. */
export const isInterruption = (kind: FailureKind): boolean =>
  kind === 'engine.crashed' ||
  kind === 'engine.timeout' ||
  kind === 'engine.unavailable' ||
  kind === 'engine.starting' ||
  kind === 'core.unavailable';

/** An image that takes the engine down thrice will do so a fourth time. */
const attempts = 3;

/** Tries again while the engine is interrupted; `interruptions` counts. */
export async function persist<T>(
  call: () => Promise<Result<T, Failure>>,
): Promise<{ result: Result<T, Failure>; interruptions: number }> {
  for (let interruptions = 0; ; ) {
    const result = await call();
    if (result.ok || !isInterruption(result.error.kind)) return { result, interruptions };
    interruptions += 1;
    // `engine.unavailable` comes after a long wait already.
    if (interruptions >= attempts || result.error.kind === 'engine.unavailable') {
      return { result, interruptions };
    }
  }
}

const keptSchemas = {
  document: documentAnalysisSchema.omit({ images: true }),
  selfie: selfieAnalysisSchema.omit({ images: true }),
};

const derivedRoles: Record<Part, readonly ImageRole[]> = {
  document: ['document.page', 'document.page_back', 'document.portrait'],
  selfie: ['selfie.face'],
};

const captureOf = (session: SessionRow, part: Part): number =>
  part === 'document' ? session.document_capture : session.selfie_capture;

interface Task<P extends Part> {
  readonly capture: number;
  readonly analysed: Promise<Analysed<P>>;
}

export class Analyses {
  readonly #records: SessionRecords;
  readonly #engine: EngineClient;
  readonly #queue: KeyedQueue<SessionId>;
  readonly #log: Log;
  readonly #tasks = {
    document: new Map<SessionId, Task<'document'>>(),
    selfie: new Map<SessionId, Task<'selfie'>>(),
  };

  constructor(records: SessionRecords, engine: EngineClient, queue: KeyedQueue<SessionId>, log: Log) {
    this.#records = records;
    this.#engine = engine;
    this.#queue = queue;
    this.#log = log;
  }

  /** Of the session's latest photographs: what runs, or was kept, or is started now. Never rejects. */
  document(session: SessionRow): Promise<Analysed<'document'>> {
    return this.#of('document', this.#tasks.document, session, () => this.#callDocument(session));
  }

  selfie(session: SessionRow): Promise<Analysed<'selfie'>> {
    return this.#of('selfie', this.#tasks.selfie, session, () => this.#callSelfie(session));
  }

  /** Anew, whatever was kept, and without keeping anything: for replays. Never rejects. */
  async again<P extends Part>(part: P, session: SessionRow): Promise<Analysed<P>> {
    const startedMs = performance.now();
    const call = () => (part === 'document' ? this.#callDocument(session) : this.#callSelfie(session));
    const end = (kept: KeptByPart[P] | null, failure: Failure | null, interruptions: number) => ({
      ...{ kept, failure, interruptions },
      ms: performance.now() - startedMs,
    });
    try {
      const { result, interruptions } = await persist<DocumentAnalysis | SelfieAnalysis>(call);
      return result.ok
        ? end(result.value as unknown as KeptByPart[P], null, interruptions)
        : end(null, result.error, interruptions);
    } catch (thrown) {
      return end(null, toFailure(thrown), 0);
    }
  }

  async #callDocument(session: SessionRow): Promise<Result<DocumentAnalysis, Failure>> {
    const [front, back] = await Promise.all([
      this.#frames(session, 'document.front'),
      this.#frames(session, 'document.back'),
    ]);
    const devices = this.#records.devicesOf(session);
    return this.#engine.call('analyseDocument', {
      front,
      back: back.length > 0 ? back : null,
      resolutionDpi: {
        front: devices.front?.resolutionDpi ?? null,
        back: devices.back?.resolutionDpi ?? null,
      },
      reads: devices.reads,
      // The day they came, so that a replay asks about the same day.
      nowMs: session.opened_at_ms,
    });
  }

  async #callSelfie(session: SessionRow): Promise<Result<SelfieAnalysis, Failure>> {
    const kept = this.#records.challengeOf(session);
    const [frames, moveFrames, lightFrames] = await Promise.all([
      this.#frames(session, 'selfie'),
      this.#frames(session, 'selfie.moves'),
      this.#frames(session, 'selfie.light'),
    ]);
    const challenge = kept?.answer
      ? { challenge: kept.challenge, answer: kept.answer, moveFrames, lightFrames }
      : null;
    return this.#engine.call('analyseSelfie', { frames, challenge });
  }

  /** Templates leave the memory with the session. */
  forget(sessionId: SessionId): void {
    this.#tasks.document.delete(sessionId);
    this.#tasks.selfie.delete(sessionId);
  }

  /** When nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all(
      [...this.#tasks.document.values(), ...this.#tasks.selfie.values()].map((task) => task.analysed),
    );
  }

  /** In the order in which they were given. */
  #frames(session: SessionRow, role: ImageRole): Promise<Uint8Array[]> {
    const frames = this.#records.artefacts(session.session_id).filter((artefact) => artefact.role === role);
    return Promise.all(
      frames.map(async (artefact) => new Uint8Array(await this.#records.readArtefact(artefact))),
    );
  }

  #of<P extends Part>(
    part: P,
    tasks: Map<SessionId, Task<P>>,
    session: SessionRow,
    call: () => Promise<Result<KeptByPart[P] & { images: DocumentAnalysis['images'] }, Failure>>,
  ): Promise<Analysed<P>> {
    const capture = captureOf(session, part);
    const running = tasks.get(session.session_id);
    if (running?.capture === capture) return running.analysed;
    const analysed = this.#analyse(part, session, capture, call);
    tasks.set(session.session_id, { capture, analysed });
    return analysed;
  }

  async #analyse<P extends Part>(
    part: P,
    session: SessionRow,
    capture: number,
    call: () => Promise<Result<KeptByPart[P] & { images: DocumentAnalysis['images'] }, Failure>>,
  ): Promise<Analysed<P>> {
    const startedMs = performance.now();
    const end = (kept: KeptByPart[P] | null, failure: Failure | null, interruptions: number) => ({
      kept,
      failure,
      interruptions,
      ms: performance.now() - startedMs,
    });
    try {
      const kept = this.#kept(part, session, capture);
      if (kept) return end(kept, null, 0);
      const { result, interruptions } = await persist(call);
      if (!result.ok) {
        const { kind } = result.error;
        this.#log('analysis.failed', { sessionId: session.session_id, part, kind, interruptions });
        return end(null, result.error, interruptions);
      }
      const { images, ...rest } = result.value;
      // Omitting a property of a generic type is beyond the compiler; the schema above says the same.
      const analysis = rest as unknown as KeptByPart[P];
      const ended = end(analysis, null, interruptions);
      await this.#keep(part, session, capture, analysis, images);
      return ended;
    } catch (thrown) {
      const failure = toFailure(thrown);
      this.#log('analysis.failed', { sessionId: session.session_id, part, kind: failure.kind });
      return end(null, failure, 0);
    }
  }

  #kept<P extends Part>(part: P, session: SessionRow, capture: number): KeptByPart[P] | null {
    const { store } = this.#records;
    const row = store.first(
      store.sql
        .selectFrom('analyses')
        .select('analysis_sealed')
        .where('session_id', '=', session.session_id)
        .where('part', '=', part)
        .where('capture', '=', capture),
    );
    if (!row) return null;
    const key = this.#records.key(session.session_id, 'fields');
    const bytes = unseal(key, `${session.session_id}/analysis/${part}`, row.analysis_sealed);
    return keptSchemas[part].parse(deserialize(bytes)) as unknown as KeptByPart[P];
  }

  /** Not being able to keep it costs a repetition after a restart, no more. */
  async #keep<P extends Part>(
    part: P,
    session: SessionRow,
    capture: number,
    analysis: KeptByPart[P],
    images: DocumentAnalysis['images'],
  ): Promise<void> {
    const sessionId = session.session_id;
    const { store } = this.#records;
    const key = this.#records.key(sessionId, 'fields');
    const sealed = seal(key, `${sessionId}/analysis/${part}`, serialize(analysis));
    const added = images.map(({ jpeg, ...image }, position) => ({ ...image, bytes: jpeg, position }));
    try {
      // In turn with the session's steps: nothing of it is written once it is closed or photographed again.
      await this.#queue.run(sessionId, async () => {
        const now = this.#records.get(sessionId);
        if (now.step === 'closed' || captureOf(now, part) !== capture) return;
        await this.#records.addImages(session, added, derivedRoles[part], () => {
          this.#records.deleteAnalysis(sessionId, part);
          store.run(insertion('analyses', { session_id: sessionId, part, capture, analysis_sealed: sealed }));
        });
      });
    } catch (thrown) {
      this.#log('analysis.not_kept', { sessionId, part, kind: toFailure(thrown).kind });
    }
  }
}
