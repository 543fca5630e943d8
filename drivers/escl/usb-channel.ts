// Devices process. One interface of IPP over USB (USB Print Class, IPP Protocol Specification 1.0: class 7/1/4): a pair of
// bulk endpoints that carries one HTTP exchange after the other.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError, type UsbConnection, type UsbEndpoint, type UsbInterface } from '../port/bus.ts';
import { isSettledWithin, sleep, timings, within } from './timings.ts';

export interface UsbChannel {
  read(surelyBytes: number, timeoutMs: number): Promise<Uint8Array>;
  write(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  /** Reads and drops what an earlier exchange left over. */
  drain(): Promise<void>;
  /** Selects the alternate setting anew, which ends whatever the device thought was going on. */
  reclaim(): Promise<void>;
  readonly packetBytes: number;
}

/** The largest transfer asked for at once, and the first: it grows while the device keeps up. */
const largestTransferBytes = 1024 * 1024;
const firstTransferBytes = 64 * 1024;
/** A transfer that took longer is too large for this device: its deadline is that of a pause between two pieces. */
const longTransferMs = 1_000;
const shortTransferMs = 100;
/** Some devices send empty packets while they think: after so many in a row the driver pauses, longer each time. */
const patientEmptyPackets = 8;
const longestPauseMs = 10;
/** More than the largest page that is accepted: what is dropped is at most the rest of one. */
const drainAtMostBytes = 80 * 1024 * 1024;

export function endpointsOf(
  usbInterface: UsbInterface,
): { readonly input: UsbEndpoint; readonly output: UsbEndpoint } | null {
  const bulk = usbInterface.endpoints.filter((endpoint) => endpoint.type === 'bulk');
  const input = bulk.find((endpoint) => (endpoint.address & 0x80) !== 0);
  const output = bulk.find((endpoint) => (endpoint.address & 0x80) === 0);
  return input === undefined || output === undefined ? null : { input, output };
}

/** The interface must have been claimed. */
export function createUsbChannel(connection: UsbConnection, usbInterface: UsbInterface): UsbChannel {
  const endpoints = endpointsOf(usbInterface);
  if (endpoints === null) throw new FailureError('device.unsupported', 'The scanner has no bulk endpoints.');
  const { input, output } = endpoints;
  let pieceBytes = firstTransferBytes;
  /** Came before it was asked for, and a packet being waited for already. */
  const early: Uint8Array[] = [];
  let ahead: Promise<Uint8Array> | null = null;

  /** A halted endpoint is a refusal; it is made usable again for the next exchange. */
  const refused = async <T>(endpoint: UsbEndpoint, transfer: Promise<T>): Promise<T> => {
    try {
      return await transfer;
    } catch (error) {
      if (!(error instanceof StallError)) throw error;
      await connection.clearHalt(endpoint.address);
      throw new FailureError('device.protocol', 'The scanner refused a transfer.', { cause: error });
    }
  };

  const keepAhead = async (): Promise<void> => {
    const packet = ahead;
    ahead = null;
    try {
      if (packet !== null) early.push(await packet);
    } catch (error) {
      // It was waited for beside something else, which has told of whatever is wrong.
      if (!(error instanceof FailureError)) throw error;
    }
  };
  const takeEarly = async (): Promise<Uint8Array> => {
    await keepAhead();
    return Buffer.concat(early.splice(0));
  };

  return {
    packetBytes: input.packetBytes,
    async read(surelyBytes, timeoutMs) {
      const by = within(timeoutMs);
      const rounded = Math.ceil(surelyBytes / input.packetBytes) * input.packetBytes;
      const wantedBytes = Math.max(input.packetBytes, Math.min(rounded, pieceBytes));
      for (let empty = 0; ; empty++) {
        const kept = await takeEarly();
        if (kept.length > 0) return kept;
        const startedAt = performance.now();
        const bytes = await refused(input, connection.transferIn(input.address, wantedBytes, by.leftMs()));
        const tookMs = performance.now() - startedAt;
        if (tookMs > longTransferMs) pieceBytes = Math.max(firstTransferBytes, pieceBytes / 2);
        else if (bytes.length === pieceBytes && tookMs < shortTransferMs) {
          pieceBytes = Math.min(largestTransferBytes, pieceBytes * 2);
        }
        if (bytes.length > 0) return bytes;
        if (by.isOver()) throw new FailureError('device.timeout', 'The scanner did not answer in time.');
        const pauseMs = Math.min(empty - patientEmptyPackets, longestPauseMs, by.leftMs());
        if (pauseMs > 0) await sleep(pauseMs);
      }
    },
    async write(bytes, timeoutMs) {
      const by = within(timeoutMs);
      const send = () => connection.transferOut(output.address, bytes, by.leftMs());
      const sent = refused(output, send()).catch((error: unknown) => {
        // It had halted before the request came: an earlier program's, or its own, trouble.
        if (error instanceof FailureError && error.cause instanceof StallError)
          return refused(output, send());
        throw error;
      });
      let isSent = await isSettledWithin(sent, timings.drainedMs);
      // A device that still has something to say listens only once that is taken from it.
      while (!isSent) {
        ahead ??= refused(input, connection.transferIn(input.address, input.packetBytes, by.leftMs()));
        const packet = ahead.then(() => false);
        isSent = await Promise.race([sent.then(() => true), packet]).catch(() => true);
        if (!isSent) await keepAhead();
      }
      await sent;
    },
    async drain() {
      await takeEarly();
      const by = within(timings.answerWithinMs);
      let drained = 0;
      let empty = 0;
      let wantedBytes = firstTransferBytes;
      // Large transfers for speed; that nothing is left is only sure once one packet was asked for and none came.
      while (drained < drainAtMostBytes && empty < patientEmptyPackets && !by.isOver()) {
        try {
          const { length } = await connection.transferIn(input.address, wantedBytes, timings.drainedMs);
          drained += length;
          empty = length === 0 ? empty + 1 : 0;
          wantedBytes = firstTransferBytes;
        } catch (error) {
          if (error instanceof StallError) await connection.clearHalt(input.address);
          else if (!(error instanceof FailureError) || error.kind !== 'device.timeout') throw error;
          else if (wantedBytes === input.packetBytes) return;
          wantedBytes = input.packetBytes;
        }
      }
      if (empty >= patientEmptyPackets) return;
      throw new FailureError('device.protocol', 'The scanner does not stop sending. Switch it off and on.');
    },
    async reclaim() {
      await connection.release(usbInterface.interfaceNumber);
      await connection.claim(usbInterface.interfaceNumber, usbInterface.alternateSetting);
    },
  };
}
