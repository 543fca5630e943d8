// Core. Keeps a child process of native code alive, which may crash or hang without losing a case. Callers see one client
// that outlives every process: a call waits for a starting child, ends as crashed when the process goes, and a call past
// its deadline gets the process killed and started anew.
import { type ChildProcess, fork } from 'node:child_process';
import type { CallName, Contract, EventName, EventOf } from '../shared/contract/contract.ts';
import type { StationState } from '../shared/contract/kiosk-contract.ts';
import { type Client, type ConnectedClient, connect, type Port } from '../shared/contract/rpc.ts';
import type { Failure, FailureKind } from '../shared/kernel/failure.ts';
import { err } from '../shared/kernel/result.ts';
import type { Log } from './log.ts';

/** What may be changed of how patient the supervision is. */
export interface Patience<C extends Contract> {
  /** Longest a call may take before the child counts as hung. */
  readonly deadlineMs?: (call: CallName<C>) => number;
  /** From fork to the `ready` event. */
  readonly startDeadlineMs?: number;
  /** How long a call waits for a child that is starting. */
  readonly waitMs?: number;
  /** Before the first restart; doubles with every failure in a row, up to `backoffMaxMs`. */
  readonly backoffMs?: number;
  readonly backoffMaxMs?: number;
}

export interface ChildOptions<C extends Contract> extends Patience<C> {
  /** In log events and for people: `engine`, `devices`. */
  readonly name: string;
  readonly contract: C;
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly kinds: {
    readonly timeout: FailureKind;
    readonly crashed: FailureKind;
    readonly unavailable: FailureKind;
    readonly starting: FailureKind;
  };
  /** What staff read while it is being restarted. */
  readonly restarting: string;
  readonly deadlineMs: (call: CallName<C>) => number;
  /** Once it has sent `ready`, before others may call it. Answers why it cannot work, `null` where it can. */
  readonly prepare?: (client: Client<C>) => Promise<Failure | null>;
  /** Calls about this very moment: they have no use for a child that comes back later. */
  readonly isImpatient?: (call: CallName<C>) => boolean;
}

export interface SupervisedChild<C extends Contract> extends Client<C> {
  readonly state: StationState;
  readonly pid: number | null;
  onState(listener: (state: StationState) => void): () => void;
  stop(): Promise<void>;
}

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

export function superviseChild<C extends Contract>(options: ChildOptions<C>): SupervisedChild<C> {
  const { name, contract, program, env, log, kinds, deadlineMs } = options;
  const { startDeadlineMs = 30_000, waitMs = 30_000, backoffMs = 200, backoffMaxMs = 10_000 } = options;
  const stateListeners = new Set<(state: StationState) => void>();
  const eventListeners = new Set<{ event: EventName<C>; listener: (payload: never) => void }>();
  const waiting = new Set<(client: ConnectedClient<C> | Failure) => void>();
  let state: StationState = { status: 'starting', detail: null };
  let child: ChildProcess | null = null;
  /** Of the process that runs, whether it is ready or not. */
  let running: ConnectedClient<C> | null = null;
  /** Set while calls are accepted. */
  let client: ConnectedClient<C> | null = null;
  let failuresInARow = 0;
  let restart: NodeJS.Timeout | null = null;
  let stopped = false;

  const setState = (next: StationState) => {
    if (next.status === state.status && next.detail === state.detail) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  function start(): void {
    restart = null;
    const process_ = fork(program, [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = process_;
    const connected = connect(
      contract,
      portOf(process_),
      deadlineMs,
      (call) => {
        log(`${name}.hung`, { call, pid: process_.pid ?? null });
        // It takes no more calls from here, though its end is still to be heard of.
        if (client === connected) client = null;
        process_.kill('SIGKILL');
      },
      kinds.timeout,
    );
    running = connected;
    for (const { event, listener } of eventListeners) connected.on(event, listener as never);
    const startTimer = setTimeout(() => {
      log(`${name}.start_timeout`, { pid: process_.pid ?? null });
      process_.kill('SIGKILL');
    }, startDeadlineMs);
    connected.on('ready' as EventName<C>, () => {
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
      connected.fail({ kind: kinds.crashed, message: `The ${name} process ended while it was working.` });
      if (stopped) return;
      failuresInARow += 1;
      const delayMs = Math.min(backoffMs * 2 ** (failuresInARow - 1), backoffMaxMs);
      log(`${name}.ended`, { how, failuresInARow, restartInMs: delayMs });
      setState({ status: 'degraded', detail: options.restarting });
      restart = setTimeout(start, delayMs);
    };
    process_.on('exit', (code, signal) => ended(signal ?? `code ${code}`));
    process_.on('error', (thrown) => {
      log(`${name}.error`, { message: thrown.message });
      if (process_.pid === undefined) ended('not started');
    });
  }

  async function accept(process_: ChildProcess, connected: ConnectedClient<C>): Promise<void> {
    const failure = (await options.prepare?.(connected)) ?? null;
    if (child !== process_ || stopped) return;
    // One that runs but cannot work (a model is missing, say) is called all the same: its calls will say why.
    if (failure) log(`${name}.cannot_work`, { kind: failure.kind });
    setState(failure ? { status: 'degraded', detail: failure.message } : { status: 'ready', detail: null });
    client = connected;
    for (const settle of [...waiting]) settle(connected);
  }

  const unavailable = (message: string): Failure => ({ kind: kinds.unavailable, message });
  function whenAccepting(): Promise<ConnectedClient<C> | Failure> {
    if (client) return Promise.resolve(client);
    return new Promise((resolve) => {
      const settle = (found: ConnectedClient<C> | Failure) => {
        if (!waiting.delete(settle)) return;
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => settle(unavailable(`The ${name} process is not running.`)), waitMs);
      waiting.add(settle);
    });
  }

  start();
  return {
    get state() {
      return state;
    },
    get pid() {
      return child?.pid ?? null;
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    async call(call, ...input) {
      if (stopped) return err(unavailable('Proofdesk is shutting down.'));
      if (!client && options.isImpatient?.(call)) {
        return err({ kind: kinds.starting, message: `The ${name} process is starting.` });
      }
      const found = await whenAccepting();
      if ('kind' in found) return err(found);
      const result = await found.call(call, ...input);
      // Only work that was done shows a child that is well again: one that crashes on each call backs off more and more.
      if (result.ok && client === found) failuresInARow = 0;
      return result;
    },
    on<N extends EventName<C>>(event: N, listener: (payload: EventOf<C, N>) => void) {
      const entry = { event, listener: listener as (payload: never) => void };
      eventListeners.add(entry);
      const stop = (running as Client<C> | null)?.on(event, listener);
      return () => {
        eventListeners.delete(entry);
        stop?.();
      };
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      if (restart) clearTimeout(restart);
      for (const settle of [...waiting]) settle(unavailable('Proofdesk is shutting down.'));
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        // One that is told to go by a closed channel goes; one that is stuck in native code does not.
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
