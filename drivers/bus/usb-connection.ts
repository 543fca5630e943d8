// Devices process. One program's connection to a USB device.
import { assert } from '../../src/shared/kernel/assert.ts';
import type { ControlSetup, UsbConnection } from '../port/bus.ts';
import { busFailure, translate } from './bus-errors.ts';
import { type Claim, claimInterface, type UsbPlace } from './usb-claim.ts';
import { openDevice, type UsbDevice } from './usb-device.ts';

/** A transfer of one packet loses nothing when it is given up and begun anew: so nothing has to wait for it for longer. */
const sliceMs = 500;

export async function openUsb(place: UsbPlace): Promise<UsbConnection> {
  let main = await openDevice(place.key);
  const claims = new Map<number, Claim>();
  const requests = new Set<Promise<unknown>>();
  let isClosed = false;

  const check = (): void => {
    if (isClosed) throw busFailure('device.gone');
  };

  const claimOf = (endpointAddress: number): Claim => {
    check();
    const found = [...claims.values()].find((each) => each.has(endpointAddress));
    assert(found !== undefined, `endpoint ${endpointAddress} is of a claimed interface`);
    return found;
  };

  const giveUp = async (interfaceNumbers: readonly number[]): Promise<void> => {
    const given = interfaceNumbers.flatMap((number) => claims.get(number) ?? []);
    for (const number of interfaceNumbers) claims.delete(number);
    await Promise.all(given.map((claim) => claim.release()));
    // Only then: some drivers of the kernel take two interfaces or none (a serial port's).
    for (const claim of given) await claim.close();
  };
  const giveUpAll = async (): Promise<void> => {
    await giveUp([...claims.keys()]);
    await Promise.all(requests);
  };

  const control = async <T>(setup: ControlSetup, work: (device: UsbDevice) => Promise<T>): Promise<T> => {
    check();
    // The kernel wants requests to an interface or endpoint from whoever has claimed it.
    if (setup.recipient === 'endpoint') return claimOf(setup.index & 0xff).run(null, work);
    const claim = setup.recipient === 'interface' ? claims.get(setup.index & 0xff) : undefined;
    if (claim !== undefined) return claim.run(null, work);
    const running = work(main);
    const settled: Promise<void> = running
      .catch(() => undefined)
      .then(() => {
        requests.delete(settled);
      });
    requests.add(settled);
    try {
      return await running;
    } catch (thrown) {
      throw translate(thrown);
    }
  };

  return {
    async claim(interfaceNumber, alternateSetting) {
      check();
      await giveUp([interfaceNumber]);
      const claim = await claimInterface(place, interfaceNumber, alternateSetting);
      claims.set(interfaceNumber, claim);
      if (isClosed) await giveUp([interfaceNumber]);
      check();
    },
    release: (interfaceNumber) => giveUp([interfaceNumber]),
    async transferIn(endpointAddress, lengthBytes, timeoutMs) {
      const claim = claimOf(endpointAddress);
      const packetBytes = claim.packetBytes(endpointAddress);
      assert(lengthBytes > 0 && lengthBytes % packetBytes === 0, 'a transfer has room for whole packets');
      return claim.run(endpointAddress, async (device) => {
        for (let leftMs = timeoutMs; ; leftMs -= sliceMs) {
          const isLast = lengthBytes > packetBytes || leftMs <= sliceMs;
          try {
            const { data } = await device.transferIn(
              endpointAddress & 0x0f,
              lengthBytes,
              isLast ? leftMs : sliceMs,
            );
            return bytesOf(data);
          } catch (thrown) {
            const failure = translate(thrown);
            const isTimeout = 'kind' in failure && failure.kind === 'device.timeout';
            if (isLast || claim.isOver || !isTimeout) throw failure;
          }
        }
      });
    },
    async transferOut(endpointAddress, bytes, timeoutMs) {
      await claimOf(endpointAddress).run(endpointAddress, (device) =>
        device.transferOut(endpointAddress & 0x0f, bytes, timeoutMs),
      );
    },
    async controlIn(setup, lengthBytes, timeoutMs) {
      const { data } = await control(setup, (device) =>
        device.controlTransferIn(parametersOf(setup), lengthBytes, timeoutMs),
      );
      return bytesOf(data);
    },
    async controlOut(setup, bytes, timeoutMs) {
      await control(setup, (device) => device.controlTransferOut(parametersOf(setup), bytes, timeoutMs));
    },
    async clearHalt(endpointAddress) {
      const direction = (endpointAddress & 0x80) === 0 ? 'out' : 'in';
      await claimOf(endpointAddress).run(endpointAddress, (device) =>
        device.clearHalt(direction, endpointAddress & 0x0f),
      );
    },
    async reset() {
      check();
      await giveUpAll();
      try {
        await main.reset();
        await main.close();
      } catch (thrown) {
        throw translate(thrown);
      }
      main = await openDevice(place.key);
      if (isClosed) await main.close().catch(() => undefined);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await giveUpAll();
      await main.close().catch(() => undefined);
    },
  };
}

const parametersOf = ({ type, ...rest }: ControlSetup) => ({ requestType: type, ...rest });

function bytesOf(data: DataView | undefined): Uint8Array {
  if (data === undefined) return new Uint8Array();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
