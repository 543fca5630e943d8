// Tests and development. What is the same in every emulated reader: texts wait until the host takes them.
import { type Gadget, type GadgetDescription, UnpluggedError } from '../gadget.ts';

export interface ReaderGadget extends Gadget {
  /**
   * Somebody swipes: it is sent once the host reads. Resolves when the host has taken all of it, or when the cable was pulled
   * in the middle: then the rest is lost, as it is in a real reader.
   */
  read(text: string): Promise<void>;
  /** Whatever has not been sent yet never is. */
  forget(): void;
}

interface Queued {
  readonly number: number;
  readonly pieces: readonly Uint8Array[];
  ended(): void;
}

/** `encode`: what is sent for a text, transfer by transfer. */
export function createReaderGadget(
  description: GadgetDescription,
  endpointAddress: number,
  encode: (text: string) => readonly Uint8Array[],
  control?: Gadget['control'],
): ReaderGadget {
  const queue: Queued[] = [];
  let wake: () => void = () => {};
  /** Swipes are counted; up to this one they are forgotten. */
  let count = 0;
  let forgotten = 0;
  const isForgotten = (swipe: Queued): boolean => swipe.number <= forgotten;

  return {
    description,
    ...(control === undefined ? {} : { control }),
    read(text) {
      return new Promise((ended) => {
        queue.push({ number: ++count, pieces: encode(text), ended });
        wake();
      });
    },
    forget() {
      forgotten = count;
    },
    async serve(endpoints) {
      while (true) {
        const swipe = queue.shift();
        if (swipe === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        let sent = 0;
        try {
          for (const piece of swipe.pieces) {
            if (isForgotten(swipe)) break;
            await endpoints.send(endpointAddress, piece);
            sent++;
          }
        } catch (error) {
          // Swiped while nothing was plugged in, which shows only now: it waits for the next plug.
          if (error instanceof UnpluggedError && sent === 0) queue.unshift(swipe);
          else swipe.ended();
          throw error;
        }
        swipe.ended();
      }
    },
  };
}

/** A byte each character where that is enough, otherwise UTF-8. */
export function bytesOf(text: string): Uint8Array {
  const isLatin1 = [...text].every((character) => character.codePointAt(0)! <= 0xff);
  return Buffer.from(text, isLatin1 ? 'latin1' : 'utf8');
}
