// Core as a child process of Electron's main: the core-port envelope over the parent's channel. The parent going away,
// however it goes, closes the channel, and core stops cleanly.
import { writeFileSync } from 'node:fs';
import { consoleContract } from '../shared/contract/console-contract.ts';
import { type FromCore, type ToCore, toCoreSchema } from '../shared/contract/core-port.ts';
import { kioskContract } from '../shared/contract/kiosk-contract.ts';
import { dispatch, type Handlers } from '../shared/contract/rpc.ts';
import { withSpecimens } from '../shared/domain/policy.ts';
import { unreachable } from '../shared/kernel/assert.ts';
import { systemClock } from '../shared/kernel/clock.ts';
import { type Failure, toFailure } from '../shared/kernel/failure.ts';
import { err, type Result } from '../shared/kernel/result.ts';
import { type CoreOptions, createCore } from './compose.ts';
import type { Core } from './core.ts';
import { stderrLog } from './log.ts';
import { loadPolicy, stationPolicyFile } from './policy/load-policy.ts';

type Start = Extract<ToCore, { type: 'start' }>;
type Call = Extract<ToCore, { type: 'call' }>;

/** Where a bug happened, without what it said: an unexpected message may quote what was being worked on. */
function logBug(where: string, thrown: unknown): void {
  const [, ...frames] = thrown instanceof Error ? (thrown.stack ?? '').split('\n    at ') : [];
  const name = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  stderrLog('bug', { where, name, at: frames.slice(0, 6).join(' < ') });
}

/** Linux: what the kernel writes of a crash holds none of the memory, of core or of the engine it starts. */
function keepMemoryOutOfDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Another system: its dumps are its administrator's to forbid.
  }
}

export function runCore(options: Pick<CoreOptions, 'engineProgram' | 'devicesProgram'> = {}): void {
  keepMemoryOutOfDumps();
  let starting: Promise<Core | null> | null = null;
  let ending = false;

  const send = (message: FromCore, sent: () => void = () => {}) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => sent());
  };

  async function start(message: Start): Promise<Core | null> {
    const { dataFolder, unlock, changeUnlock, policyFile, acceptSpecimens, modelsFolder } = message;
    try {
      const policy = loadPolicy(stationPolicyFile(dataFolder, policyFile));
      const core = await createCore({
        dataFolder,
        unlock,
        changeUnlock,
        policy: acceptSpecimens ? withSpecimens(policy) : policy,
        modelsFolder,
        clock: systemClock,
        log: stderrLog,
        ...options,
      });
      if (unlock.kind === 'secret') unlock.secret.fill(0);
      core.onEvent((event) => send({ type: 'event', ...event }));
      send({ type: 'ready' });
      return core;
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.kind === 'internal') logBug('start', thrown);
      process.exitCode = 1;
      send({ type: 'refused', failure }, () => {
        if (process.connected) process.disconnect?.();
      });
      return null;
    }
  }

  function answer(core: Core, { door, clientId, call, input }: Call): Promise<Result<unknown, Failure>> {
    switch (door) {
      case 'kiosk':
        return dispatch(
          kioskContract,
          core.kiosk(clientId) as Handlers<typeof kioskContract>,
          call,
          input,
          logBug,
        );
      case 'console':
        return dispatch(consoleContract, core.console(clientId), call, input, logBug);
      default:
        return unreachable(door);
    }
  }

  async function receive(message: ToCore): Promise<void> {
    switch (message.type) {
      case 'start':
        starting ??= start(message);
        return;
      case 'call': {
        const core = await starting;
        const result =
          core && !ending
            ? await answer(core, message)
            : err<Failure>({ kind: 'core.unavailable', message: 'Proofdesk has not started.' });
        send({ type: 'result', id: message.id, ...result });
        return;
      }
      case 'client_closed':
        (await starting)?.clientClosed(message.clientId);
        return;
      default:
        unreachable(message);
    }
  }

  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    try {
      await (await starting)?.close();
    } catch (thrown) {
      logBug('close', thrown);
    }
    process.exit();
  }

  process.on('message', (message) => {
    const parsed = toCoreSchema.safeParse(message);
    if (!parsed.success) {
      stderrLog('core_port.invalid');
      return;
    }
    receive(parsed.data).catch((thrown: unknown) => logBug('core_port', thrown));
  });
  process.on('disconnect', () => void end());
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  // A bug somewhere must not take the work of the desk down with it; what is stored is consistent by itself.
  process.on('unhandledRejection', (thrown) => logBug('unhandled', thrown));
}
