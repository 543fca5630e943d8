// Devices process. One HTTP/1.1 exchange after the other over the channels of a scanner.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Channel, Leaving, Role, Transport } from './channel.ts';
import { createBody, type HttpBody } from './http-body.ts';
import { createByteSource } from './http-bytes.ts';
import { framingOf, type HttpHead, type HttpRequest, readHead, writeRequest } from './http-head.ts';
import { type By, timings, within } from './timings.ts';

/** An answer whose body has not been read yet. */
export interface HttpExchange extends HttpHead {
  readonly body: HttpBody;
  /** Gives the channel back, whatever was read of the body; more than once does nothing. */
  end(): void;
}

export interface HttpAnswer extends HttpHead {
  readonly bytes: Uint8Array;
}

export interface HttpClient {
  open(request: HttpRequest, role: Role, by: By): Promise<HttpExchange>;
  /** With its body, a short one. */
  ask(request: HttpRequest, by: By): Promise<HttpAnswer>;
  /** See `Transport.suspect`. */
  suspect(): void;
  /** Reads the rest of a body without keeping it, so that the channel can be used again. Never throws. */
  discard(exchange: HttpExchange): Promise<void>;
}

/** Of an answer that is not a page. */
const shortBodyBytes = 1024 * 1024;

export function createHttpClient(transport: Transport): HttpClient {
  const exchange = async (request: HttpRequest, channel: Channel, by: By): Promise<HttpExchange> => {
    let hasCome = false;
    let isOver = false;
    const release = (leaving: Leaving): void => {
      if (isOver) return;
      isOver = true;
      channel.release(leaving);
    };
    const source = createByteSource({
      ...channel,
      async read(surelyBytes, timeoutMs) {
        const piece = await channel.read(surelyBytes, timeoutMs);
        hasCome = true;
        return piece;
      },
    });
    try {
      await channel.write(
        writeRequest(request, transport.connectionHeader, channel.avoidMultiplesOfBytes),
        Math.min(by.leftMs(), timings.answerWithinMs),
      );
      const head = await readHead(source, by.leftMs());
      const framing = framingOf(head, channel.canEnd);
      const body = createBody(source, framing, { canEnd: channel.canEnd, settleMs: timings.settleMs });
      return { ...head, body, end: () => release(body.isClean ? 'clean' : 'stale') };
    } catch (error) {
      release(hasCome ? 'stale' : 'silent');
      throw error;
    }
  };

  const client: HttpClient = {
    suspect: transport.suspect,
    async open(request, role, by) {
      return exchange(request, await transport.take(role, by.leftMs()), by);
    },
    async ask(request, by) {
      const answer = await client.open(request, 'control', by);
      try {
        const pieces: Uint8Array[] = [];
        let length = 0;
        for (;;) {
          const { endsInSilence } = answer.body;
          const piece = await answer.body.next(endsInSilence ? timings.settleMs : by.leftMs());
          if (piece === null) break;
          pieces.push(piece);
          length += piece.length;
          if (length > shortBodyBytes) {
            throw new FailureError('device.protocol', 'The scanner sent an answer that is too long.');
          }
          if (by.isOver()) throw new FailureError('device.timeout', 'The scanner did not answer in time.');
        }
        if (answer.body.isCutShort) {
          throw new FailureError('device.protocol', 'The scanner sent an answer that is not whole.');
        }
        return { status: answer.status, headers: answer.headers, bytes: Buffer.concat(pieces) };
      } finally {
        answer.end();
      }
    },
    async discard(answer) {
      const by = within(timings.pageWithinMs);
      try {
        while (!by.isOver() && (await answer.body.next(timings.nextByteWithinMs)) !== null);
      } catch {
        // The channel is given back as stale, and looked after before its next use.
      } finally {
        answer.end();
      }
    },
  };
  return client;
}
