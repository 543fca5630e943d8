// Tests and development. A program's connection to a gadget on the bus in memory, as Linux's usbfs gives it.
import { assert } from '../../src/shared/kernel/assert.ts';
import { type ControlSetup, StallError, type UsbConnection, type UsbEndpoint } from '../port/bus.ts';
import type { Presence } from './memory-device.ts';
import { goneError, inUseError, type Pipe } from './memory-pipe.ts';

/** USB 2.0, table 9-2. */
const typeBits = { standard: 0x00, class: 0x20, vendor: 0x40 } as const;
const recipientBits = { device: 0, interface: 1, endpoint: 2 } as const;

/** HID 1.11, 7.1 and 7.2: what the kernel's HID function answers by itself. */
const getDescriptor = 0x06;
const reportDescriptorValue = 0x2200;
const setIdle = 0x0a;
const setProtocol = 0x0b;

export function openUsb(presence: Presence): UsbConnection {
  const { description } = presence.gadget;
  let isClosed = false;

  const check = (): void => {
    if (isClosed || !presence.isPresent()) throw goneError();
  };

  /** Of one interface, or of all. */
  const claimed = (interfaceNumber: number | null = null): readonly UsbEndpoint[] =>
    [...presence.claims]
      .filter(([number]) => interfaceNumber === null || number === interfaceNumber)
      .filter(([, claim]) => claim.owner === connection)
      .flatMap(
        ([number, claim]) =>
          description.interfaces.find(
            (each) => each.interfaceNumber === number && each.alternateSetting === claim.alternateSetting,
          )?.endpoints ?? [],
      );

  const pipe = (address: number): Pipe => {
    check();
    assert(
      claimed().some((each) => each.address === address),
      `endpoint ${address} is of a claimed interface`,
    );
    return presence.pipe(address);
  };

  const giveBack = (interfaceNumber: number): void => {
    if (presence.claims.get(interfaceNumber)?.owner !== connection) return;
    // After the unplug nothing is under way any more, and there are no pipes.
    const endpoints = presence.isPresent() ? claimed(interfaceNumber) : [];
    for (const endpoint of endpoints) presence.pipe(endpoint.address).abortHost(goneError());
    presence.claims.delete(interfaceNumber);
    // The kernel's driver gets its HID device back.
    if (presence.isPresent()) presence.reattachHid();
  };

  const controls = new Set<Promise<unknown>>();
  const control = (
    setup: ControlSetup,
    isIn: boolean,
    data: Uint8Array,
    length: number,
  ): Promise<Uint8Array> => {
    const running = request(setup, isIn, data, length);
    controls.add(running);
    const end = (): void => void controls.delete(running);
    running.then(end, end);
    return running;
  };

  const request = async (setup: ControlSetup, isIn: boolean, data: Uint8Array, length: number) => {
    check();
    presence.controlsUnderWay++;
    try {
      // A round over the bus; the device answers afterwards.
      await new Promise((resolve) => setImmediate(resolve));
      check();
      const answer = answerTo(
        {
          requestType: (isIn ? 0x80 : 0) | typeBits[setup.type] | recipientBits[setup.recipient],
          request: setup.request,
          value: setup.value,
          index: setup.index,
          length,
        },
        data,
      );
      if (answer === 'stall') throw new StallError('The device refused the request.');
      return answer.slice(0, length);
    } finally {
      presence.controlsUnderWay--;
    }
  };

  const answerTo = (
    setup: Parameters<NonNullable<typeof presence.gadget.control>>[0],
    data: Uint8Array,
  ): Uint8Array | 'stall' => {
    if (description.hid !== undefined) {
      if (setup.requestType === 0x81 && setup.request === getDescriptor) {
        return setup.value === reportDescriptorValue ? description.hid.reportDescriptor : 'stall';
      }
      if (setup.requestType === 0x21 && [setIdle, setProtocol].includes(setup.request)) {
        return new Uint8Array();
      }
    }
    return presence.gadget.control?.(setup, data) ?? 'stall';
  };

  const connection: UsbConnection = {
    async claim(interfaceNumber, alternateSetting) {
      check();
      assert(
        description.interfaces.some(
          (each) => each.interfaceNumber === interfaceNumber && each.alternateSetting === alternateSetting,
        ),
        `interface ${interfaceNumber} has alternate setting ${alternateSetting}`,
      );
      const owner = presence.claims.get(interfaceNumber)?.owner;
      if (owner !== undefined && owner !== connection) throw inUseError();
      presence.claims.set(interfaceNumber, { owner: connection, alternateSetting });
      if (presence.hid === null) return;
      // The kernel's driver has to let go of it.
      presence.hid.detach();
      presence.changed();
    },
    async release(interfaceNumber) {
      giveBack(interfaceNumber);
    },
    async transferIn(endpointAddress, lengthBytes, timeoutMs) {
      return pipe(endpointAddress).hostIn(lengthBytes, timeoutMs);
    },
    async transferOut(endpointAddress, bytes, timeoutMs) {
      return pipe(endpointAddress).hostOut(bytes, timeoutMs);
    },
    async controlIn(setup, lengthBytes) {
      return control(setup, true, new Uint8Array(), lengthBytes);
    },
    async controlOut(setup, bytes) {
      await control(setup, false, bytes.slice(), bytes.length);
    },
    async clearHalt(endpointAddress) {
      pipe(endpointAddress).clearHalt();
    },
    async reset() {
      check();
      presence.reset();
    },
    async close() {
      if (isClosed) return;
      for (const interfaceNumber of [...presence.claims.keys()]) giveBack(interfaceNumber);
      isClosed = true;
      await Promise.allSettled(controls);
      presence.connections.delete(connection);
    },
  };
  presence.connections.add(connection);
  return connection;
}
