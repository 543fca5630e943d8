// Engine. What is known of a kind of document before it is read: what it calls itself, where its machine-readable data
// stand, what it prints. Formats are tables; to add a country, add its table to `formats/` and a row to `formats.ts`.
import type { DocumentFieldName, DocumentSide, DocumentType } from '../../shared/domain/document.ts';

export interface DocumentFormat {
  /** State and kind, as in `twn-identity-card`. */
  readonly name: string;
  /** Null: of documents that are not told apart. */
  readonly type: DocumentType | null;
  /** ICAO codes of the states that issue it; empty where every state may. */
  readonly states: readonly string[];
  /** What it calls itself, in capitals without marks or as it is written; one of them on one side is enough. */
  readonly titles: readonly string[];
  /** Its fields bear the numbers of Directive 2006/126/EC, annex I: 1, 2, 3, 4a, 4b, ... */
  readonly isNumbered: boolean;
  /** Side with a zone of Doc 9303 (or one that is read like it); null where there is none. */
  readonly zone: DocumentSide | null;
  /** Side with a PDF417 of AAMVA's standard; null where there is none. */
  readonly barcode: DocumentSide | null;
  readonly fields: readonly FormatField[];
  /** What item 5 is on a numbered document where it is not the document's own number. */
  readonly licenceNumber?: LicenceNumber;
}

export interface LicenceNumber {
  readonly name: DocumentFieldName;
  /** Against letters and digits alone: the value as its first group, where more stands there; null for all of it. */
  readonly value: RegExp | null;
}

/** A field that every document of the kind prints, and on which side. */
export interface FormatField {
  readonly name: DocumentFieldName;
  readonly side: DocumentSide;
}

/** `words`: parted by `|`. */
export const listed = (words: string): string[] => words.split('|');

export const onFront = (...names: readonly DocumentFieldName[]): FormatField[] =>
  names.map((name) => ({ name, side: 'front' }));
export const onBack = (...names: readonly DocumentFieldName[]): FormatField[] =>
  names.map((name) => ({ name, side: 'back' }));
