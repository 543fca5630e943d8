// Core. The engine as a supervised child.
import type { CallName } from '../shared/contract/contract.ts';
import { type EngineContract, engineContract, type ModelInfo } from '../shared/contract/engine-contract.ts';
import type { Log } from './log.ts';
import { type Patience, type SupervisedChild, superviseChild } from './supervised-child.ts';

/**
 * Longest a call may take before the engine counts as hung. Calls are answered in turn, so each allows for the ones
 * before it: ten times and more what the slowest was seen to take on two busy cores.
 */
const defaultDeadlineMs = (call: CallName<EngineContract>): number => {
  if (call === 'inferenceFloor') return 600_000;
  if (call === 'warm') return 120_000;
  if (call.startsWith('analyse') || call === 'readDocument' || call === 'prepareScan') return 60_000;
  return 30_000;
};

export interface SupervisorOptions extends Patience<EngineContract> {
  /** The engine's program. */
  readonly program: string;
  /** Where it finds the pinned models: `PROOFDESK_MODELS` in its environment. */
  readonly modelsFolder: string;
  readonly log: Log;
  /** Load and run every model before the engine counts as ready. */
  readonly warm: boolean;
}

export interface EngineSupervisor extends SupervisedChild<EngineContract> {
  /** Loaded by the engine that is, or was last, running. */
  readonly models: readonly ModelInfo[];
}

/**
 * glibc's allocator reads these at a process's start; elsewhere they mean nothing. The engine takes and frees megabytes
 * in many threads, which left free pages in every thread's arena: after 24 applicants 780 MB resident, 890 MB at the
 * peak; so 460 and 550 MB, for the same processor time. Blocks of 1 MiB and more go back to the system when freed.
 */
const engineAllocator = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '16777216',
};

export function superviseEngine(options: SupervisorOptions): EngineSupervisor {
  const { modelsFolder, warm, deadlineMs = defaultDeadlineMs, ...patience } = options;
  let models: readonly ModelInfo[] = [];
  const child = superviseChild({
    ...patience,
    name: 'engine',
    contract: engineContract,
    env: { ...engineAllocator, PROOFDESK_MODELS: modelsFolder },
    deadlineMs,
    kinds: {
      timeout: 'engine.timeout',
      crashed: 'engine.crashed',
      unavailable: 'engine.unavailable',
      starting: 'engine.starting',
    },
    restarting: 'The analysis engine stopped and is being restarted.',
    async prepare(client) {
      const described = await client.call('describe');
      if (!described.ok) return described.error;
      models = described.value.models;
      const warmed = warm ? await client.call('warm') : null;
      return warmed && !warmed.ok ? warmed.error : null;
    },
    isImpatient: (call) => call === 'guideDocument' || call === 'guideFace',
  });
  // Not spread: its state is read anew each time.
  return Object.defineProperty(child, 'models', { get: () => models }) as EngineSupervisor;
}
