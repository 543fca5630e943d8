// Devices process. Transactions of PTP over the bulk pipes of USB: a command, perhaps data, a response; one at a time. Sizes that
// the device tells are held against a limit, and memory grows only with what has come.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError, type UsbConnection, type UsbEndpoint } from '../port/bus.ts';
import { deadlines } from '../port/deadlines.ts';
import { deviceStatus, isTimeout, requestCancel, requestReset } from './class-requests.ts';
import { failureOf, makesNoSense, operations, responses } from './codes.ts';
import {
  containerTypes,
  decodeHeader,
  decodeMessage,
  encodeMessage,
  type Header,
  headerBytes,
  type Message,
  unknownLength,
} from './container.ts';
import { maxPictureBytes } from './picture.ts';
import { endsWithin, pause, throwIfAborted, unlessAborted } from './waiting.ts';

export interface Pipes {
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
  readonly input: UsbEndpoint;
  readonly output: UsbEndpoint;
}

export interface Request {
  readonly operation: number;
  readonly parameters?: readonly number[];
  /** More data than this is a fault. 0: none is expected. */
  readonly maxBytes?: number;
  readonly firstByteWithinMs?: number;
  /** Responses besides OK that are an answer and no failure. */
  readonly accept?: readonly number[];
  readonly signal: AbortSignal | null;
}

export interface Piece {
  readonly bytes: Uint8Array;
  /** Of the whole, where the device tells. */
  readonly totalBytes: number | null;
}

/** Enough at once for the full rate of the bus, little enough to stop soon and to show progress. */
const transferBytes = 262_144;
const beforeSession: ReadonlySet<number> = new Set([operations.getDeviceInfo, operations.openSession]);
/** Containers of transactions that were given up: that many are passed over. */
const maxStale = 8;

export class Transport {
  private readonly usb: UsbConnection;
  private readonly pipes: Pipes;
  private transactionId = 0;
  /** Of a container that the device still owes the end of. */
  private underWay: { readonly transactionId: number } | null = null;
  /** A transfer that nobody waits for any more: it has to end before the next one on its pipe. */
  private left: Promise<unknown> = Promise.resolve();

  constructor(usb: UsbConnection, pipes: Pipes) {
    this.usb = usb;
    this.pipes = pipes;
  }

  /** Of the transaction under way, or of the last one. */
  get lastTransactionId(): number {
    return this.transactionId;
  }

  /** A transaction broke off: nothing can be asked before `recover`. */
  get isBroken(): boolean {
    return this.underWay !== null;
  }

  /** Its data, all of it. Fails as `transact`. */
  async ask(request: Request): Promise<{ readonly data: Uint8Array; readonly response: Message }> {
    const pieces: Uint8Array[] = [];
    const transaction = this.transact(request);
    while (true) {
      const { value, done } = await transaction.next();
      if (done) return { data: Buffer.concat(pieces), response: value };
      pieces.push(value.bytes);
    }
  }

  /**
   * Its data as they come, then the response. A device that is busy is asked again until `readyWithinMs`; any other response
   * than OK fails, as `failureOf` has it.
   */
  async *transact(request: Request): AsyncGenerator<Piece, Message> {
    const until = performance.now() + deadlines.readyWithinMs;
    while (true) {
      const response = yield* this.attempt(request);
      if (response.code === responses.ok || request.accept?.includes(response.code)) return response;
      if (response.code !== responses.deviceBusy || performance.now() >= until)
        throw failureOf(response.code);
      await pause(deadlines.askAgainAfterMs, request.signal);
    }
  }

  /** One attempt, whatever its response. */
  async *attempt(request: Request): AsyncGenerator<Piece, Message> {
    throwIfAborted(request.signal);
    // Before a session everything is transaction 0 (PIMA 15740, 9.3.1); 0xFFFFFFFF is none.
    this.transactionId = beforeSession.has(request.operation) ? 0 : (this.transactionId % 0xffff_fffe) + 1;
    const transaction = { transactionId: this.transactionId };
    this.underWay = transaction;
    const command = encodeMessage(containerTypes.command, {
      code: request.operation,
      transactionId: transaction.transactionId,
      parameters: request.parameters ?? [],
    });
    try {
      await this.keep(
        this.usb.transferOut(this.pipes.output.address, command, deadlines.answerWithinMs),
        request.signal,
      );
      const response = yield* this.answer(request, transaction.transactionId);
      this.underWay = null;
      return response;
    } catch (thrown) {
      if (thrown instanceof StallError) throw await this.meaningOfStall();
      throw thrown;
    }
  }

  private async *answer(request: Request, transactionId: number): AsyncGenerator<Piece, Message> {
    let hasData = false;
    for (let stale = 0; stale < maxStale; stale++) {
      const first = await this.firstPacket(request);
      const header = decodeHeader(first);
      if (header.type === containerTypes.response && header.transactionId === transactionId) {
        return decodeMessage(first);
      }
      if (header.type !== containerTypes.data && header.type !== containerTypes.response) {
        throw makesNoSense('a container of another kind than it should be');
      }
      const isOurs = header.transactionId === transactionId && header.code === request.operation;
      if (isOurs && hasData) throw makesNoSense('data twice');
      const pieces = this.data(first, header, isOurs ? request : { ...request, maxBytes: maxPictureBytes });
      if (isOurs) {
        hasData = true;
        yield* pieces;
      } else {
        // What a transaction that was given up had under way.
        for await (const _ of pieces);
      }
    }
    throw makesNoSense('answers to nothing that was asked');
  }

  /** What ends a container before is a packet of no bytes, where its last one was full; some devices leave it out. */
  private async firstPacket(request: Request): Promise<Uint8Array> {
    const until = performance.now() + (request.firstByteWithinMs ?? deadlines.answerWithinMs);
    for (let isFirst = true; ; isFirst = false) {
      const packet = await this.packet(until, request.signal);
      if (packet.length > 0 || !isFirst) return packet;
    }
  }

  /** In short turns, because a transfer of one packet loses nothing at its deadline: none is left behind by an abort. */
  private async packet(until: number, signal: AbortSignal | null): Promise<Uint8Array> {
    const { address, packetBytes } = this.pipes.input;
    while (true) {
      throwIfAborted(signal);
      const leftMs = until - performance.now();
      const turnMs = Math.max(1, Math.min(leftMs, deadlines.cancelledWithinMs / 10));
      try {
        return await this.usb.transferIn(address, packetBytes, turnMs);
      } catch (thrown) {
        if (!isTimeout(thrown) || leftMs <= turnMs) throw thrown;
      }
    }
  }

  private async *data(first: Uint8Array, header: Header, request: Request): AsyncGenerator<Piece, void> {
    const { packetBytes } = this.pipes.input;
    const maxBytes = request.maxBytes ?? 0;
    const isUnknown = header.length === unknownLength;
    const totalBytes = isUnknown ? null : header.length - headerBytes;
    if ((totalBytes ?? 0) > maxBytes) throw makesNoSense('more data than a picture has');
    let came = first.length - headerBytes;
    if (totalBytes !== null && came > totalBytes) throw makesNoSense('more data than it says');
    yield { bytes: first.subarray(headerBytes), totalBytes };
    // A header alone, the data behind it: some devices send it so.
    let isShort = first.length < packetBytes && first.length > headerBytes;
    while (totalBytes === null ? !isShort : came < totalBytes) {
      if (isShort) throw failureOf(responses.incompleteTransfer);
      const owed = totalBytes === null ? packetBytes : totalBytes - came;
      const whole = Math.min(owed - (owed % packetBytes), transferBytes - (transferBytes % packetBytes));
      const length = Math.max(packetBytes, whole);
      const bytes = await this.receive(length, deadlines.nextByteWithinMs, request.signal);
      isShort = bytes.length < length;
      came += bytes.length;
      if (came > maxBytes || (totalBytes !== null && came > totalBytes)) {
        throw makesNoSense('more data than it says');
      }
      yield { bytes, totalBytes };
    }
  }

  private receive(length: number, withinMs: number, signal: AbortSignal | null): Promise<Uint8Array> {
    return this.keep(this.usb.transferIn(this.pipes.input.address, length, withinMs), signal);
  }

  /** Remembers a transfer, in case nobody waits for its end. */
  private keep<T>(transfer: Promise<T>, signal: AbortSignal | null): Promise<T> {
    this.left = transfer.catch(() => {});
    return unlessAborted(transfer, signal);
  }

  /** The device halted a pipe: it says why, and goes on once that is cleared (Still Image class, 5.2.4 and 7.2). */
  private async meaningOfStall(): Promise<FailureError> {
    const code = await deviceStatus(this.usb, this.pipes.interfaceNumber);
    await this.clearHalts();
    const saysNothing = code === null || code === responses.ok || code === responses.deviceBusy;
    return saysNothing ? makesNoSense('a refusal without a reason') : failureOf(code);
  }

  private async clearHalts(): Promise<void> {
    await this.usb.clearHalt(this.pipes.input.address);
    await this.usb.clearHalt(this.pipes.output.address);
  }

  /**
   * After a transaction broke off: the device is told to give it up (Still Image class, 5.2.1), and what it had under way is
   * taken off the pipe. Fails with `device.timeout` where the device does not come to rest, and with `device.gone`.
   */
  async recover(): Promise<void> {
    if (this.underWay === null) return;
    const until = performance.now() + deadlines.cancelledWithinMs / 2;
    await requestCancel(this.usb, this.pipes.interfaceNumber, this.underWay.transactionId);
    await this.endTransfers();
    while (performance.now() < until) {
      const isQuiet = await this.drain();
      const status = isQuiet
        ? await deviceStatus(this.usb, this.pipes.interfaceNumber)
        : responses.deviceBusy;
      if (status !== responses.deviceBusy) {
        this.underWay = null;
        return;
      }
    }
    throw doesNotStop();
  }

  /** To the state after it was switched on, without its leaving the bus (Still Image class, 5.2.3); sessions end with it. */
  async reset(): Promise<void> {
    await requestReset(this.usb, this.pipes.interfaceNumber);
    await this.endTransfers();
    if (!(await this.drain())) throw doesNotStop();
    this.underWay = null;
  }

  /** Of transfers that nobody waits for: most end with what the device still sends, the others with the interface. */
  private async endTransfers(): Promise<void> {
    const isEnded = await endsWithin(this.left, deadlines.cancelledWithinMs / 10);
    const { interfaceNumber, alternateSetting } = this.pipes;
    if (!isEnded) {
      await this.usb.release(interfaceNumber);
      await this.usb.claim(interfaceNumber, alternateSetting);
    }
    await this.clearHalts();
  }

  /** Takes off the pipe what is there; whether it is quiet. */
  private async drain(): Promise<boolean> {
    const { address, packetBytes } = this.pipes.input;
    try {
      for (let packets = 0; packets < 1_024; packets++) {
        await this.usb.transferIn(address, packetBytes, deadlines.cancelledWithinMs / 20);
      }
      return false;
    } catch (thrown) {
      if (thrown instanceof StallError) {
        await this.clearHalts();
        return false;
      }
      if (isTimeout(thrown)) return true;
      throw thrown;
    }
  }
}

const doesNotStop = (): FailureError =>
  new FailureError('device.timeout', 'The camera does not stop. Switch it off and on.');
