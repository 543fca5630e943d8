// Engine. Where a reader at the desk read what the camera missed, its reading stands in: asking the applicant for another
// photograph would be in vain. Never against what the pictures show, and only proven where they agree with it.
import type { DocumentSide } from '../../shared/domain/document.ts';
import { agreementOf, type ReaderAgreement } from '../checks/document-reader-matches.ts';
import { assembleReads, type ReaderText } from '../reader/reads.ts';
import type { PrintHints } from './print.ts';
import type { Sources } from './sources.ts';

/** What a check needs to know of it. */
export interface StandIn {
  readonly reader: ReaderText;
  /** Enough of what is printed says the same; otherwise a person has to look. */
  readonly isConfirmed: boolean;
}

export interface WeighedReader {
  readonly reads: readonly string[];
  readonly reader: ReaderText | null;
  readonly agreement: ReaderAgreement | null;
  /** For the zone, or for the barcode, whichever the reader read and the pictures do not prove; null for neither. */
  readonly forZone: StandIn | null;
  readonly forBarcode: StandIn | null;
}

/** Null where it is not whole. */
export const hintsOfReader = (reader: ReaderText | null): PrintHints | null =>
  reader?.reading.complete
    ? {
        format: reader.reading.format,
        type: reader.type,
        country: reader.country,
        fields: reader.reading.fields,
      }
    : null;

/** `seen`: what the pictures say by themselves, and whether they prove it. */
export function weighReader(input: {
  readonly reads: readonly string[];
  readonly seen: Sources;
  readonly mrzSide: DocumentSide;
  readonly isZoneProven: boolean;
  readonly nowMs: number;
}): WeighedReader {
  const { reads, seen, mrzSide, nowMs } = input;
  const reader = assembleReads(reads, nowMs);
  const agreement = reader?.reading.complete
    ? agreementOf({ reading: seen.reading, mrzSide, nowMs }, reader)
    : null;
  const standIn: StandIn | null =
    reader && agreement && agreement.verdict !== 'different'
      ? { reader, isConfirmed: agreement.verdict === 'same' }
      : null;
  const isZone = reader?.reading.kind === 'mrz';
  return {
    reads,
    reader,
    agreement,
    forZone: isZone && !input.isZoneProven ? standIn : null,
    // A zone that was seen is better than any barcode.
    forBarcode: !isZone && !seen.reading.barcode && !seen.reading.mrz ? standIn : null,
  };
}
