// Engine. What each source gives of each field, ready to be compared: text, certainty, and where it stands. Pure.
import type {
  BarcodeReading,
  DocumentFieldName,
  DocumentSide,
  MrzFormat,
  MrzReading,
  PrintedField,
} from '../../shared/domain/document.ts';
import { partOfQuad, type Quad } from '../../shared/domain/geometry.ts';
import { contentOf } from '../document/fields.ts';
import { layoutOf, type MrzSpan, textAt } from '../document/mrz-formats.ts';
import type { ReaderText } from '../reader/reads.ts';
import type { Confidences } from './align.ts';
import type { DateKind } from './calendar.ts';
import { readDate } from './dates.ts';

export type SourceName = 'mrz' | 'printed' | 'barcode' | 'reader';

/** One field as one source gives it. */
export interface Given {
  readonly source: SourceName;
  /** As it is shown to a reviewer. */
  readonly value: string;
  /** What is compared, and how sure its reader was of each character. */
  readonly text: string;
  readonly confidences: Confidences;
  /** Days that a date may mean. */
  readonly dates: readonly string[];
  readonly side: DocumentSide;
  readonly quad: Quad | null;
  /** The field is filled to its end. */
  readonly mayBeTruncated: boolean;
}

export type Givens = ReadonlyMap<DocumentFieldName, readonly Given[]>;

export function givensOfPrint(printed: readonly PrintedField[], state: string | null, nowMs: number): Givens {
  const givens = new Map<DocumentFieldName, Given[]>();
  for (const field of printed) {
    const given: Given = {
      source: 'printed',
      value: field.value,
      ...confidencesOf(field),
      dates: datesOf(field, state, nowMs),
      side: field.side,
      quad: field.quad,
      mayBeTruncated: false,
    };
    givens.set(field.name, [...(givens.get(field.name) ?? []), given]);
  }
  return givens;
}

export function givensOfMrz(mrz: MrzReading, format: MrzFormat, side: DocumentSide, nowMs: number): Givens {
  const layout = layoutOf(format);
  const { fields, spans } = contentOf({ format, lines: mrz.lines }, nowMs);
  const givens = new Map<DocumentFieldName, Given[]>();
  for (const [name, span] of Object.entries(spans) as [DocumentFieldName, MrzSpan][]) {
    const value = fields[name]!;
    const raw = textAt(mrz.lines, span);
    // A check digit vouches for what it covers; a number that runs on beyond its field has one as well.
    const proven =
      layout.fields.some((row) => row.checks?.field === name) && !mrz.invalidFields.includes(name);
    const isName = name === 'surname' || name === 'givenNames';
    const row = layout.fields.find(
      (candidate) =>
        candidate.line === span.line && candidate.start <= span.start && span.end <= candidate.end,
    );
    givens.set(name, [
      {
        source: 'mrz',
        value,
        text: isName ? raw : value,
        confidences: proven ? null : (mrz.confidences[span.line]?.slice(span.start, span.end) ?? null),
        dates: name.endsWith('Date') ? [value] : [],
        side,
        quad: partOfLine(mrz, span),
        // Parts 4 to 7, section 4.2.2: a letter in the last place of the names may mean that something was cut off.
        mayBeTruncated: isName && row !== undefined && textAt(mrz.lines, row).at(-1) !== '<',
      },
    ]);
  }
  return givens;
}

/** Characters of a zone stand at one pitch, so that a part of a line is a part of its quad. */
function partOfLine(mrz: MrzReading, { line, start, end }: MrzSpan): Quad | null {
  const quad = mrz.quads[line];
  const length = mrz.lines[line]?.length;
  if (!quad || !length) return null;
  return partOfQuad(quad, { from: start / length, to: end / length });
}

/** AAMVA's flags of truncated names: family name, first name, middle name. */
const truncationFlags = { surname: ['DDE'], givenNames: ['DDF', 'DDG'] } as const;

export function givensOfBarcode({
  fields,
  elements,
  side,
  quad,
}: Omit<BarcodeReading, 'quad' | 'aamvaVersion'> & { readonly quad: Quad | null }): Givens {
  return new Map(
    (Object.entries(fields) as [DocumentFieldName, string][]).map(([name, value]) => [
      name,
      [
        {
          source: 'barcode',
          value,
          text: value,
          // Reed-Solomon codes leave no doubt in a character.
          confidences: null,
          dates: name.endsWith('Date') ? [value] : [],
          side,
          quad,
          mayBeTruncated:
            (name === 'surname' || name === 'givenNames') &&
            truncationFlags[name].some((flag) => elements[flag] === 'T'),
        },
      ],
    ]),
  );
}

/** What a reader at the desk read stands nowhere in the pictures, and each of its characters is what it is. */
export function givensOfReader({ mrz, reading, licence }: ReaderText, nowMs: number): Givens {
  const found =
    mrz && reading.format
      ? givensOfMrz(mrz, reading.format, 'front', nowMs)
      : givensOfBarcode({
          fields: reading.fields,
          elements: { ...licence?.elements },
          side: 'front',
          quad: null,
        });
  return new Map(
    [...found].map(([name, givens]) => [
      name,
      givens.map((given): Given => ({ ...given, source: 'reader', quad: null, confidences: null })),
    ]),
  );
}

/** The value and the confidence of each of its characters, which are counted in the text as printed. */
function confidencesOf({ value, printed, confidences }: PrintedField): Pick<Given, 'text' | 'confidences'> {
  if (value === printed) return { text: value, confidences };
  const start = printed.toUpperCase().indexOf(value.toUpperCase());
  if (start >= 0) return { text: value, confidences: confidences.slice(start, start + value.length) };
  // Normalised (a date, a state): its characters are not those that were read.
  const least = confidences.length > 0 ? Math.min(...confidences) : 1;
  return { text: value, confidences: Array.from({ length: value.length }, () => least) };
}

const dateKinds: Readonly<Partial<Record<DocumentFieldName, DateKind>>> = {
  birthDate: 'birth',
  issueDate: 'issue',
  expiryDate: 'expiry',
};

/** The normalised day, and any other that the printed text may mean as well (03/04/2020). */
function datesOf({ name, value, printed }: PrintedField, state: string | null, nowMs: number): string[] {
  const kind = dateKinds[name];
  if (!kind) return [];
  const reading = readDate(printed, { state, kind, nowMs });
  return [...new Set([value, ...(reading && !reading.repaired ? reading.dates : [])])];
}
