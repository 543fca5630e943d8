// The checks of machine-readable data on documents that have none, or a barcode instead, and what the policy makes of them.
import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src/core/policy/judge.ts';
import { readAamva } from '../../../../src/engine/barcode/aamva.ts';
import { documentBarcodeRead } from '../../../../src/engine/checks/document-barcode-read.ts';
import { documentMrzCheckDigits } from '../../../../src/engine/checks/document-mrz-check-digits.ts';
import { documentMrzRead } from '../../../../src/engine/checks/document-mrz-read.ts';
import { type Finding, findingSchema } from '../../../../src/shared/domain/check.ts';
import { boxToQuad } from '../../../../src/shared/domain/geometry.ts';
import {
  documentAnalysis,
  finding,
  passportReading,
  selfieAnalysis,
} from '../../../fixtures/scripted-engine.ts';
import { defaultPolicy } from '../../../fixtures/test-core.ts';
import { sampleOfVersion } from '../barcode/samples.ts';

const quad = boxToQuad({ x: 20, y: 300, width: 600, height: 170 });
const licence = readAamva(sampleOfVersion(9).text);
const barcode = licence.ok ? licence.value : null;

const mrzRead = (zone?: 'expected' | 'absent') =>
  documentMrzRead({
    mrz: null,
    unreadable: false,
    ...(zone ? { zone } : {}),
    image: 'document.front',
    model: { name: 'mrz-line', version: '1' },
    ms: 1,
  });
const barcodeRead = (change: Partial<Parameters<typeof documentBarcodeRead>[0]>) =>
  documentBarcodeRead({ quad, barcode, image: 'document.back', expected: true, ms: 1, ...change });

/** What becomes of an applicant whose document is in order but for these. */
function outcomeOf(...findings: readonly Finding[]) {
  const codes = new Set(findings.map(({ code }) => code));
  const rest = [
    ...documentAnalysis('fine').findings,
    ...selfieAnalysis('fine').findings,
    finding('match.selfie_portrait', { status: null, score: 0.9 }),
  ].filter(({ code }) => !codes.has(code));
  return judge([...rest, ...findings], passportReading(), 'passport', defaultPolicy());
}

describe('a document without a zone', () => {
  it('goes to a person, and is not asked for again', () => {
    const findings = [mrzRead('absent'), documentMrzCheckDigits(null, 'absent')];
    for (const one of findings) {
      expect(findingSchema.parse(one)).toMatchObject({
        status: 'inconclusive',
        reasons: ['document.not_machine_readable'],
      });
    }
    expect(outcomeOf(...findings)).toMatchObject({
      outcome: 'review',
      reasons: ['document.not_machine_readable'],
    });
  });

  it('is asked for again where a zone is expected, or nothing is known', () => {
    for (const zone of ['expected', undefined] as const) {
      const { outcome, reasons } = outcomeOf(mrzRead(zone), documentMrzCheckDigits(null, zone));
      expect({ outcome, reasons }).toEqual({ outcome: 'retry', reasons: ['document.mrz_not_found'] });
    }
  });
});

describe('a licence with a barcode', () => {
  it('shows where it was read and who issued it', () => {
    const read = findingSchema.parse(barcodeRead({}));
    expect(read.status).toBe('passed');
    expect(read.evidence).toEqual([
      { kind: 'region', label: 'barcode', image: 'document.back', quad },
      { kind: 'number', label: 'barcode.version', value: 9 },
      { kind: 'text', label: 'barcode.jurisdiction', value: 'Wisconsin' },
    ]);
  });

  it('says which mandatory elements are missing, and stays read', () => {
    const text = sampleOfVersion(9).text.replace(/DCF[^\n]*\n/, '');
    const without = readAamva(text);
    expect(without.ok).toBe(true);
    const read = barcodeRead({ barcode: without.ok ? without.value : null });
    expect(read.status).toBe('passed');
    expect(read.evidence).toContainEqual({ kind: 'text', label: 'barcode.missing', value: 'DCF' });
  });

  it('is asked for its back again where none was found', () => {
    expect(outcomeOf(barcodeRead({ quad: null, barcode: null }))).toMatchObject({
      outcome: 'retry',
      reasons: ['document.barcode_not_found'],
    });
  });

  it('goes to a person where the barcode is another one', () => {
    expect(outcomeOf(barcodeRead({ barcode: null }))).toMatchObject({
      outcome: 'review',
      reasons: ['document.barcode_foreign'],
    });
  });
});

it('a document that has no barcode is none the worse for it', () => {
  const read = barcodeRead({ quad: null, barcode: null, expected: false });
  expect(read).toMatchObject({ status: 'not_run', reasons: [], evidence: [] });
  expect(outcomeOf(read).outcome).toBe('approve');
  // Another issuer's symbol is shown, and nothing follows from it.
  expect(outcomeOf(barcodeRead({ barcode: null, expected: false })).outcome).toBe('approve');
});
