// Main. Starts core as a child program, passes calls through, restarts it when it dies. Holds no rule of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  type Door,
  type FromCore,
  fromCoreSchema,
  type ToCore,
  type Unlock,
} from '../shared/contract/core-port.ts';
import type { Failure } from '../shared/kernel/failure.ts';
import { err, ok, type Result } from '../shared/kernel/result.ts';
import { coreProgram, modelsFolder, nodeBinary, policyFile } from './paths.ts';

/** Restart delays after consecutive deaths; the last repeats. */
const backoffMs = [0, 500, 2_000, 10_000];
/** A core that has served this long is healthy again. */
const healthyAfterMs = 60_000;
/** No call may leave a window waiting for ever: longer than core's own longest deadline. */
const deadlineMs = 120_000;

const gone: Failure = {
  kind: 'core.unavailable',
  message: 'Proofdesk is restarting its service. Nothing was lost.',
};

export interface CoreClientOptions {
  readonly dataFolder: string;
  readonly unlock: Unlock;
  /** After a recovery: what opens it from now on. */
  readonly changeUnlock: Unlock | null;
  readonly acceptSpecimens: boolean;
  readonly onEvent: (door: Door, event: string, payload: unknown) => void;
  /** Core is gone (`null`) or says why it cannot start; it is told again when it serves (`ready`). */
  readonly onState: (state: 'starting' | 'ready' | { refused: Failure }) => void;
}

export class CoreClient {
  readonly #options: CoreClientOptions;
  readonly #pending = new Map<number, (result: Result<unknown, Failure>) => void>();
  #child: ChildProcess | null = null;
  #ready: Promise<void>;
  #markReady: () => void = () => {};
  #refused: Failure | null = null;
  #nextId = 1;
  #deaths = 0;
  #stopping = false;
  #hasServed = false;

  constructor(options: CoreClientOptions) {
    this.#options = options;
    this.#ready = this.#newReadiness();
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Waits for core to serve, then passes the call on. Never rejects. */
  async call(door: Door, clientId: string, call: string, input: unknown): Promise<Result<unknown, Failure>> {
    const started = await Promise.race([this.#ready.then(() => true), delay(15_000).then(() => false)]);
    if (this.#refused) return err(this.#refused);
    if (!started || !this.#child) return err(gone);
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(err(gone)), deadlineMs);
      const settle = (result: Result<unknown, Failure>) => {
        clearTimeout(timer);
        if (this.#pending.delete(id)) resolve(result);
      };
      this.#pending.set(id, settle);
      this.#send({ type: 'call', id, door, clientId, call, input });
    });
  }

  clientClosed(clientId: string): void {
    this.#send({ type: 'client_closed', clientId });
  }

  /** Closes the channel, which core takes as the order to finish and leave. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.connected) child.disconnect();
    await Promise.race([exited, delay(5_000)]);
    if (child.exitCode === null) child.kill('SIGKILL');
  }

  #newReadiness(): Promise<void> {
    return new Promise((resolve) => {
      this.#markReady = resolve;
    });
  }

  #start(): void {
    this.#options.onState('starting');
    const child = spawn(nodeBinary(), [coreProgram], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      // Nothing of the desktop's environment is needed, and some of it would change how Node runs.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        SystemRoot: process.env.SystemRoot,
      },
    });
    this.#child = child;
    const startedAtMs = Date.now();
    child.on('message', (message) => this.#onMessage(message));
    child.on('error', () => {}); // `exit` follows, or the spawn failed and `#onExit` is called below.
    child.once('exit', () => this.#onExit(startedAtMs));
    const { dataFolder, acceptSpecimens } = this.#options;
    // Recovered once: a core that is started again opens with what it was changed to.
    const keys = this.#hasServed && this.#options.changeUnlock;
    const { unlock, changeUnlock } = keys ? { unlock: keys, changeUnlock: null } : this.#options;
    const common = { dataFolder, policyFile, acceptSpecimens, modelsFolder };
    this.#send({ type: 'start', ...common, unlock, changeUnlock });
  }

  #send(message: ToCore): void {
    if (this.#child?.connected) this.#child.send(message, () => {});
  }

  #onMessage(raw: unknown): void {
    const parsed = fromCoreSchema.safeParse(raw);
    if (!parsed.success) return;
    const message: FromCore = parsed.data;
    switch (message.type) {
      case 'ready':
        this.#hasServed = true;
        this.#markReady();
        this.#options.onState('ready');
        return;
      case 'refused':
        this.#refused = message.failure;
        this.#markReady();
        this.#options.onState({ refused: message.failure });
        return;
      case 'event':
        this.#options.onEvent(message.door, message.event, message.payload);
        return;
      case 'result':
        this.#pending.get(message.id)?.(
          message.ok
            ? ok(message.value)
            : err(message.error ?? { kind: 'internal', message: 'An empty failure came back.' }),
        );
    }
  }

  #onExit(startedAtMs: number): void {
    this.#child = null;
    for (const settle of [...this.#pending.values()]) settle(err(gone));
    if (this.#stopping || this.#refused) return;
    this.#ready = this.#newReadiness();
    this.#deaths = Date.now() - startedAtMs > healthyAfterMs ? 1 : this.#deaths + 1;
    const waitMs = backoffMs[Math.min(this.#deaths - 1, backoffMs.length - 1)]!;
    setTimeout(() => {
      if (!this.#stopping) this.#start();
    }, waitMs);
  }
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
