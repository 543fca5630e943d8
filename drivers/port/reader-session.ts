// Devices process. What is the same in every reader: what it sends is fetched all the time, and given to whoever waits for it.
// A read that began before anybody asked belongs to another visit, and is dropped whole.
import type { DeviceRead } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Attachment, DeviceSession } from './driver.ts';
import type { Framer } from './reads.ts';

export interface ReaderParts {
  readonly attachment: Attachment;
  /** Called again and again, one call at a time; `null` means that nothing came yet. */
  receive(): Promise<Uint8Array | null>;
  readonly framer: Framer;
  /** Never throws; `receive` fails from then on. */
  close(): Promise<void>;
}

/** Whoever reads, until it is aborted: what waits for it. */
interface Listener {
  readonly waiting: (DeviceRead | FailureError)[];
  wake(): void;
}

/** Reads that nobody has fetched: a hand is slower. */
const maxWaiting = 256;

export function readerSession({ attachment, receive, framer, close }: ReaderParts): DeviceSession {
  let listener: Listener | null = null;
  /** Who listened when the read under way began. */
  let heardBy: Listener | null = null;
  let isRunning = false;
  let endedWith: unknown = null;

  const deliver = (to: Listener | null, what: DeviceRead | FailureError): void => {
    if (to === null || to !== listener || to.waiting.length > maxWaiting) return;
    const isFull = to.waiting.length === maxWaiting;
    to.waiting.push(isFull ? new FailureError('device.protocol', floods) : what);
    to.wake();
  };

  const frame = (reads: () => readonly DeviceRead[]): void => {
    const wasPending = framer.isPending;
    const began = wasPending ? heardBy : listener;
    let count = 0;
    try {
      for (const read of reads()) deliver(count++ === 0 ? began : listener, read);
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      deliver(began, thrown);
    }
    if (framer.isPending && (count > 0 || !wasPending)) heardBy = listener;
  };

  const run = async (): Promise<void> => {
    isRunning = true;
    let silence: NodeJS.Timeout | undefined;
    try {
      while (true) {
        const piece = await receive();
        if (piece === null) continue;
        clearTimeout(silence);
        frame(() => framer.push(piece));
        if (framer.isPending) silence = setTimeout(() => frame(() => framer.silence()), framer.silenceMs);
      }
    } catch (thrown) {
      endedWith = thrown;
    }
    clearTimeout(silence);
    framer.clear();
    isRunning = false;
    listener?.wake();
  };
  void run();

  return {
    name: nameOf(attachment),
    serial: attachment.serial,
    async capabilities() {
      return { kind: 'reader' };
    },
    async *acquire(request, signal) {
      if (request.kind !== 'read') {
        throw new FailureError('device.unsupported', 'A reader reads text; it takes no pictures.');
      }
      if (listener !== null) throw new FailureError('device.busy', 'The reader is being read already.');
      const mine: Listener = { waiting: [], wake: () => {} };
      listener = mine;
      try {
        // What ended it before may have been a single fault; where it was none, it fails again.
        if (!isRunning) void run();
        while (true) {
          if (signal.aborted) throw new FailureError('device.cancelled', 'Reading was cancelled.');
          const next = mine.waiting.shift();
          if (next instanceof FailureError) throw next;
          if (next !== undefined) yield { type: 'read', read: next };
          else if (isRunning) await woken(mine, signal);
          else throw endedWith;
        }
      } finally {
        listener = null;
      }
    },
    close,
  };
}

/** Many products repeat their maker's name. */
function nameOf({ manufacturer, product }: Attachment): string {
  const maker = manufacturer !== null && !product?.startsWith(manufacturer) ? manufacturer : null;
  return [maker, product].filter((part) => part).join(' ') || 'Reader';
}

function woken(listener: Listener, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    listener.wake = () => {
      signal.removeEventListener('abort', listener.wake);
      resolve();
    };
    signal.addEventListener('abort', listener.wake);
  });
}

const floods = 'The reader sends without end. Unplug it and plug it in again.';
