// Devices process. A channel: bytes both ways, whether over a pair of USB endpoints or a TCP connection.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { LoopbackAttachment } from '../port/bus.ts';

/** How a channel was left: read to the end; with bytes of an answer perhaps still to come; with an answer that never came. */
export type Leaving = 'clean' | 'stale' | 'silent';

export interface Channel {
  /**
   * The next bytes, at least one; `null` at the end of a stream. `surelyBytes`: how many surely follow, 0 where that is not
   * known; a USB channel never waits for more. Fails as the connection does.
   */
  read(surelyBytes: number, timeoutMs: number): Promise<Uint8Array | null>;
  write(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  /** Exactly once, when the exchange is over. */
  release(leaving: Leaving): void;
  /** A request of a multiple of so many bytes would need a packet of none after it, which not every device understands. */
  readonly avoidMultiplesOfBytes: number | null;
  /** Whether the other side can end an answer by closing. */
  readonly canEnd: boolean;
}

/** What an exchange is for: pages and status travel beside each other where the device has two channels. */
export type Role = 'page' | 'control';

export interface Transport {
  /** A channel nobody else uses, ready for a request. Fails with `device.timeout` when none becomes free. */
  take(role: Role, timeoutMs: number): Promise<Channel>;
  /** An answer made no sense: it may have been that of an earlier request, so what else is on its way has to be looked for. */
  suspect(): void;
  /** Never throws. */
  close(): Promise<void>;
  /** Sent with each request, where it has to be. */
  readonly connectionHeader: 'close' | 'keep-alive' | null;
}

/** At most so much at once from a stream. */
const receiveBytes = 1024 * 1024;

/** Over loopback every request has a connection of its own: nothing is ever left over from an earlier one. */
export function createLoopbackTransport(attachment: LoopbackAttachment): Transport {
  const open = new Set<{ close(): Promise<void> }>();
  let isClosed = false;
  return {
    connectionHeader: 'close',
    suspect: () => undefined,
    async take() {
      if (isClosed) throw new FailureError('device.gone', 'The scanner was closed.');
      const connection = await attachment.open();
      open.add(connection);
      if (isClosed) await connection.close();
      return {
        avoidMultiplesOfBytes: null,
        canEnd: true,
        read: (_surelyBytes, timeoutMs) => connection.receive(receiveBytes, timeoutMs),
        write: (bytes, timeoutMs) => connection.send(bytes, timeoutMs),
        release() {
          open.delete(connection);
          void connection.close();
        },
      };
    },
    async close() {
      isClosed = true;
      await Promise.all([...open].map((connection) => connection.close()));
    },
  };
}
