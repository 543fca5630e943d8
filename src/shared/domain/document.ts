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
  'nationality',
  'issuingState',
  'birthDate',
  'sex',
  'expiryDate',
  'personalNumber',
] as const;
export type DocumentFieldName = (typeof documentFieldNames)[number];
/** Dates as `YYYY-MM-DD`; a field that was not read is absent. */
export const documentFieldsSchema = z.partialRecord(z.enum(documentFieldNames), z.string());
export type DocumentFields = z.infer<typeof documentFieldsSchema>;

export const mrzReadingSchema = z.object({
  lines: z.array(z.string()),
  /** Every check digit of the format is right, and every field parses. */
  valid: z.boolean(),
  /** Names of the parts whose check digit or syntax is wrong. */
  invalidFields: z.array(z.string()),
  /** Mean character confidence of each line, 0 to 1. */
  confidences: z.array(z.number()),
  quads: z.array(quadSchema),
});
export type MrzReading = z.infer<typeof mrzReadingSchema>;

export const documentReadingSchema = z.object({
  format: mrzFormatSchema.nullable(),
  type: documentTypeSchema.nullable(),
  /** ICAO Doc 9303 part 3 code of the issuing state, as printed. */
  country: z.string().nullable(),
  fields: documentFieldsSchema,
  mrz: mrzReadingSchema.nullable(),
  /** The page in the source image, or `null` where none was found. */
  quad: quadSchema.nullable(),
  timings: z.record(z.string(), z.number()),
});
export type DocumentReading = z.infer<typeof documentReadingSchema>;
