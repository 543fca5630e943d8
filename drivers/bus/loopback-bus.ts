// Devices process. Scanners that a daemon of this computer (`ipp-usb`) serves at a port of 127.0.0.1. Only ports that the
// policy lists are ever connected to, and no other address is.
import { connect, type Socket } from 'node:net';
import type { LoopbackAttachment, StreamConnection } from '../port/bus.ts';
import { busFailure } from './bus-errors.ts';

const host = '127.0.0.1';
/** On the same machine a connection is made at once or refused at once. */
const connectWithinMs = 500;

export interface LoopbackBus {
  list(): Promise<readonly LoopbackAttachment[]>;
}

export function createLoopbackBus(ports: readonly number[]): LoopbackBus {
  const known = new Map<number, LoopbackAttachment>();
  let appearances = 0;

  return {
    async list() {
      await Promise.all(
        ports.map(async (port) => {
          const isThere = await answers(port);
          if (!isThere) known.delete(port);
          else if (!known.has(port)) known.set(port, attachmentOf(port, ++appearances));
        }),
      );
      return [...known.values()];
    },
  };
}

async function answers(port: number): Promise<boolean> {
  try {
    (await connected(port)).destroy();
    return true;
  } catch {
    return false;
  }
}

function attachmentOf(port: number, appearance: number): LoopbackAttachment {
  return {
    bus: 'loopback',
    key: `loopback-${port}-${appearance}`,
    vendorId: 0,
    productId: 0,
    manufacturer: null,
    product: null,
    serial: null,
    port,
    open: async () => streamOf(await connected(port)),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (cause: unknown): void => {
      socket.destroy();
      reject(busFailure('device.gone', cause));
    };
    const timer = setTimeout(fail, connectWithinMs);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once('close', () => clearTimeout(timer));
  });
}

export function streamOf(socket: Socket): StreamConnection {
  let failure: unknown = null;
  let isEnded = false;
  let isClosed = false;
  let wake: (() => void) | null = null;
  const woken = (): void => wake?.();
  socket.on('error', (error) => {
    failure = error;
    woken();
  });
  socket.on('end', () => {
    isEnded = true;
    woken();
  });
  socket.on('close', woken);
  socket.on('readable', woken);

  /** Until something happens or the time is over; whether something did. */
  const happens = (timeoutMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  return {
    async receive(atMostBytes, timeoutMs) {
      if (wake !== null) throw new Error('A second receive while one is under way.');
      const endAt = performance.now() + timeoutMs;
      try {
        for (;;) {
          const length = Math.min(atMostBytes, socket.readableLength);
          const piece: Buffer | null = length > 0 ? socket.read(length) : socket.read(0);
          if (piece !== null && piece.length > 0) return Uint8Array.from(piece);
          if (isClosed || failure !== null) throw busFailure('device.gone', failure);
          if (isEnded) return null;
          if (socket.destroyed) throw busFailure('device.gone');
          const leftMs = endAt - performance.now();
          if (leftMs <= 0 || !(await happens(leftMs))) throw busFailure('device.timeout');
        }
      } finally {
        wake = null;
      }
    },
    async send(bytes, timeoutMs) {
      if (isClosed || failure !== null || socket.destroyed) throw busFailure('device.gone', failure);
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(busFailure('device.timeout')), timeoutMs);
        const gone = (): void => reject(busFailure('device.gone', failure));
        socket.once('close', gone);
        socket.write(bytes, (error) => {
          clearTimeout(timer);
          socket.off('close', gone);
          if (error) reject(busFailure('device.gone', error));
          else resolve();
        });
      });
    },
    async close() {
      isClosed = true;
      socket.destroy();
      woken();
    },
  };
}
