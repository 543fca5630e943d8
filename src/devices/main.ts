// Devices. The program that core forks: node-hid and usb live here, where they may crash or hang alone. It opens the
// devices that its drivers take, and no network connection but those to the loopback ports that policy lists.
import { openBuses } from '../../drivers/bus/buses.ts';
import { drivers } from '../../drivers/drivers.ts';
import type { Attachment } from '../../drivers/port/driver.ts';
import { devicesContract } from '../shared/contract/devices-contract.ts';
import { parentPort } from '../shared/contract/parent-port.ts';
import { serve } from '../shared/contract/rpc.ts';
import { devicesPolicySchema } from '../shared/domain/device.ts';
import { FailureError } from '../shared/kernel/failure.ts';
import { DeviceHost, type JobListener } from './device-host.ts';
import { Tape } from './tape.ts';
import { udevRules } from './udev-rules.ts';

/** Class names alone: a message may hold what a reader read. */
const classOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.constructor.name : typeof thrown;
const log = (line: string) => process.stderr.write(`devices ${process.pid}: ${line}\n`);

process.on('uncaughtException', (thrown) => {
  log(`ends on an uncaught ${classOf(thrown)}`);
  process.exit(70);
});
// Ctrl-C in a terminal reaches children too; when to end is core's decision.
process.on('SIGINT', () => {});

const policy = devicesPolicySchema.parse(JSON.parse(process.env.PROOFDESK_DEVICES ?? ''));
let tape: Tape | null = null;
const host = new DeviceHost({
  bus: openBuses({ loopbackPorts: policy.loopbackPorts }),
  drivers,
  settings: policy,
  onChange: (devices) => emit('devices.changed', [...devices]),
  onRead: (deviceId, read) => emit('reader.read', { deviceId, read }),
  onBug: (where, thrown) => log(`a bug in ${where}: ${classOf(thrown)}`),
});
const { emit } = serve(
  devicesContract,
  parentPort(),
  {
    list: () => host.list(),
    capabilities: ({ deviceId }) => host.capabilities(deviceId),
    async acquire({ deviceId, jobId, request, tape: isTaped }) {
      const taping = isTaped ? new Tape() : null;
      const listener: JobListener = {
        onProgress: (progress) => emit('acquire.progress', { jobId, progress }),
        onPreview: (jpeg) => emit('acquire.preview', { jobId, jpeg }),
        onPage: (page) => emit('acquire.page', { jobId, page }),
      };
      const through = taping ? (attachment: Attachment) => taping.through(attachment) : undefined;
      try {
        return { pages: await host.acquire(deviceId, jobId, request, listener, through) };
      } finally {
        if (taping) tape = taping;
      }
    },
    cancel({ jobId }) {
      host.cancel(jobId);
      return undefined;
    },
    tape() {
      if (!tape) throw new FailureError('request.invalid', 'Nothing was taped.');
      return tape.text();
    },
    udevRules: () => udevRules(drivers, policy),
  },
  (call, thrown) => log(`a bug in ${call}: ${classOf(thrown)}`),
);

/** Gives back what was detached: a reader that types like a keyboard types again. */
async function end(): Promise<void> {
  await host.close().catch(() => {});
  process.exit(0);
}
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());

await host.start();
emit('ready', { pid: process.pid });
