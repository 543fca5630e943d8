// Any process. What is read from an identity document.
import { z } from 'zod';
import { quadSchema } from './geometry.ts';

/** Machine-readable formats of ICAO Doc 9303, and the two national ones that cheminfo/mrz parses. */
export const mrzFormats = [
  'TD1',
  'TD2',
  'TD3',
  'MRV-A',
  'MRV-B',
  'FRENCH_NATIONAL_ID',
  'SWISS_DRIVING_LICENSE',
] as const;
export const mrzFormatSchema = z.enum(mrzFormats);
export type MrzFormat = z.infer<typeof mrzFormatSchema>;

/** What the applicant says they hold, and what was seen. */
export const documentTypes = [
  'passport',
  'identity_card',
  'driving_licence',
  'residence_permit',
  'visa',
] as const;
export const documentTypeSchema = z.enum(documentTypes);
export type DocumentType = z.infer<typeof documentTypeSchema>;

export const documentFieldNames = [
  'documentNumber',
  'surname',
  'givenNames',
  /** The whole name in the script of the issuing state (Chinese characters, Greek, Cyrillic, ...). */
  'nativeName',
  'nationality',
  'issuingState',
  'birthDate',
  'sex',
  'issueDate',
  'expiryDate',
  'personalNumber',
] as const;
export type DocumentFieldName = (typeof documentFieldNames)[number];
/** Dates as `YYYY-MM-DD`; a field that was not read is absent. */
export const documentFieldsSchema = z.partialRecord(z.enum(documentFieldNames), z.string());
export type DocumentFields = z.infer<typeof documentFieldsSchema>;

export const mrzReadingSchema = z.object({
  lines: z.array(z.string()),
  /** As long as `lines`: what the recogniser saw by itself. Where a character differs, the reader corrected it. */
  asRead: z.array(z.string()),
  /** Every check digit of the format is right, and every field parses. */
  valid: z.boolean(),
  /** Names of the parts whose check digit or syntax is wrong. */
  invalidFields: z.array(z.string()),
  /** Of each character of each line, 0 to 1. */
  confidences: z.array(z.array(z.number())),
  quads: z.array(quadSchema),
});
export type MrzReading = z.infer<typeof mrzReadingSchema>;

export const documentSides = ['front', 'back'] as const;
export type DocumentSide = (typeof documentSides)[number];

/** A field of the visual inspection zone (9303-3, 3), found and read in print. */
export const printedFieldSchema = z.object({
  name: z.enum(documentFieldNames),
  /** Normalised as in `DocumentFields`: dates `YYYY-MM-DD`, sex `M`, `F` or `X`, states as ICAO codes. */
  value: z.string(),
  /** As it stands in print. */
  printed: z.string(),
  /** Of each character of `printed`, 0 to 1. */
  confidences: z.array(z.number()),
  side: z.enum(documentSides),
  /** Of the value, in pixels of that side's source image. */
  quad: quadSchema,
});
export type PrintedField = z.infer<typeof printedFieldSchema>;

export const barcodeReadingSchema = z.object({
  /** Version of the AAMVA DL/ID card design standard, from its header. */
  aamvaVersion: z.number().int(),
  fields: documentFieldsSchema,
  /** Every data element by its three-letter identifier, as encoded. */
  elements: z.record(z.string(), z.string()),
  side: z.enum(documentSides),
  quad: quadSchema,
});
export type BarcodeReading = z.infer<typeof barcodeReadingSchema>;

/** What a reader at the desk read, put together from its reads. */
export const readerReadingSchema = z.object({
  kind: z.enum(['mrz', 'barcode']),
  /** Every line is there and every check digit right. */
  complete: z.boolean(),
  format: mrzFormatSchema.nullable(),
  /** Of a zone. */
  lines: z.array(z.string()),
  fields: documentFieldsSchema,
});
export type ReaderReading = z.infer<typeof readerReadingSchema>;

export const documentReadingSchema = z.object({
  format: mrzFormatSchema.nullable(),
  type: documentTypeSchema.nullable(),
  /** ICAO Doc 9303 part 3 code of the issuing state, as printed. */
  country: z.string().nullable(),
  /** From the best source of each: MRZ (a reader's where the picture's is not proven), then barcode, then print. */
  fields: documentFieldsSchema,
  mrz: mrzReadingSchema.nullable(),
  barcode: barcodeReadingSchema.nullable(),
  /** Absent where no reader was used. */
  reader: readerReadingSchema.optional(),
  printed: z.array(printedFieldSchema),
  /** Fields that this kind of document has, but that were read from no source. */
  unread: z.array(z.enum(documentFieldNames)),
  /** The page in the source image, or `null` where none was found. */
  quad: quadSchema.nullable(),
  timings: z.record(z.string(), z.number()),
});
export type DocumentReading = z.infer<typeof documentReadingSchema>;
