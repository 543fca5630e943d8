// Devices process. What crossed the bus in one acquisition, for a bug report: personal data replaced, lengths and
// boundaries kept, so that a driver that plays it again meets the same device. `drivers/emulator/replay.ts` plays it.
import type { HidConnection, StreamConnection, UsbConnection } from '../../drivers/port/bus.ts';
import { StallError } from '../../drivers/port/bus.ts';
import type { Attachment } from '../../drivers/port/driver.ts';
import { FailureError } from '../shared/kernel/failure.ts';
import { redactKeys, redactPayload, redactTexts } from './redaction.ts';

/** `bytes` in base64; `failure` where there are none. */
interface TapedTransfer {
  readonly at: string;
  readonly ms: number;
  readonly bytes: Uint8Array | null;
  readonly failure: string | null;
}

const failureOf = (thrown: unknown): string =>
  thrown instanceof StallError ? 'stall' : thrown instanceof FailureError ? thrown.kind : 'bug';

export class Tape {
  readonly #startedMs = performance.now();
  readonly #transfers: TapedTransfer[] = [];
  #attachment: Attachment | null = null;
  #streams = 0;

  /** The same attachment, whose connections are taped. */
  through(attachment: Attachment): Attachment {
    this.#attachment = attachment;
    switch (attachment.bus) {
      case 'usb':
        return { ...attachment, open: async () => this.#usb(await attachment.open()) };
      case 'hid':
        return { ...attachment, open: async () => this.#hid(await attachment.open()) };
      case 'loopback':
        return { ...attachment, open: async () => this.#stream(await attachment.open()) };
      default:
        return attachment satisfies never;
    }
  }

  /** A line of JSON for the device, and one a transfer. */
  text(): string {
    const device = this.#attachment;
    const serial = device?.serial ?? null;
    const { open: _, ...described } = device ?? { open: null };
    const streams = Map.groupBy(this.#transfers, ({ at }) => at);
    // What belongs to one picture may be spread over many transfers: each stream is looked at as a whole.
    const cleaned = new Map<TapedTransfer, Uint8Array>();
    for (const [at, transfers] of streams) {
      const whole = Buffer.concat(transfers.map(({ bytes }) => bytes ?? new Uint8Array()));
      const kind = device ? readingOf(at, device) : 'none';
      if (kind === 'none') redactPayload(whole, serial);
      else if (kind === 'keys') redactKeys(whole);
      else if (kind === 'letters') redactTexts(whole);
      let offset = 0;
      for (const transfer of transfers) {
        const length = transfer.bytes?.byteLength ?? 0;
        const part = whole.subarray(offset, offset + length);
        // A report has its number or length before the text, and says at its end whether more follows.
        if (kind === 'reports') redactTexts(part.subarray(2, -1));
        cleaned.set(transfer, part);
        offset += length;
      }
    }
    const lines = this.#transfers.map(({ at, ms, bytes, failure }, index) => ({
      ...{ at, ms: Math.round(ms), failure },
      bytes: bytes ? Buffer.from(cleaned.get(this.#transfers[index]!)!).toString('base64') : null,
    }));
    const head = { type: 'proofdesk-tape', version: 1, device: { ...described, serial: serial && '…' } };
    return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  async #kept<T extends Uint8Array | null | undefined>(
    at: string,
    sent: Uint8Array | null,
    work: () => Promise<T>,
  ): Promise<T> {
    const note = (bytes: Uint8Array | null, failure: string | null) => {
      // Copied: a driver may go on with the same memory.
      const ms = performance.now() - this.#startedMs;
      this.#transfers.push({ at, ms, bytes: bytes && Uint8Array.from(bytes), failure });
    };
    try {
      const received = await work();
      note(sent ?? received ?? null, null);
      return received;
    } catch (thrown) {
      note(sent, failureOf(thrown));
      throw thrown;
    }
  }

  #usb(connection: UsbConnection): UsbConnection {
    const at = (what: string, endpoint: number) => `${what} ${endpoint.toString(16)}`;
    return {
      claim: (...input) => connection.claim(...input),
      release: (...input) => connection.release(...input),
      transferIn: (endpoint, ...rest) =>
        this.#kept(at('in', endpoint), null, () => connection.transferIn(endpoint, ...rest)),
      transferOut: async (endpoint, bytes, timeoutMs) => {
        await this.#kept(
          at('out', endpoint),
          bytes,
          async () => void (await connection.transferOut(endpoint, bytes, timeoutMs)),
        );
      },
      controlIn: (setup, ...rest) =>
        this.#kept(at('control-in', setup.request), null, () => connection.controlIn(setup, ...rest)),
      controlOut: async (setup, bytes, timeoutMs) => {
        await this.#kept(
          at('control-out', setup.request),
          bytes,
          async () => void (await connection.controlOut(setup, bytes, timeoutMs)),
        );
      },
      clearHalt: (endpoint) => connection.clearHalt(endpoint),
      reset: () => connection.reset(),
      close: () => connection.close(),
    };
  }

  #hid(connection: HidConnection): HidConnection {
    return {
      read: (timeoutMs) => this.#kept('report', null, () => connection.read(timeoutMs)),
      close: () => connection.close(),
    };
  }

  #stream(connection: StreamConnection): StreamConnection {
    const number = this.#streams++;
    return {
      receive: (...input) => this.#kept(`receive ${number}`, null, () => connection.receive(...input)),
      send: async (bytes, timeoutMs) => {
        await this.#kept(`send ${number}`, bytes, async () => void (await connection.send(bytes, timeoutMs)));
      },
      close: () => connection.close(),
    };
  }
}

/** Readers send what stands on documents: as letters, or as a keyboard's codes. */
function readingOf(at: string, device: Attachment): 'letters' | 'reports' | 'keys' | 'none' {
  if (device.bus === 'hid') return 'reports';
  if (device.bus === 'loopback' || !at.startsWith('in ')) return 'none';
  const has = (code: number) => device.interfaces.some(({ interfaceClass }) => interfaceClass === code);
  // Human interface devices; communication devices (usb.org, Defined Class Codes).
  return has(0x03) ? 'keys' : has(0x02) ? 'letters' : 'none';
}
