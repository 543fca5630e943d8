// Devices process. The interfaces of one IPP-over-USB device as channels that are lent out: pages over one, status and
// cancelling over another, so that a scan can be cancelled while its page is on its way.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { UsbConnection, UsbInterface } from '../port/bus.ts';
import type { Channel, Leaving, Role, Transport } from './channel.ts';
import { within } from './timings.ts';
import { createUsbChannel, endpointsOf, type UsbChannel } from './usb-channel.ts';

interface Lane {
  readonly channel: UsbChannel;
  leaving: Leaving;
  isTaken: boolean;
}

/** Rows of the device table, USB Defined Class Codes: printer, IPP over USB. */
export const ippOverUsb = { interfaceClass: 7, interfaceSubclass: 1, interfaceProtocol: 4 } as const;

/** For pages, for status, and one to go on with while another recovers from a cancelled page. */
const mostLanes = 3;

/** One alternate setting an interface: printers offer the older protocols of their class as others. */
export function ippInterfaces(interfaces: readonly UsbInterface[]): readonly UsbInterface[] {
  const fitting = interfaces.filter(
    (each) =>
      each.interfaceClass === ippOverUsb.interfaceClass &&
      each.interfaceSubclass === ippOverUsb.interfaceSubclass &&
      each.interfaceProtocol === ippOverUsb.interfaceProtocol &&
      endpointsOf(each) !== null,
  );
  return fitting.filter(
    (each, index) => fitting.findIndex((other) => other.interfaceNumber === each.interfaceNumber) === index,
  );
}

/** Claims what it uses; when that fails, nothing is left claimed once the connection is closed. */
export async function createUsbTransport(
  connection: UsbConnection,
  interfaces: readonly UsbInterface[],
  options: {
    readonly interfacesAtMost: number;
    readonly connectionHeader: Transport['connectionHeader'];
  },
): Promise<Transport> {
  const lanes: Lane[] = [];
  const waiting: (() => void)[] = [];
  for (const each of ippInterfaces(interfaces).slice(0, Math.min(mostLanes, options.interfacesAtMost))) {
    try {
      await connection.claim(each.interfaceNumber, each.alternateSetting);
    } catch (error) {
      // One is enough to scan; another program may have the others.
      if (lanes.length > 0 && error instanceof FailureError && error.kind === 'device.in_use') continue;
      throw error;
    }
    // Whatever a program that crashed had asked for may still lie in the endpoint.
    lanes.push({ channel: createUsbChannel(connection, each), leaving: 'stale', isTaken: false });
  }
  if (lanes.length === 0) {
    throw new FailureError('device.unsupported', 'The device has no interface for IPP over USB.');
  }

  const give = (lane: Lane, leaving: Leaving): void => {
    lane.leaving = leaving;
    lane.isTaken = false;
    for (const wake of waiting.splice(0)) wake();
  };

  const recover = async (lane: Lane): Promise<void> => {
    if (lane.leaving === 'silent') await lane.channel.reclaim();
    await lane.channel.drain();
  };

  const pick = (role: Role): Lane | undefined => {
    // Pages take the last one only when nothing else is left: over it a page can be cancelled.
    const inOrder = role === 'page' ? lanes : lanes.toReversed();
    const free = inOrder.filter((lane) => !lane.isTaken);
    return free.find((lane) => lane.leaving !== 'silent') ?? free[0];
  };

  const lend = (lane: Lane): Channel => ({
    canEnd: false,
    avoidMultiplesOfBytes: lane.channel.packetBytes,
    read: lane.channel.read,
    write: lane.channel.write,
    release: (leaving) => give(lane, leaving),
  });

  return {
    connectionHeader: options.connectionHeader,
    suspect() {
      for (const lane of lanes) if (lane.leaving === 'clean') lane.leaving = 'stale';
    },
    async take(role, timeoutMs) {
      const by = within(timeoutMs);
      let lane = pick(role);
      while (lane === undefined) {
        if (by.isOver()) {
          throw new FailureError(
            'device.timeout',
            'The scanner is still busy with what it was asked before.',
          );
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, by.leftMs());
          waiting.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
        lane = pick(role);
      }
      lane.isTaken = true;
      try {
        if (lane.leaving !== 'clean') await recover(lane);
        return lend(lane);
      } catch (error) {
        give(lane, 'silent');
        throw error;
      }
    },
    close: () => connection.close(),
  };
}
