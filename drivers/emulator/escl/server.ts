// Tests and development. The HTTP/1.1 server inside an emulated scanner (RFC 9112), on a stream of bytes: a pair of
// endpoints or a TCP connection. It refuses what is malformed, so that a sloppy client is found out.
import type { EsclScannerModel } from './options.ts';
import type { EmulatedAnswer, EmulatedRequest, EsclState } from './state.ts';

export interface ServerStream {
  /** `null` at the end. */
  receive(): Promise<Uint8Array | null>;
  /** `isLast`: an answer ends here. */
  send(bytes: Uint8Array, isLast: boolean): Promise<void>;
  /** Where the stream can end; USB has no such thing. */
  readonly close: (() => void) | null;
}

const headBytes = 16 * 1024;
const bodyBytes = 64 * 1024;
const reasons: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Answers one request after the other until the stream ends. */
export async function serveHttp(
  stream: ServerStream,
  state: EsclState,
  model: EsclScannerModel,
): Promise<void> {
  let held = Buffer.alloc(0);
  const { quirks } = model;
  let isFirst = true;

  const more = async (): Promise<boolean> => {
    const bytes = await stream.receive();
    if (bytes === null) return false;
    held = Buffer.concat([held, bytes]);
    return true;
  };

  /** `null` at the end of the stream; a status where the request cannot be taken. */
  const readRequest = async (): Promise<(EmulatedRequest & { readonly closes: boolean }) | number | null> => {
    let end = held.indexOf('\r\n\r\n');
    while (end < 0) {
      if (held.length > headBytes) return 400;
      if (!(await more())) return null;
      end = held.indexOf('\r\n\r\n');
    }
    const [requestLine = '', ...lines] = held.subarray(0, end).toString('latin1').split('\r\n');
    held = held.subarray(end + 4);
    const request = /^([A-Z]+) (\/[\x21-\x7e]*) HTTP\/1\.1$/.exec(requestLine);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const header = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
      if (header?.[1] === undefined || header[2] === undefined) return 400;
      headers.set(header[1].toLowerCase(), header[2]);
    }
    const host = headers.get('host');
    if (request === null || host === undefined) return 400;
    const body = headers.has('transfer-encoding')
      ? await readChunks()
      : await readBytes(headers.get('content-length') ?? '0');
    if (body === null) return 400;
    const [, method = '', path = ''] = request;
    return { method, path, host, body, closes: headers.get('connection')?.toLowerCase() === 'close' };
  };

  const take = async (length: number): Promise<Buffer | null> => {
    while (held.length < length) if (!(await more())) return null;
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    return bytes;
  };
  const readBytes = async (length: string): Promise<Buffer | null> =>
    /^\d{1,6}$/.test(length) && Number(length) <= bodyBytes ? take(Number(length)) : null;
  /** Clients that stream their orders send them so. */
  const readChunks = async (): Promise<Buffer | null> => {
    const pieces: Buffer[] = [];
    for (;;) {
      let end = held.indexOf('\r\n');
      while (end < 0) {
        if (held.length > headBytes || !(await more())) return null;
        end = held.indexOf('\r\n');
      }
      const size = /^[0-9a-fA-F]{1,5}$/.exec(held.subarray(0, end).toString('latin1'))?.[0];
      held = held.subarray(end + 2);
      if (size === undefined) return null;
      const piece = await take(Number.parseInt(size, 16) + 2);
      if (piece === null || !piece.subarray(-2).equals(Buffer.from('\r\n'))) return null;
      if (piece.length === 2) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, -2));
    }
  };

  for (;;) {
    const request = await readRequest();
    if (request === null) return;
    if (isFirst && quirks.leftover !== undefined) await stream.send(quirks.leftover, false);
    isFirst = false;
    if (typeof request === 'number') {
      // Where the next request begins is anybody's guess.
      held = Buffer.alloc(0);
      await send({ status: request, body: new Uint8Array() });
      if (stream.close !== null) return;
      continue;
    }
    const answer = await state.answer(request);
    for (let packet = 0; packet < (quirks.emptyPackets ?? 0) && stream.close === null; packet++) {
      await stream.send(new Uint8Array(), false);
    }
    const isOpen = await send(answer);
    if (!isOpen || (request.closes && stream.close !== null)) return;
  }

  /** Returns whether the stream can be used for another request. */
  async function send(answer: EmulatedAnswer): Promise<boolean> {
    if (quirks.continues === true) await stream.send(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), false);
    const isPage = answer.page !== undefined;
    const isChunked = isPage && model.framing === 'chunked' && quirks.endsByClosing !== true;
    const framing: readonly (readonly [string, string])[] = isChunked
      ? [['Transfer-Encoding', 'chunked']]
      : isPage && quirks.endsByClosing === true
        ? []
        : [['Content-Length', String(answer.body.length + (isPage ? (quirks.lengthOff ?? 0) : 0))]];
    const headers = [['Server', 'Proofdesk-Emulator'] as const, ...(answer.headers ?? []), ...framing];
    const named = (name: string): string => (quirks.lowerCaseHeaders === true ? name.toLowerCase() : name);
    const head = [
      `HTTP/1.1 ${answer.status} ${reasons[answer.status] ?? ''}`,
      ...headers.map(([name, value]) => `${named(name)}: ${value}`),
    ].join('\r\n');
    const headPiece = Buffer.from(`${head}\r\n\r\n`, 'latin1');
    if (!isPage) {
      await stream.send(Buffer.concat([headPiece, answer.body]), true);
      return true;
    }
    await stream.send(headPiece, false);
    const isWhole = await sendPage(answer, isChunked);
    if (isWhole) answer.page?.onSent();
    return isWhole && quirks.endsByClosing !== true ? true : stream.close === null;
  }

  /** Returns false where the job was cancelled first, and the stream ends with it. */
  async function sendPage(answer: EmulatedAnswer, isChunked: boolean): Promise<boolean> {
    const { body, page } = answer;
    for (let at = 0; at < body.length; at += model.pieceBytes) {
      if (page?.isCancelled() ?? false) {
        if (stream.close !== null) return false;
        if (!isChunked) {
          // The length told has to be met over USB: the rest comes, as fast as it can.
          await stream.send(body.subarray(at), true);
          return false;
        }
        break;
      }
      const piece = body.subarray(at, at + model.pieceBytes);
      if (model.bytesPerSecond !== null) {
        const pauseMs = (piece.length / model.bytesPerSecond) * 1_000;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      const isLast = at + piece.length >= body.length;
      await stream.send(isChunked ? chunk(piece) : piece, isLast && !isChunked);
    }
    if (isChunked) await stream.send(Buffer.from(quirks.chunks === 'unended' ? '0\r\n' : '0\r\n\r\n'), true);
    return !(page?.isCancelled() ?? false);
  }

  function chunk(piece: Uint8Array): Uint8Array {
    const hex = piece.length.toString(16);
    const size = quirks.chunks === 'upperCase' ? `00${hex.toUpperCase()}` : hex;
    const line = quirks.chunks === 'extensions' ? `${size} ;name="va;lue"; more` : size;
    return Buffer.concat([Buffer.from(`${line}\r\n`), piece, Buffer.from('\r\n')]);
  }
}
