// Engine. `document.size`: a scanned document is as large as ISO/IEC 7810 says for its kind. Without a scale.
import type { Evidence, Finding, ImageRole } from '../../shared/domain/check.ts';
import { type CardFormat, cardFormats } from '../../shared/domain/device.ts';
import type { DocumentReading, MrzFormat } from '../../shared/domain/document.ts';
import type { ScannedSide, SideSize } from '../document/scan-size.ts';
import { isOfFormat, isSpread } from '../scan/card-size.ts';

/** Doc 9303 parts 4, 5 and 6, section 2; a visa is stuck onto a page of a passport, or lies by itself. */
const formatsOf: Readonly<Record<MrzFormat, readonly CardFormat[]>> = {
  TD1: ['ID-1'],
  TD2: ['ID-2'],
  TD3: ['ID-3'],
  'MRV-A': ['ID-3'],
  'MRV-B': ['ID-3', 'ID-2'],
  FRENCH_NATIONAL_ID: ['ID-2'],
  SWISS_DRIVING_LICENSE: ['ID-1'],
};
const allFormats = Object.keys(cardFormats) as CardFormat[];

/** AAMVA's licences are ID-1 (2020, annex A.2). */
const expectedOf = ({
  format,
  barcode,
}: Pick<DocumentReading, 'format' | 'barcode'>): readonly CardFormat[] =>
  format ? formatsOf[format] : barcode ? ['ID-1'] : allFormats;

/** `sides`: those that a scanner took; `not_run` where a camera took them all. */
export function documentSize(input: {
  readonly sides: readonly ScannedSide[];
  readonly reading: Pick<DocumentReading, 'format' | 'barcode'>;
  readonly ms: number;
}): Finding {
  const { sides, ms } = input;
  const base = { code: 'document.size' as const, score: null, model: null, ms };
  if (sides.length === 0) return { ...base, status: 'not_run', reasons: [], evidence: [] };
  const expected = expectedOf(input.reading);
  const measured = sides.map(({ image, size }) => ({ image, size, format: size && fitting(size, expected) }));
  const evidence = measured.flatMap(({ image, size, format }) =>
    size ? evidenceOf(image, size, format ?? nearest(size, expected)) : [],
  );
  const isWrong = measured.some(({ size, format }) => size && !format);
  const isWhole = measured.every(({ size }) => size);
  return {
    ...base,
    status: isWrong ? 'failed' : isWhole ? 'passed' : 'inconclusive',
    reasons: isWrong ? ['document.wrong_size'] : [],
    evidence,
  };
}

/** A passport may lie open on the glass: then both its pages are measured. */
const fitting = (size: SideSize, formats: readonly CardFormat[]): CardFormat | null =>
  formats.find((format) => isOfFormat(size, format) || (format === 'ID-3' && isSpread(size))) ?? null;

function nearest({ widthMm, heightMm }: SideSize, formats: readonly CardFormat[]): CardFormat {
  const off = (format: CardFormat) =>
    Math.abs(cardFormats[format].widthMm - widthMm) + Math.abs(cardFormats[format].heightMm - heightMm);
  return formats.reduce((a, b) => (off(b) < off(a) ? b : a));
}

function evidenceOf(image: ImageRole, size: SideSize, format: CardFormat): Evidence[] {
  const { widthMm, heightMm } = cardFormats[format];
  const spread = format === 'ID-3' && isSpread(size);
  const mm = (long: number, short: number) => `${long.toFixed(1)} × ${short.toFixed(1)} mm`;
  return [
    {
      kind: 'text',
      label: 'size.measured',
      value: mm(size.widthMm, size.heightMm),
      expected: `${spread ? mm(2 * heightMm, widthMm) : mm(widthMm, heightMm)} (${format})`,
    },
    { kind: 'number', label: 'size.resolution', value: size.resolutionDpi, unit: 'dpi' },
    { kind: 'region', label: `size.${size.from}`, image, quad: size.quad },
  ];
}
