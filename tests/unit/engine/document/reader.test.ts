// A zone that the camera cannot see and a reader at the desk has read, through the real models.
import { expect, test } from 'vitest';
import { documentAnalysisSchema } from '../../../../src/shared/contract/engine-contract.ts';
import type { CheckCode } from '../../../../src/shared/domain/check.ts';
import { photograph } from '../../../../src/studio/index.ts';
import { startRealEngine } from './real-engine.ts';

const nowMs = Date.UTC(2026, 5, 1);
const real = startRealEngine();

/** Fingers along the zone, so that no line of it is to be seen whole. */
const fingers = [20, 50, 80, 105].map((tipXMm) => ({ tipXMm, tipYMm: 70, degrees: -90, widthMm: 22 }));

const shot = real.then(async ({ draw }) =>
  photograph({
    specimen: await draw('td3', 21),
    seed: 21,
    camera: { widthPx: 1920, heightPx: 1080 },
    fingers,
  }),
);

async function analysed(reads: readonly string[]) {
  const [{ engine }, { jpeg }] = await Promise.all([real, shot]);
  const analysis = documentAnalysisSchema.parse(
    await engine.analyse({ front: [jpeg], back: null, nowMs, reads }),
  );
  const statusOf = (code: CheckCode) => analysis.findings.find((finding) => finding.code === code)?.status;
  return { analysis, statusOf };
}

test('asks for the zone where nobody has read it', async () => {
  const { analysis, statusOf } = await analysed([]);
  expect(statusOf('document.mrz.read')).toBe('failed');
  expect(statusOf('document.reader.matches')).toBe('not_run');
  expect(analysis.reading.reader).toBeUndefined();
});

test('takes the reader’s where the print agrees with it, and the print is compared with that', async () => {
  const { draw } = await real;
  const { truth } = await draw('td3', 21);
  const { documentNumber, birthDate, expiryDate, surname } = truth.fields;
  const { analysis, statusOf } = await analysed(truth.mrzLines.toReversed());
  expect(analysis.reading).toMatchObject({
    type: 'passport',
    format: 'TD3',
    mrz: null,
    fields: { documentNumber, birthDate, expiryDate, surname: surname!.toUpperCase() },
    reader: { kind: 'mrz', complete: true, lines: truth.mrzLines },
  });
  for (const code of [
    'document.mrz.read',
    'document.mrz.check_digits',
    'document.printed.matches',
    'document.reader.matches',
  ] as const) {
    expect(statusOf(code), code).toBe('passed');
  }
});

test('does not let another document’s zone stand in for it', async () => {
  const { draw } = await real;
  const { analysis, statusOf } = await analysed((await draw('td3', 22)).truth.mrzLines);
  expect(statusOf('document.reader.matches')).toBe('failed');
  expect(statusOf('document.mrz.read')).toBe('failed');
  expect(statusOf('document.mrz.check_digits')).not.toBe('passed');
  expect(analysis.reading.fields.documentNumber).not.toBe(
    (await draw('td3', 22)).truth.fields.documentNumber,
  );
});

test('part of a zone stands in for nothing', async () => {
  const { draw } = await real;
  const { statusOf } = await analysed((await draw('td3', 21)).truth.mrzLines.slice(1));
  expect(statusOf('document.reader.matches')).toBe('inconclusive');
  expect(statusOf('document.mrz.read')).toBe('failed');
});
