// Tests. A receipt means the same however it went around: as an object, as JSON, as a QR code, typed by hand.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { receiptDigest } from '../../../src/core/subjects/receipt-digest.ts';
import { qrPath } from '../../../src/renderer/ui/qr-code.tsx';
import {
  parseReceiptCode,
  type Receipt,
  receiptCode,
  receiptText,
} from '../../../src/shared/domain/receipt.ts';
import { dataKinds } from '../../../src/shared/domain/retention.ts';
import { outcomes } from '../../../src/shared/domain/session.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const reference = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  minLength: 8,
  maxLength: 8,
});
const atMs = fc.integer({ min: 0, max: 4_000_000_000_000 });
const receipt: fc.Arbitrary<Receipt> = fc.record({
  version: fc.constant(1 as const),
  reference,
  openedAtMs: atMs,
  issuedAtMs: atMs,
  outcome: fc.option(fc.constantFrom(...outcomes)),
  policyVersion: fc.string(),
  kept: fc.array(
    fc.record({
      kind: fc.constantFrom(...dataKinds),
      items: fc.nat(),
      bytes: fc.nat(),
      deleteAtMs: fc.option(atMs),
      clock: fc.record({
        after: fc.constantFrom('decision' as const, 'capture' as const),
        days: fc.nat(36_500),
      }),
    }),
  ),
  station: hex,
  audit: fc.record({ sequence: fc.nat(), hash: hex }),
});

/** The same value with its keys the other way round, at every depth. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, part]) => [key, reversed(part)]),
        )
      : value;

describe("a receipt's text", () => {
  it('is the same in whatever order its keys come, and says all of it', () => {
    fc.assert(
      fc.property(receipt, (one) => {
        const text = receiptText(one);
        expect(receiptText(reversed(one) as Receipt)).toBe(text);
        expect(JSON.parse(text)).toEqual(one);
        expect(receiptDigest(one)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it('is this one: digests of receipts given out years ago still have to be right', () => {
    const one: Receipt = {
      version: 1,
      reference: '7KQ2M9XD',
      openedAtMs: 1,
      issuedAtMs: 2,
      outcome: 'review',
      policyVersion: '2026-11-27',
      kept: [
        { kind: 'portrait', items: 1, bytes: 9, deleteAtMs: null, clock: { after: 'decision', days: 30 } },
      ],
      station: 'a',
      audit: { sequence: 3, hash: 'b' },
    };
    expect(receiptText(one)).toBe(
      '{"version":1,"reference":"7KQ2M9XD","openedAtMs":1,"issuedAtMs":2,"outcome":"review","policyVersion":"2026-11-27","kept":[{"kind":"portrait","items":1,"bytes":9,"deleteAtMs":null,"clock":{"after":"decision","days":30}}],"station":"a","audit":{"sequence":3,"hash":"b"}}',
    );
  });
});

describe("a receipt's code", () => {
  it('comes back from what is scanned, and from the reference as people type it', () => {
    fc.assert(
      fc.property(reference, hex, (code, digest) => {
        const parts = { reference: code, digest };
        expect(parseReceiptCode(receiptCode(code, digest))).toEqual(parts);
        expect(parseReceiptCode(` ${receiptCode(code, digest).toLowerCase()}\n`)).toEqual(parts);
        const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
        for (const text of [
          code,
          typed,
          typed.replaceAll('0', 'o').replaceAll('1', 'l'),
          typed.replace('-', ' '),
        ]) {
          expect(parseReceiptCode(text)).toEqual({ reference: code, digest: null });
        }
      }),
    );
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'ABCD234',
      'ABCD23456',
      'ABCD2345:',
      `ABCD2345:${'0'.repeat(63)}`,
      `:${'0'.repeat(64)}`,
      'PROOFDESK:',
    ]) {
      expect(parseReceiptCode(text), text).toBeNull();
    }
  });

  it('is read from its QR code, even where a corner of it is torn', async () => {
    await fc.assert(
      fc.asyncProperty(reference, hex, fc.boolean(), async (code, digest, isTorn) => {
        const text = receiptCode(code, digest);
        const { d, size } = qrPath(text);
        const tear = isTorn ? `<path fill="#fff" d="M${size} ${size}h-9v-3l9 -6z"/>` : '';
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 5}" height="${size * 5}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${d}"/>${tear}</svg>`;
        const [found] = await readBarcodes(await sharp(Buffer.from(svg)).png().toBuffer(), {
          formats: ['QRCode'],
        });
        expect(found?.text).toBe(text);
        // Small enough for the camera of a telephone, across a desk.
        expect(size - 8).toBeLessThanOrEqual(33);
      }),
      { numRuns: 20 },
    );
  });
});
