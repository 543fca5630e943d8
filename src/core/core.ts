// Core (plain Node). What the product is to its front doors: Electron's main process, the command line, the tests.
import type { ConsoleContract } from '../shared/contract/console-contract.ts';
import type { Door } from '../shared/contract/core-port.ts';
import type { EngineContract, ModelInfo } from '../shared/contract/engine-contract.ts';
import type { KioskContract, Station } from '../shared/contract/kiosk-contract.ts';
import type { Client, Handlers } from '../shared/contract/rpc.ts';
import type { Check } from '../shared/domain/check.ts';
import type { DocumentReading, DocumentType } from '../shared/domain/document.ts';
import type { CaseId } from '../shared/domain/identifiers.ts';
import type { ReasonCode } from '../shared/domain/reason-code.ts';
import type { Outcome } from '../shared/domain/session.ts';
import type { Failure } from '../shared/kernel/failure.ts';
import type { Result } from '../shared/kernel/result.ts';
import type { Replay } from './replay/replay.ts';

export type EngineClient = Client<EngineContract>;

export interface CoreEvent {
  readonly door: Door;
  readonly event: string;
  readonly payload: unknown;
}

/** Encoded image files, as read from disk. */
export interface FilesToVerify {
  readonly document: Uint8Array;
  readonly documentBack: Uint8Array | null;
  /** 1 to 16, oldest first. */
  readonly selfies: readonly Uint8Array[];
  /** What the applicant says it is; `null` where nobody was asked. */
  readonly documentType: DocumentType | null;
}

export interface VerificationReport {
  readonly outcome: Outcome;
  readonly reasons: readonly ReasonCode[];
  readonly checks: readonly Check[];
  readonly document: DocumentReading | null;
  readonly match: { readonly score: number; readonly threshold: number | null } | null;
  /** Milliseconds; `totalMs` from the last capture to the verdict. */
  readonly timings: Readonly<Record<string, number>>;
  readonly models: readonly ModelInfo[];
}

export interface Core {
  /** What one kiosk window may call. */
  kiosk(clientId: string): Handlers<KioskContract>;
  /** What one console window may call; whoever signs in there is signed in there alone. */
  console(clientId: string): Handlers<ConsoleContract>;
  /** The window is gone. */
  clientClosed(clientId: string): void;
  station(): Station;
  /** Returns what stops listening. */
  onEvent(listener: (event: CoreEvent) => void): () => void;
  /** The same pipeline, policy and filing as at the kiosk. Fails with `image.*` for a file that cannot be read. */
  verifyFiles(files: FilesToVerify): Promise<Result<VerificationReport, Failure>>;
  /** Decides a case once more. Fails with `case.unknown`, `data.deleted`, `engine.*`. */
  replay(caseId: CaseId): Promise<Replay>;
  readonly engine: EngineClient;
  /** Stops the engine, waits for what is being written, lets go of the store. */
  close(): Promise<void>;
}
