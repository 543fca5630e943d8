// Devices process. Events of the device on its interrupt endpoint, kept until somebody asks for them.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { containerTypes, decodeHeader, decodeMessage, headerBytes, type Message } from './container.ts';
import { unlessAborted } from './waiting.ts';

/** A container of three parameters. */
const maxEventBytes = headerBytes + 3 * 4;
/** More than one picture has; of a device that floods, the oldest are dropped. */
const maxWaiting = 64;

export interface Events {
  /** Begins to listen again where a fault had ended it. */
  start(): void;
  /** What has come, and none of it any more. */
  take(): Message[];
  /** The next one; `null` where none came in time. Fails with `device.cancelled`, and with what ended it. */
  next(withinMs: number, signal: AbortSignal): Promise<Message | null>;
}

export function createEvents(receive: () => Promise<Uint8Array | null>): Events {
  let waiting: Message[] = [];
  let isRunning = false;
  let endedWith: unknown = null;
  let wake: () => void = () => {};

  const run = async (): Promise<void> => {
    isRunning = true;
    // Packets of an interrupt endpoint may be shorter than an event.
    let pieces = new Uint8Array();
    try {
      while (true) {
        const packet = await receive();
        if (packet === null) continue;
        pieces = Uint8Array.from([...pieces, ...packet]);
        if (pieces.length < headerBytes) continue;
        const header = headerOf(pieces);
        if (header === null) pieces = new Uint8Array();
        if (header === null || pieces.length < Math.min(header.length, maxEventBytes)) continue;
        waiting = [...waiting, decodeMessage(pieces)].slice(-maxWaiting);
        pieces = new Uint8Array();
        wake();
      }
    } catch (thrown) {
      endedWith = thrown;
    }
    isRunning = false;
    wake();
  };

  return {
    start() {
      if (!isRunning) void run();
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    async next(withinMs, signal) {
      if (waiting.length === 0 && isRunning) {
        let timer: NodeJS.Timeout | undefined;
        const coming = new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, withinMs);
        });
        await unlessAborted(coming, signal).finally(() => clearTimeout(timer));
      }
      const event = waiting.shift();
      if (event !== undefined) return event;
      if (!isRunning) throw endedWith ?? new FailureError('device.gone', 'The camera is gone.');
      return null;
    },
  };
}

/** `null`: no event; what is there is dropped, for the next packet may begin one. */
function headerOf(bytes: Uint8Array): { readonly length: number } | null {
  try {
    const header = decodeHeader(bytes);
    return header.type === containerTypes.event && header.length <= maxEventBytes ? header : null;
  } catch {
    return null;
  }
}
