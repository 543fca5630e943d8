// The HTTP client on its own: however the bytes are cut and whatever is wrong with them, it ends in the right ones or in a
// named failure, never in a wait.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channel, Leaving, Transport } from '../../../../drivers/escl/channel.ts';
import { createHttpClient } from '../../../../drivers/escl/http-client.ts';
import { writeRequest } from '../../../../drivers/escl/http-head.ts';
import { within } from '../../../../drivers/escl/timings.ts';
import { FailureError, type FailureKind } from '../../../../src/shared/kernel/failure.ts';

/** A channel whose other side sends these pieces and then nothing: it ends, or over USB, falls silent. */
function cannedTransport(pieces: readonly Uint8Array[], canEnd: boolean) {
  const left: Leaving[] = [];
  const asked: number[] = [];
  const queue = pieces.filter((piece) => piece.length > 0);
  const channel: Channel = {
    canEnd,
    avoidMultiplesOfBytes: null,
    async read(surelyBytes) {
      asked.push(surelyBytes);
      const piece = queue.shift();
      if (piece !== undefined) return piece;
      if (canEnd) return null;
      throw new FailureError('device.timeout', 'Silence.');
    },
    write: async () => undefined,
    release: (leaving) => left.push(leaving),
  };
  const transport: Transport = {
    connectionHeader: null,
    suspect: () => undefined,
    take: async () => channel,
    close: async () => undefined,
  };
  return { transport, left, asked };
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

async function asked(pieces: readonly Uint8Array[], canEnd: boolean) {
  const canned = cannedTransport(pieces, canEnd);
  const client = createHttpClient(canned.transport);
  try {
    const answer = await client.ask({ method: 'GET', path: '/' }, within(1_000));
    return { ...canned, status: answer.status, body: Buffer.from(answer.bytes), kind: null };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { ...canned, status: null, body: null, kind: error.kind as FailureKind };
  }
}

const bodies = fc.uint8Array({ maxLength: 3_000 });
const places = fc.array(fc.nat(10_000), { maxLength: 40 });
const line = fc.constantFrom('\r\n', '\n');

/** A well-formed answer with this body, in one of the ways that RFC 9112 and its leniencies allow. */
const answers = fc
  .record({
    body: bodies,
    kind: fc.constantFrom('length', 'chunked'),
    chunkBytes: fc.integer({ min: 1, max: 900 }),
    extension: fc.constantFrom('', ';a=b', ' ; quoted="x;y"'),
    isUpperCase: fc.boolean(),
    end: line,
    interim: fc.constantFrom('', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 102 Processing\r\nA: b\r\n\r\n'),
    rubbish: fc.constantFrom('', '\r\n', 'local', '0\r\n\r\n', 'HTTP/HTTP/1', '\0\0\xff\xd9'),
    trailer: fc.constantFrom('', 'Checksum: 1'),
  })
  .map((each) => {
    const name = (text: string): string => (each.isUpperCase ? text.toUpperCase() : text.toLowerCase());
    const framing =
      each.kind === 'length'
        ? `${name('Content-Length')}: ${each.body.length}`
        : `${name('Transfer-Encoding')}:chunked`;
    const head = `${each.rubbish}${each.interim}HTTP/1.1 200 OK${each.end}${framing}${each.end}X:  y ${each.end}${each.end}`;
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < each.body.length && each.kind === 'chunked'; at += each.chunkBytes) {
      const piece = each.body.subarray(at, at + each.chunkBytes);
      const size = piece.length.toString(16);
      chunks.push(
        bytesOf(`${each.isUpperCase ? size.toUpperCase() : size}${each.extension}${each.end}`),
        piece,
        bytesOf(each.end),
      );
    }
    const last = `0${each.end}${each.trailer === '' ? '' : each.trailer + each.end}${each.end}`;
    const tail = each.kind === 'chunked' ? Buffer.concat([...chunks, bytesOf(last)]) : each.body;
    return { body: Buffer.from(each.body), bytes: Buffer.concat([bytesOf(head), tail]) };
  });

describe.each([true, false])('where the other side can end: %s', (canEnd) => {
  test('an answer is the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(answers, places, async ({ body, bytes }, at) => {
        const got = await asked(cut(bytes, at), canEnd);
        expect(got.kind).toBeNull();
        expect(got.status).toBe(200);
        expect(got.body?.equals(body)).toBe(true);
        expect(got.left).toEqual(['clean']);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is corrupted or missing, it ends, and the channel is given back once', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        places,
        fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { maxLength: 4 }),
        fc.nat(10_000),
        async ({ bytes }, at, changes, keep) => {
          const broken = Buffer.from(bytes.subarray(0, keep % (bytes.length + 1)));
          for (const [place, value] of changes) {
            if (broken.length > 0) broken[place % broken.length] = value;
          }
          const got = await asked(cut(broken, at), canEnd);
          if (got.kind !== null) expect(['device.protocol', 'device.timeout']).toContain(got.kind);
          expect(got.left).toHaveLength(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('noise ends in a failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), async (pieces) => {
        expect((await asked(pieces, canEnd)).kind).toMatch(/^device\.(protocol|timeout)$/);
      }),
    );
  });
});

test('never waits for more than surely follows', async () => {
  await fc.assert(
    fc.asyncProperty(answers, places, async ({ bytes }, at) => {
      let sent = 0;
      const pieces = cut(bytes, at).filter((piece) => piece.length > 0);
      const got = await asked(pieces, false);
      got.asked.forEach((surelyBytes, index) => {
        expect(surelyBytes).toBeLessThanOrEqual(bytes.length - sent);
        sent += pieces[index]?.length ?? 0;
      });
    }),
  );
});

test.each([
  ['two lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ['a length beyond all bounds', 'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999\r\n\r\n'],
  ['a packing that is not understood', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
  ['a head without end', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(20_000)}`],
  ['a line without end', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(100_000)}`],
  ['a size of a chunk that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  [
    'an answer that is too long',
    `HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n${'x'.repeat(2_000_000)}`,
  ],
  ['interim answers for ever', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)],
  ['an end within the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
])('refuses %s', async (_name, text) => {
  expect((await asked([bytesOf(text)], true)).kind).toBe('device.protocol');
});

test('equal lengths told twice are one', async () => {
  const got = await asked(
    [bytesOf('HTTP/1.1 200\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nab')],
    false,
  );
  expect(got.body?.toString()).toBe('ab');
});

test('a request never fills its last packet', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 300 }),
      fc.constantFrom(64, 512, 1024),
      (path, packetBytes) => {
        const request = writeRequest(
          { method: 'POST', path: `/${path}`, xml: `<${path}/>` },
          null,
          packetBytes,
        );
        expect(request.length % packetBytes).not.toBe(0);
        const text = Buffer.from(request).toString('latin1');
        expect(text).toMatch(/^POST \/[ab]* HTTP\/1\.1\r\nHost: localhost\r\n/);
        expect(text.endsWith(`\r\n\r\n<${path}/>`)).toBe(true);
      },
    ),
  );
});
