// Core. The process that drives scanners and readers, as a supervised child.
import type { CallName } from '../shared/contract/contract.ts';
import { type DevicesContract, devicesContract } from '../shared/contract/devices-contract.ts';
import type { DevicesPolicy } from '../shared/domain/device.ts';
import type { Log } from './log.ts';
import { type Patience, type SupervisedChild, superviseChild } from './supervised-child.ts';

/** Drivers have deadlines of their own; a call beyond these means that the process itself hangs. */
const defaultDeadlineMs = (call: CallName<DevicesContract>): number => {
  if (call === 'acquire') return 30 * 60_000;
  if (call === 'capabilities') return 120_000;
  return 15_000;
};

export type DevicesSupervisor = SupervisedChild<DevicesContract>;

export function superviseDevices(
  options: Patience<DevicesContract> & {
    /** The devices' program. */
    readonly program: string;
    readonly policy: DevicesPolicy;
    readonly log: Log;
  },
): DevicesSupervisor {
  const { policy, deadlineMs = defaultDeadlineMs, ...rest } = options;
  return superviseChild({
    ...rest,
    name: 'devices',
    contract: devicesContract,
    env: { PROOFDESK_DEVICES: JSON.stringify(policy) },
    deadlineMs,
    kinds: {
      timeout: 'device.timeout',
      crashed: 'device.unavailable',
      unavailable: 'device.unavailable',
      starting: 'device.unavailable',
    },
    restarting: 'The devices stopped and are being started again.',
    // With a camera a desk goes on; nobody waits for a scanner's process to come back.
    isImpatient: () => false,
  });
}
