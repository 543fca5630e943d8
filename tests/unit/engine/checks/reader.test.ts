// What a reader at the desk read, held against what the pictures show; and how large a scanned document is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, documentReaderMatches } from '../../../../src/engine/checks/document-reader-matches.ts';
import { documentSize } from '../../../../src/engine/checks/document-size.ts';
import type { ScannedSide } from '../../../../src/engine/document/scan-size.ts';
import { assembleReads } from '../../../../src/engine/reader/reads.ts';
import type { ComparedSources } from '../../../../src/engine/rules/compare-sources.ts';
import { findingSchema } from '../../../../src/shared/domain/check.ts';
import { cardFormats } from '../../../../src/shared/domain/device.ts';
import type { DocumentFieldName, MrzReading, PrintedField } from '../../../../src/shared/domain/document.ts';
import { boxToQuad } from '../../../../src/shared/domain/geometry.ts';
import { composeMrz, type Holder, inventHolder } from '../../../../src/studio/index.ts';

const nowMs = Date.UTC(2026, 10, 25);
const quad = boxToQuad({ x: 0, y: 0, width: 440, height: 20 });

const field = (name: DocumentFieldName, value: string): PrintedField => ({
  name,
  value,
  printed: value,
  confidences: Array(value.length).fill(0.99),
  side: 'front',
  quad,
});
const printOf = (holder: Holder): PrintedField[] =>
  (['surname', 'givenNames', 'documentNumber', 'birthDate', 'expiryDate', 'sex'] as const).map((name) =>
    field(name, holder[name]),
  );
function zoneOf(holder: Holder, confidence = 0.99): MrzReading {
  const lines = composeMrz('TD3', holder);
  return {
    lines,
    asRead: lines,
    valid: true,
    invalidFields: [],
    confidences: lines.map((line) => Array(line.length).fill(confidence)),
    quads: lines.map(() => quad),
  };
}

function matched(seen: Partial<ComparedSources['reading']>, reads: readonly string[]) {
  const reading = { format: null, mrz: null, barcode: null, printed: [], country: 'UTO', ...seen };
  const reader = assembleReads(reads, nowMs);
  const agreement = reader?.reading.complete
    ? agreementOf({ reading, mrzSide: 'front', nowMs }, reader)
    : null;
  return findingSchema.parse(documentReaderMatches({ reads, reader, agreement, ms: 0 }));
}
const holder = fc.nat(10_000).map(inventHolder);
const readsOf = (person: Holder) => composeMrz('TD3', person);

describe('document.reader.matches', () => {
  test('is not run without a reader, and open where the reader did not read it all', () => {
    const person = inventHolder(3);
    expect(matched({ printed: printOf(person) }, [])).toMatchObject({ status: 'not_run', reasons: [] });
    expect(matched({ printed: printOf(person) }, readsOf(person).slice(0, 1)).status).toBe('inconclusive');
    expect(matched({ printed: printOf(person) }, ['4006381333931']).status).toBe('inconclusive');
    // Nothing is seen that could be compared.
    expect(matched({}, readsOf(person)).status).toBe('inconclusive');
  });

  test('passes where print or zone say the same', () => {
    fc.assert(
      fc.property(holder, (person) => {
        const zone = { format: 'TD3', mrz: zoneOf(person) } as const;
        for (const seen of [{ printed: printOf(person) }, zone, { ...zone, printed: printOf(person) }]) {
          expect(matched(seen, readsOf(person))).toMatchObject({ status: 'passed', reasons: [] });
        }
      }),
      { numRuns: 100 },
    );
  });

  test('fails where a printed field says something else than the reader', () => {
    const forged = fc.constantFrom<readonly [DocumentFieldName, string]>(
      ['birthDate', '1971-01-31'],
      ['documentNumber', 'QQ77QQ77Q'],
      ['surname', 'XANTHIPPOULOS'],
    );
    fc.assert(
      fc.property(holder, forged, (person, [name, value]) => {
        const printed = printOf({ ...person, [name]: value });
        expect(matched({ printed }, readsOf(person))).toMatchObject({
          status: 'failed',
          reasons: ['document.reader_mismatch'],
        });
        const zone = { format: 'TD3' as const, mrz: zoneOf({ ...person, [name]: value }) };
        expect(matched({ ...zone, printed: printOf(person) }, readsOf(person)).status).toBe('failed');
      }),
      { numRuns: 100 },
    );
  });

  test('shows the fields side by side, the reader’s as a source of its own', () => {
    const person = inventHolder(9);
    const { evidence } = matched({ printed: printOf(person) }, readsOf(person));
    const surname = evidence.find((one) => one.kind === 'comparison' && one.label === 'surname');
    expect(surname).toMatchObject({
      sources: [{ source: 'printed' }, { source: 'reader', quad: null }],
    });
  });

  test('a misread character that nobody was sure of is no contradiction', () => {
    const person = inventHolder(9);
    const mrz = zoneOf({ ...person, surname: `${person.surname.slice(0, -1)}Q` }, 0.5);
    expect(matched({ format: 'TD3', mrz, printed: printOf(person) }, readsOf(person)).status).not.toBe(
      'failed',
    );
  });
});

describe('document.size', () => {
  const side = (widthMm: number, heightMm: number): ScannedSide => ({
    image: 'document.front',
    size: { widthMm, heightMm, quad, from: 'outline', resolutionDpi: 300 },
  });
  const statusOf = (format: 'TD1' | 'TD2' | 'TD3' | null, ...sides: ScannedSide[]) => {
    const finding = documentSize({ sides, reading: { format, barcode: null }, ms: 0 });
    return findingSchema.parse(finding);
  };
  const formats = { TD1: 'ID-1', TD2: 'ID-2', TD3: 'ID-3' } as const;
  const kinds = fc.constantFrom('TD1', 'TD2', 'TD3');
  const off = fc.double({ min: -1, max: 1, noNaN: true });

  test('is not run for photographs', () => {
    expect(statusOf('TD3')).toMatchObject({ status: 'not_run', evidence: [] });
  });

  test('passes to the millimetre, on both sides, and also where the kind is not known', () => {
    fc.assert(
      fc.property(kinds, off, off, (kind, byWidth, byHeight) => {
        const { widthMm, heightMm } = cardFormats[formats[kind]];
        const own = side(widthMm + byWidth, heightMm + byHeight);
        expect(statusOf(kind, own, own)).toMatchObject({ status: 'passed', reasons: [] });
        expect(statusOf(null, own).status).toBe('passed');
      }),
    );
  });

  test('fails for another kind’s size, and for copies enlarged or reduced by 4 %', () => {
    fc.assert(
      fc.property(kinds, kinds, fc.constantFrom(0.96, 1.04), (kind, other, scale) => {
        const { widthMm, heightMm } = cardFormats[formats[kind]];
        const scaled = side(widthMm * scale, heightMm * scale);
        expect(statusOf(kind, scaled)).toMatchObject({
          status: 'failed',
          reasons: ['document.wrong_size'],
        });
        if (other !== kind) expect(statusOf(other, side(widthMm, heightMm)).status).toBe('failed');
        expect(statusOf(kind, side(widthMm, heightMm), scaled).status).toBe('failed');
      }),
    );
  });

  test('takes a passport that lies open', () => {
    expect(statusOf('TD3', side(176, 125)).status).toBe('passed');
    expect(statusOf('TD1', side(176, 125)).status).toBe('failed');
  });

  test('says nothing of a side on which nothing was found', () => {
    const nothing: ScannedSide = { image: 'document.back', size: null };
    expect(statusOf('TD1', side(85.6, 54), nothing)).toMatchObject({ status: 'inconclusive', reasons: [] });
  });
});
