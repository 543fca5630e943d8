// Devices process. The head of an HTTP/1.1 answer (RFC 9112), and the request that asks for it.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { ByteSource } from './http-bytes.ts';
import { within } from './timings.ts';

export interface HttpHead {
  readonly status: number;
  /** Names in lower case; a name that came twice has its values joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
}

export type Framing =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  /** Until the other side closes, or over USB, where it cannot, until it falls silent. */
  | { readonly kind: 'end' };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly xml?: string;
}

const headBytes = 64 * 1024;
/** What an aborted exchange may have left over: at most a page. */
const rubbishBytes = 80 * 1024 * 1024;
/** Answers of the kind 1xx that may come before the real one. */
const interimAnswers = 16;

/** `avoidMultiplesOfBytes`: of a packet, so that the device sees the end of the request without an empty packet after it. */
export function writeRequest(
  request: HttpRequest,
  connectionHeader: string | null,
  avoidMultiplesOfBytes: number | null,
): Uint8Array {
  const body = Buffer.from(request.xml ?? '', 'utf8');
  const head = [
    `${request.method} ${request.path} HTTP/1.1`,
    // IPP over USB 1.0, 4.3: the host is localhost.
    'Host: localhost',
    'Accept: */*',
    'Accept-Encoding: identity',
    ...(connectionHeader === null ? [] : [`Connection: ${connectionHeader}`]),
    ...(request.xml === undefined ? [] : ['Content-Type: text/xml', `Content-Length: ${body.length}`]),
    'User-Agent: Proofdesk',
  ].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body]);
  if (avoidMultiplesOfBytes === null || bytes.length % avoidMultiplesOfBytes !== 0) return bytes;
  // White space after a value means nothing (RFC 9110, 5.5).
  return Buffer.concat([Buffer.from(`${head} \r\n\r\n`, 'latin1'), body]);
}

/** Skips what an earlier exchange left over, and interim answers. Fails with `device.protocol`, `device.timeout`. */
export async function readHead(source: ByteSource, timeoutMs: number): Promise<HttpHead> {
  const by = within(timeoutMs);
  for (let interim = 0; interim < interimAnswers; interim++) {
    if (!(await source.skipTo('HTTP/1.', rubbishBytes, by.leftMs()))) {
      throw new FailureError('device.protocol', 'The scanner ended the connection instead of answering.');
    }
    const statusLine = (await source.line(headBytes, by.leftMs())) ?? '';
    const status = /^HTTP\/1\.[01] +([1-5]\d\d)(?: |$)/.exec(statusLine)?.[1];
    if (status === undefined) {
      throw new FailureError('device.protocol', 'The scanner sent an answer without a status.');
    }
    const headers = await readHeaders(source, () => by.leftMs());
    if (Number(status) >= 200) return { status: Number(status), headers };
  }
  throw new FailureError('device.protocol', 'The scanner never sends its final answer.');
}

async function readHeaders(source: ByteSource, leftMs: () => number): Promise<ReadonlyMap<string, string>> {
  const headers = new Map<string, string>();
  let leftBytes = headBytes;
  let last: string | null = null;
  for (;;) {
    const line = await source.line(leftBytes, leftMs());
    if (line === null) {
      throw new FailureError('device.protocol', 'The scanner ended the connection within an answer.');
    }
    if (line === '') return headers;
    leftBytes = Math.max(0, leftBytes - line.length);
    const isContinued = /^[ \t]/.test(line) && last !== null;
    const colon = line.indexOf(':');
    if (!isContinued && colon <= 0) {
      throw new FailureError('device.protocol', 'The scanner sent a header that cannot be read.');
    }
    const name: string = isContinued && last !== null ? last : line.slice(0, colon).trim().toLowerCase();
    const value = (isContinued ? line : line.slice(colon + 1)).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}${isContinued ? ' ' : ','}${value}`);
    last = name;
  }
}

/** RFC 9112, 6.3. Fails with `device.protocol` where the head contradicts itself. */
export function framingOf(head: HttpHead, canEnd: boolean): Framing {
  const coding = head.headers.get('transfer-encoding')?.toLowerCase();
  if (coding !== undefined && coding !== 'identity') {
    if (coding.split(',').at(-1)?.trim() === 'chunked') return { kind: 'chunked' };
    throw new FailureError(
      'device.protocol',
      'The scanner packs its answer in a way that is not understood.',
    );
  }
  if (head.status === 204 || head.status === 304) return { kind: 'length', bytes: 0 };
  const length = head.headers.get('content-length');
  if (length !== undefined) {
    const values = new Set(length.split(',').map((each) => each.trim()));
    const [value] = values;
    if (values.size !== 1 || value === undefined || !/^\d{1,12}$/.test(value)) {
      throw new FailureError('device.protocol', 'The scanner sent a length that cannot be read.');
    }
    return { kind: 'length', bytes: Number(value) };
  }
  // Over USB nothing marks such an end, and refusals that say no length have no body.
  return canEnd || head.status === 200 ? { kind: 'end' } : { kind: 'length', bytes: 0 };
}
