// Engine. What the sources of one document say (zone, barcode, print), put together: which kind it is, its fields from
// the best source of each, and what could not be read.
import type {
  BarcodeReading,
  DocumentFieldName,
  DocumentReading,
  DocumentSide,
} from '../../shared/domain/document.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import { type AamvaDocument, readAamva } from '../barcode/aamva.ts';
import type { BarcodeFinder } from '../barcode/barcode-thread.ts';
import type { PrintedLine } from '../checks/document-specimen.ts';
import { type RecognisedDocument, recogniseDocument } from '../documents/recognise.ts';
import type { PrintReading } from '../printed/read-printed.ts';
import type { ReaderText } from '../reader/reads.ts';
import type { PrintHints } from './print.ts';
import { type Side, toSource } from './side.ts';

export interface Barcode {
  readonly side: DocumentSide;
  /** In source pixels. */
  readonly quad: Quad;
  /** Null where it is no licence's. */
  readonly document: AamvaDocument | null;
  readonly ms: number;
}

/** The first barcode among the sides, the back's before the front's, as licences have it. */
export async function findBarcode(
  sides: Readonly<Record<DocumentSide, Side | null>>,
  finder: BarcodeFinder,
): Promise<Barcode | null> {
  for (const name of ['back', 'front'] as const) {
    const side = sides[name];
    const found = side && (await finder.find(side));
    if (!found) continue;
    const document = readAamva(found.text);
    return {
      side: name,
      quad: toSource(side, found.quad),
      document: document.ok ? document.value : null,
      ms: found.ms,
    };
  }
  return null;
}

/** What the print's reader may know beforehand. */
export function hintsOf(zone: DocumentReading, barcode: Barcode | null): PrintHints | null {
  if (zone.mrz) return zone;
  const document = barcode?.document;
  if (!document) return null;
  return {
    format: null,
    type: document.type,
    country: document.jurisdiction?.country ?? null,
    fields: document.fields,
  };
}

export interface Sources {
  readonly reading: DocumentReading;
  readonly recognised: RecognisedDocument;
  /** Every line of print, fields or not. */
  readonly lines: readonly PrintedLine[];
}

/**
 * `zone`: the reading of the side that has it, or an empty one. `prints`: of every side that was photographed. `standIn`: what
 * a reader at the desk read in place of what the pictures do not prove.
 */
export function assembleSources(
  zone: DocumentReading,
  barcode: Barcode | null,
  prints: Readonly<Partial<Record<DocumentSide, PrintReading>>>,
  standIn: ReaderText | null = null,
): Sources {
  const sides = (['front', 'back'] as const).filter((side) => prints[side]);
  const lines = sides.flatMap((side) =>
    prints[side]!.lines.map(({ text, quad }): PrintedLine => ({ text, quad, side })),
  );
  const printed = sides.flatMap((side) => prints[side]!.fields);
  const licence = barcode?.document ?? null;
  const recognised = recogniseDocument({
    lines,
    mrz: zone.mrz && zone.type ? { type: zone.type, country: zone.country } : zoneReadBy(standIn),
    barcode: licence ?? standIn?.licence ?? null,
    sides,
  });
  const fields = { ...licence?.fields, ...zone.fields, ...standIn?.reading.fields };
  for (const { name, value } of printed) fields[name] ??= value;
  // Cards of a single state do not print which it is.
  if (recognised.country) fields.issuingState ??= recognised.country;
  return {
    reading: {
      ...zone,
      format: zone.format ?? standIn?.reading.format ?? null,
      type: recognised.type,
      country: recognised.country,
      fields,
      barcode: barcode && licence && barcodeReading(barcode, licence),
      printed,
      unread: recognised.expected.filter((name: DocumentFieldName) => !fields[name]),
    },
    recognised,
    lines,
  };
}

const zoneReadBy = (reader: ReaderText | null) =>
  reader?.mrz && reader.type ? { type: reader.type, country: reader.country } : null;

const barcodeReading = ({ side, quad }: Barcode, licence: AamvaDocument): BarcodeReading => ({
  aamvaVersion: licence.version,
  fields: licence.fields,
  elements: { ...licence.elements },
  side,
  quad,
});
