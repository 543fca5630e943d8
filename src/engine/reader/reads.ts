// Engine. What a reader at the desk read of a document, put together: the lines of its zone, or its AAMVA barcode. Pure.
import type {
  DocumentFieldName,
  DocumentType,
  MrzReading,
  ReaderReading,
} from '../../shared/domain/document.ts';
import { type AamvaDocument, readAamva } from '../barcode/aamva.ts';
import { contentOf } from '../document/fields.ts';
import { looksLikeZone, symbologyIdentifier, zoneOfReads } from './mrz-reads.ts';

export interface ReaderText {
  readonly reading: ReaderReading;
  readonly type: DocumentType | null;
  readonly country: string | null;
  /** As a zone that was seen would be, but without places; null for a barcode. */
  readonly mrz: MrzReading | null;
  readonly licence: AamvaDocument | null;
}

/** Every licence has these (AAMVA 2000 to 2020); of the other mandatory elements several states leave some out. */
const licenceFields: readonly DocumentFieldName[] = ['documentNumber', 'surname', 'birthDate', 'expiryDate'];

/** Null where the reads are neither. `nowMs` tells centuries apart. */
export function assembleReads(reads: readonly string[], nowMs: number): ReaderText | null {
  return licenceOf(reads) ?? zoneText(reads, nowMs);
}

function licenceOf(reads: readonly string[]): ReaderText | null {
  const texts = reads.length > 1 ? [...reads, reads.join(''), reads.join('\n')] : reads;
  const found = texts
    .map((text) => readAamva(withoutIdentifier(text)))
    .flatMap((document) => (document.ok ? [document.value] : []));
  const whole = found.filter(isWhole);
  const licence = whole[0] ?? found[0];
  if (!licence) return null;
  const { fields, type } = licence;
  // Two different licences are none.
  const complete = new Set(whole.map((each) => JSON.stringify(each.fields))).size === 1;
  return {
    reading: { kind: 'barcode', complete, format: null, lines: [], fields },
    type,
    country: licence.jurisdiction?.country ?? fields.issuingState ?? null,
    mrz: null,
    licence,
  };
}

/** PDF417's is `]L2`. */
const withoutIdentifier = (text: string): string => text.replace(symbologyIdentifier, '');

const isWhole = ({ fields }: AamvaDocument): boolean => licenceFields.every((name) => fields[name]);

function zoneText(reads: readonly string[], nowMs: number): ReaderText | null {
  const zone = zoneOfReads(reads);
  const isAmbiguousOrPart = !zone && looksLikeZone(reads);
  if (isAmbiguousOrPart) return incomplete;
  if (!zone) return null;
  const { layout, lines, judgement } = zone;
  const { type, country, fields } = contentOf({ format: layout.format, lines }, nowMs);
  return {
    reading: {
      kind: 'mrz',
      complete: judgement.valid,
      format: layout.format,
      lines: [...lines],
      // What is not whole may have been laid into the wrong columns.
      fields: judgement.valid ? fields : {},
    },
    type,
    country,
    mrz: {
      lines: [...lines],
      asRead: [...lines],
      valid: judgement.valid,
      invalidFields: [...judgement.invalidFields],
      confidences: [],
      quads: [],
    },
    licence: null,
  };
}

const incomplete: ReaderText = {
  reading: { kind: 'mrz', complete: false, format: null, lines: [], fields: {} },
  type: null,
  country: null,
  mrz: null,
  licence: null,
};

/** For the desk, before the document is judged. */
export function checkReads({ reads }: { readonly reads: readonly string[] }): {
  kind: ReaderReading['kind'] | null;
  complete: boolean;
} {
  const read = assembleReads(reads, Date.now());
  return { kind: read?.reading.kind ?? null, complete: read?.reading.complete ?? false };
}
