// Tests on a real bus, in the guest: the process that plays the devices. Forked by guest-host.ts, and told by it what to do.
import { readFileSync } from 'node:fs';
import { createEsclScanner } from '../../drivers/emulator/escl/scanner.ts';
import { type Fault, type FaultyGadget, withFaults } from '../../drivers/emulator/faults.ts';
import { type KernelPlug, raiseGadget } from '../../drivers/emulator/kernel-plug.ts';
import type { PlayedDevice } from '../../drivers/emulator/memory-rig.ts';
import { driverCases } from '../fixtures/driver-subjects.ts';
import { plainDevice } from './plain-device.ts';
import { report } from './report.ts';

export type DeviceCall =
  /** `controller`: the number of the bus's other end. */
  | { readonly do: 'raise'; readonly device: string; readonly controller: number }
  | { readonly do: 'arm'; readonly device: string; readonly fault: Fault | null }
  | { readonly do: 'prepare' | 'provoke' | 'unplug' | 'replug' | 'isPlugged'; readonly device: string };

interface Raised {
  readonly played: PlayedDevice;
  readonly faulty: FaultyGadget;
  readonly plug: KernelPlug;
}

export const pageFile = '/run/out/page.jpg';
const raised = new Map<string, Raised>();

function play(device: string): PlayedDevice {
  if (device === 'plain') return plainDevice();
  // One page, of a whole bed: what is measured, and what somebody else's client scans. Its length is stated, as the plain
  // loop's is: in chunks, each of them costs a transfer of one packet more.
  if (device === 'page') {
    const page = new Uint8Array(readFileSync(pageFile));
    return {
      gadget: createEsclScanner({
        platen: page,
        hasFeeder: false,
        interfaces: 3,
        framing: 'length',
        serial: 'PAGE',
      }).gadget,
    };
  }
  const found = driverCases.find((each) => each.name === device);
  if (found === undefined) throw new Error(`No device ${device}.`);
  return found.makeDevice();
}

function obey(call: DeviceCall): unknown {
  if (call.do === 'raise') {
    const played = play(call.device);
    const faulty = withFaults(played.gadget);
    const name = call.device.replaceAll(/[^a-z]/g, '');
    const plug = raiseGadget(faulty.gadget, name, call.controller, (error) =>
      report({
        kind: 'bug',
        where: call.device,
        message: error instanceof Error ? `${error.stack}` : String(error),
      }),
    );
    raised.set(call.device, { played, faulty, plug });
    return null;
  }
  const device = raised.get(call.device);
  if (device === undefined) throw new Error(`${call.device} was not raised.`);
  switch (call.do) {
    case 'arm':
      return device.faulty.arm(call.fault);
    case 'prepare':
      return device.played.prepare?.() ?? null;
    case 'provoke':
      return device.plug.plugged ? (device.played.provoke?.() ?? null) : null;
    case 'unplug':
      return device.plug.unplug() ?? null;
    case 'replug':
      return device.plug.replug() ?? null;
    case 'isPlugged':
      return device.plug.plugged;
  }
}

process.on('message', ({ id, call }: { readonly id: number; readonly call: DeviceCall }) => {
  try {
    process.send?.({ id, value: obey(call) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? `${error.stack}` : String(error) });
  }
});
const bug = (thrown: unknown): void =>
  report({
    kind: 'bug',
    where: 'the device',
    message: thrown instanceof Error ? `${thrown.stack}` : String(thrown),
  });
process.on('uncaughtException', bug);
// Threads that wait for a host would keep it alive for ever.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
