// Core. Keeps the engine alive: a child process of native code that may crash or hang without losing a case.
// Callers see one client that outlives every engine process: a call waits for a starting engine, ends with
// `engine.crashed` when the process goes, and a call past its deadline gets the process killed and started anew.
import { type ChildProcess, fork } from 'node:child_process';
import type { CallName } from '../shared/contract/contract.ts';
import { type EngineContract, engineContract, type ModelInfo } from '../shared/contract/engine-contract.ts';
import type { StationState } from '../shared/contract/kiosk-contract.ts';
import { type ConnectedClient, connect, type Port } from '../shared/contract/rpc.ts';
import type { Failure } from '../shared/kernel/failure.ts';
import { err } from '../shared/kernel/result.ts';
import type { EngineClient } from './core.ts';
import type { Log } from './log.ts';

type Call = CallName<EngineContract>;

/**
 * Longest a call may take before the engine counts as hung. Calls are answered in turn, so each allows for the ones
 * before it: ten times and more what the slowest was seen to take on two busy cores.
 */
const defaultDeadlineMs = (call: Call): number => {
  if (call === 'inferenceFloor') return 600_000;
  if (call === 'warm') return 120_000;
  if (call === 'analyseDocument' || call === 'analyseSelfie' || call === 'readDocument') return 60_000;
  return 30_000;
};

export interface SupervisorOptions {
  /** The engine's program. */
  readonly program: string;
  /** Where it finds the pinned models: `PROOFDESK_MODELS` in its environment. */
  readonly modelsFolder: string;
  readonly log: Log;
  /** Load and run every model before the engine counts as ready. */
  readonly warm: boolean;
  readonly deadlineMs?: (call: Call) => number;
  /** From fork to the `ready` event. */
  readonly startDeadlineMs?: number;
  /** How long a call waits for an engine that is starting. */
  readonly waitMs?: number;
  /** Before the first restart; doubles with every failure in a row, up to `backoffMaxMs`. */
  readonly backoffMs?: number;
  readonly backoffMaxMs?: number;
}

export interface EngineSupervisor extends EngineClient {
  readonly state: StationState;
  /** Loaded by the engine that is, or was last, running. */
  readonly models: readonly ModelInfo[];
  readonly pid: number | null;
  onState(listener: (state: StationState) => void): () => void;
  stop(): Promise<void>;
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

/** A port over a child's channel. A channel that is gone swallows the message: `exit` settles the call. */
function portOf(child: ChildProcess): Port {
  return {
    send(message) {
      if (child.connected) child.send(message as never, () => {});
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
  };
}

export function superviseEngine(options: SupervisorOptions): EngineSupervisor {
  const { program, modelsFolder, log, warm, deadlineMs = defaultDeadlineMs } = options;
  const { startDeadlineMs = 30_000, waitMs = 30_000, backoffMs = 200, backoffMaxMs = 10_000 } = options;
  const listeners = new Set<(state: StationState) => void>();
  const waiting = new Set<(client: ConnectedClient<EngineContract> | Failure) => void>();
  let state: StationState = { status: 'starting', detail: null };
  let models: readonly ModelInfo[] = [];
  let child: ChildProcess | null = null;
  /** Set while calls are accepted. */
  let client: ConnectedClient<EngineContract> | null = null;
  let failuresInARow = 0;
  let restart: NodeJS.Timeout | null = null;
  let stopped = false;

  const setState = (next: StationState) => {
    if (next.status === state.status && next.detail === state.detail) return;
    state = next;
    for (const listener of listeners) listener(next);
  };

  function start(): void {
    restart = null;
    const process_ = fork(program, [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, ...engineAllocator, PROOFDESK_MODELS: modelsFolder },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = process_;
    const connected = connect(engineContract, portOf(process_), deadlineMs, (call) => {
      log('engine.hung', { call, pid: process_.pid ?? null });
      // It takes no more calls from here, though its end is still to be heard of.
      if (client === connected) client = null;
      process_.kill('SIGKILL');
    });
    const startTimer = setTimeout(() => {
      log('engine.start_timeout', { pid: process_.pid ?? null });
      process_.kill('SIGKILL');
    }, startDeadlineMs);
    connected.on('ready', () => {
      clearTimeout(startTimer);
      void accept(process_, connected);
    });
    let gone = false;
    const ended = (how: string) => {
      if (gone) return;
      gone = true;
      clearTimeout(startTimer);
      if (child === process_) child = null;
      if (client === connected) client = null;
      connected.fail({ kind: 'engine.crashed', message: 'The engine ended while it was working.' });
      if (stopped) return;
      failuresInARow += 1;
      const delayMs = Math.min(backoffMs * 2 ** (failuresInARow - 1), backoffMaxMs);
      log('engine.ended', { how, failuresInARow, restartInMs: delayMs });
      setState({ status: 'degraded', detail: 'The analysis engine stopped and is being restarted.' });
      restart = setTimeout(start, delayMs);
    };
    process_.on('exit', (code, signal) => ended(signal ?? `code ${code}`));
    process_.on('error', (thrown) => {
      log('engine.error', { message: thrown.message });
      if (process_.pid === undefined) ended('not started');
    });
  }

  async function accept(process_: ChildProcess, connected: ConnectedClient<EngineContract>): Promise<void> {
    const described = await connected.call('describe');
    const warmed = described.ok && warm ? await connected.call('warm') : null;
    if (child !== process_ || stopped) return;
    if (!described.ok || (warmed && !warmed.ok)) {
      // It runs but cannot work (a model is missing, say): its calls will say why; staff see it at once.
      const failure = described.ok ? warmed?.ok === false && warmed.error : described.error;
      const detail = failure ? failure.message : 'The analysis engine cannot work.';
      log('engine.cannot_work', { kind: failure ? failure.kind : 'internal' });
      setState({ status: 'degraded', detail });
    } else {
      models = described.value.models;
      setState({ status: 'ready', detail: null });
    }
    client = connected;
    for (const settle of [...waiting]) settle(connected);
  }

  function whenAccepting(): Promise<ConnectedClient<EngineContract> | Failure> {
    if (client) return Promise.resolve(client);
    return new Promise((resolve) => {
      const settle = (found: ConnectedClient<EngineContract> | Failure) => {
        if (!waiting.delete(settle)) return;
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(
        () => settle({ kind: 'engine.unavailable', message: 'The analysis engine is not running.' }),
        waitMs,
      );
      waiting.add(settle);
    });
  }

  start();
  return {
    get state() {
      return state;
    },
    get models() {
      return models;
    },
    get pid() {
      return child?.pid ?? null;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async call(name, ...input) {
      if (stopped) return err({ kind: 'engine.unavailable', message: 'Proofdesk is shutting down.' });
      // Live guidance is about this moment: it has no use for an engine that comes back later.
      if (!client && (name === 'guideDocument' || name === 'guideFace')) {
        return err({ kind: 'engine.starting', message: 'The analysis engine is starting.' });
      }
      const found = await whenAccepting();
      if ('kind' in found) return err(found);
      const result = await found.call(name, ...input);
      // Only work that was done shows an engine that is well again: one that crashes on each call backs off more and more.
      if (result.ok && client === found) failuresInARow = 0;
      return result;
    },
    on() {
      // `ready` is the supervisor's own business: `onState` tells what callers need.
      return () => {};
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      if (restart) clearTimeout(restart);
      for (const settle of [...waiting]) {
        settle({ kind: 'engine.unavailable', message: 'Proofdesk is shutting down.' });
      }
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        // An engine that is told to go by a closed channel goes; one that is stuck in native code does not.
        const timer = setTimeout(() => last.kill('SIGKILL'), 1_000);
        last.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        last.kill('SIGTERM');
      });
    },
  };
}
