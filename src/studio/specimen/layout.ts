// Plain Node. What a layout says: where everything stands on a side of a document, in millimetres from the top left, and
// in which words and notations. Layouts are tables; to add a document, add its table to `layouts/` and a row to `layouts.ts`.
import type { DocumentSide, DocumentType } from '../../shared/domain/document.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import type { Holder, Issuer } from './holder.ts';
import type { Family } from './lettering.ts';
import type { SpecimenMrzFormat } from './mrz.ts';
import type { MonthNames } from './notations.ts';

/** How the issuer puts things in print. */
export interface Words {
  /** Code of the type of document. */
  readonly type: string;
  readonly nationality: string;
  /** The issuing state where it is printed; its ICAO code where absent. */
  readonly state?: string;
  readonly sex: Readonly<Record<Holder['sex'], string>>;
  /** As `writeDate` reads it. */
  readonly dates: string;
  readonly months?: MonthNames;
  /** Names as they are written, not in capitals. */
  readonly mixedCase?: boolean;
  /** Values of the issuer's own, by the name that a row calls them. */
  readonly own?: Readonly<Record<string, string>>;
}

export interface RowOptions {
  /** Above the value (the default), or before it, this far from the label's left end. */
  readonly labelWidthMm?: number;
  readonly emMm?: number;
  readonly labelEmMm?: number;
  readonly family?: Family;
  readonly bold?: number;
  readonly fill?: string;
  /** Fixed distance of letters, as typewriters and OCR-B have. */
  readonly pitchMm?: number;
}

/**
 * One line of print. `text` is a template: `{surname}` is the holder's, `{birthDate|DD.MM.YYYY}` a date in its own notation,
 * `{personalNumber|8-4}` a number in groups, everything else stands as it is. `yMm` is the baseline of the value.
 */
export type Row = readonly [
  text: string,
  xMm: number,
  yMm: number,
  widthMm: number,
  label: string,
  options?: RowOptions,
];

export interface Palette {
  readonly paper: readonly [string, string, string];
  readonly line: readonly [string, string, string];
  readonly ink: string;
  readonly label: string;
  readonly band: string;
}

export interface Layout {
  /** Both sides of one document share this name. */
  readonly document: string;
  readonly side: DocumentSide;
  readonly type: DocumentType;
  readonly issuer: Issuer;
  /** Of labels and names, in English. */
  readonly language: string;
  readonly words: Words;
  readonly title: string;
  readonly subtitle: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerRadiusMm: number;
  readonly headerHeightMm: number;
  /** White letters on a band of colour (the default), or coloured letters on the paper. */
  readonly header?: 'band' | 'plain';
  readonly portrait?: Box;
  readonly ghost?: Box;
  readonly chip?: Box;
  readonly rows: readonly Row[];
  readonly valueEmMm: number;
  readonly labelEmMm?: number;
  /** Of labels and title, and of values. */
  readonly family?: Family;
  readonly valueFamily?: Family;
  readonly mrz?: SpecimenMrzFormat;
  /** Both characters of the document's code in the zone. */
  readonly mrzCode?: string;
  /** What the zone's optional data hold: the personal number, fourteen characters without meaning (China), nothing. */
  readonly mrzOptional?: 'personalNumber' | 'letters' | 'nothing';
  /** Left edge of the first MRZ character and baselines from the bottom edge. */
  readonly mrzLeftMm?: number;
  readonly mrzBaselinesFromBottomMm?: readonly number[];
  /** A PDF417 with the data of AAMVA's standard. */
  readonly barcode?: Box;
  readonly palette: Palette;
}
