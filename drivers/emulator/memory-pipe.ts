// Tests and development. One endpoint of a gadget on the bus in memory: where the device's packets meet the host's transfers.

import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError } from '../port/bus.ts';
import { UnpluggedError } from './gadget.ts';

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

interface HostTransfer extends Waiting<Uint8Array> {
  readonly lengthBytes: number;
  doneBytes: number;
  readonly pieces: Uint8Array[];
  /** OUT only. */
  readonly bytes: Uint8Array;
}

interface DeviceSend extends Waiting<void> {
  readonly bytes: Uint8Array;
  offset: number;
  /** Packets still owed when all bytes are gone: one of no bytes where the device sends that. */
  zeroPacket: boolean;
}

interface DeviceReceive extends Waiting<Uint8Array> {
  readonly atMostBytes: number;
  doneBytes: number;
  readonly pieces: Uint8Array[];
}

export interface Pipe {
  hostIn(lengthBytes: number, timeoutMs: number): Promise<Uint8Array>;
  hostOut(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  deviceSend(bytes: Uint8Array, endWithZeroPacket: boolean): Promise<void>;
  deviceReceive(atMostBytes: number): Promise<Uint8Array>;
  /** A packet longer than the endpoint allows: the host's controller calls it babble. */
  babble(): void;
  stall(): void;
  clearHalt(): void;
  /** The kernel's HID driver polls an interrupt endpoint and takes every packet; `null`: it does not. */
  setSink(sink: ((packet: Uint8Array) => void) | null): void;
  /** The host's transfer under way ends with this. */
  abortHost(error: Error): void;
  /** The cable is out. */
  cut(): void;
  readonly hostBusy: boolean;
}

export function createPipe(address: number, packetBytes: number): Pipe {
  let host: HostTransfer | null = null;
  let sends: DeviceSend[] = [];
  let receives: DeviceReceive[] = [];
  /** Of a packet that was larger than the room the device had asked for; kept, as FunctionFS does. */
  let left: Uint8Array | null = null;
  let leftWasShort = false;
  let halted = false;
  let isCut = false;
  let babbling = false;
  let sink: ((packet: Uint8Array) => void) | null = null;

  const nextPacket = (): Uint8Array | null => {
    const send = sends[0];
    if (send === undefined) return null;
    const packet = send.bytes.subarray(send.offset, send.offset + packetBytes);
    send.offset += packet.length;
    if (packet.length === 0) send.zeroPacket = false;
    if (send.offset === send.bytes.length && !send.zeroPacket) {
      sends.shift();
      send.resolve();
    }
    return packet;
  };

  const endHost = (settle: (transfer: HostTransfer) => void): void => {
    const transfer = host;
    host = null;
    if (transfer !== null) settle(transfer);
  };

  const pumpIn = (): void => {
    while (!halted && (sink !== null || host !== null)) {
      if (babbling && host !== null) {
        babbling = false;
        endHost((transfer) => transfer.reject(new FailureError('device.protocol', babbled)));
        return;
      }
      const packet = nextPacket();
      if (packet === null) return;
      if (sink !== null) {
        sink(packet.slice());
        continue;
      }
      if (host === null) return;
      if (packet.length > host.lengthBytes - host.doneBytes) {
        endHost((transfer) => transfer.reject(new FailureError('device.protocol', babbled)));
        continue;
      }
      host.pieces.push(packet);
      host.doneBytes += packet.length;
      if (packet.length < packetBytes || host.doneBytes === host.lengthBytes) {
        endHost((transfer) => transfer.resolve(concat(transfer.pieces)));
      }
    }
  };

  const pumpOut = (): void => {
    while (!halted) {
      const receive = receives[0];
      if (receive === undefined) return;
      let packet: Uint8Array;
      let isShort: boolean;
      if (left !== null) {
        packet = left;
        isShort = leftWasShort;
        left = null;
      } else {
        if (host === null) return;
        packet = host.bytes.subarray(host.doneBytes, host.doneBytes + packetBytes);
        isShort = packet.length < packetBytes;
        host.doneBytes += packet.length;
        if (host.doneBytes === host.bytes.length) {
          endHost((transfer) => transfer.resolve(new Uint8Array()));
        }
      }
      const room = receive.atMostBytes - receive.doneBytes;
      if (packet.length > room) {
        left = packet.subarray(room);
        leftWasShort = isShort;
        packet = packet.subarray(0, room);
        isShort = false;
      }
      receive.pieces.push(packet);
      receive.doneBytes += packet.length;
      if (isShort || receive.doneBytes === receive.atMostBytes) {
        receives.shift();
        receive.resolve(concat(receive.pieces));
      }
    }
  };
  const isIn = (address & 0x80) !== 0;
  const pump = isIn ? pumpIn : pumpOut;

  const startHost = (lengthBytes: number, bytes: Uint8Array, timeoutMs: number): Promise<Uint8Array> => {
    if (host !== null) throw new Error(`A second transfer on endpoint ${address} while one is under way.`);
    if (isCut) return Promise.reject(goneError());
    if (halted) return Promise.reject(new StallError('The endpoint is halted.'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // What had come is lost with it, as the port says it may be.
        if (host === transfer) {
          endHost(() => reject(new FailureError('device.timeout', 'The device did not answer in time.')));
        }
      }, timeoutMs);
      const transfer: HostTransfer = {
        lengthBytes,
        bytes,
        doneBytes: 0,
        pieces: [],
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      host = transfer;
      pump();
    });
  };

  const clearHalt = (): void => {
    halted = false;
    pump();
  };
  /** As the kernel's HID driver does, a while after it was refused. */
  const sinkClearsHalt = (): void => {
    if (halted && sink !== null) setImmediate(() => sink !== null && clearHalt());
  };

  return {
    get hostBusy() {
      return host !== null;
    },
    hostIn: (lengthBytes, timeoutMs) => startHost(lengthBytes, new Uint8Array(), timeoutMs),
    hostOut: async (bytes, timeoutMs) => {
      await startHost(bytes.length, bytes.slice(), timeoutMs);
    },
    deviceSend(bytes, endWithZeroPacket) {
      if (isCut) return Promise.reject(new UnpluggedError('The cable is out.'));
      return new Promise((resolve, reject) => {
        const zeroPacket = bytes.length === 0 || (endWithZeroPacket && bytes.length % packetBytes === 0);
        sends.push({ bytes: bytes.slice(), offset: 0, zeroPacket, resolve, reject });
        pump();
      });
    },
    deviceReceive(atMostBytes) {
      if (isCut) return Promise.reject(new UnpluggedError('The cable is out.'));
      return new Promise((resolve, reject) => {
        receives.push({ atMostBytes, doneBytes: 0, pieces: [], resolve, reject });
        pump();
      });
    },
    babble() {
      babbling = true;
      pump();
    },
    stall() {
      halted = true;
      endHost((transfer) => transfer.reject(new StallError('The device halted the endpoint.')));
      sinkClearsHalt();
    },
    clearHalt,
    setSink(value) {
      sink = value;
      sinkClearsHalt();
      pump();
    },
    abortHost(error) {
      endHost((transfer) => transfer.reject(error));
    },
    cut() {
      isCut = true;
      endHost((transfer) => transfer.reject(goneError()));
      const ended = [...sends, ...receives];
      sends = [];
      receives = [];
      for (const each of ended) each.reject(new UnpluggedError('The cable is out.'));
    },
  };
}

const babbled = 'The device sent more than it was asked for.';

export const goneError = (): FailureError =>
  new FailureError('device.gone', 'The device was unplugged or switched off.');

export const inUseError = (): FailureError =>
  new FailureError('device.in_use', 'The device is in use by another program.');

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
