// Any process. What stands at the desk besides the webcam: scanners, readers, document cameras; and what they give.
import { z } from 'zod';
import { failureSchema } from '../kernel/failure.ts';

/** Lives as long as the device stays plugged in; another one after it was plugged in again. */
export const deviceIdSchema = z.string().min(1).max(200);

export const deviceKinds = ['scanner', 'reader', 'document_camera'] as const;
export const deviceKindSchema = z.enum(deviceKinds);
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/** As listed: what is attached, who takes it, and why not where nobody can. */
export const deviceInfoSchema = z.object({
  deviceId: deviceIdSchema,
  /** Make and model as the device tells them. */
  name: z.string(),
  vendorId: z.int().min(0).max(0xffff),
  productId: z.int().min(0).max(0xffff),
  serial: z.string().nullable(),
  /** `null` where no driver takes it. */
  driver: z.string().nullable(),
  kind: deviceKindSchema.nullable(),
  /** Why it cannot be used now. */
  failure: failureSchema.nullable(),
});
export type DeviceInfo = z.infer<typeof deviceInfoSchema>;

export const scanSources = ['platen', 'feeder'] as const;
export const colourModes = ['colour', 'grey'] as const;
export const pageMediaTypes = ['image/jpeg', 'image/png', 'image/tiff', 'application/pdf'] as const;
export type PageMediaType = (typeof pageMediaTypes)[number];

/** On the bed, from its origin (the corner the device names), in millimetres. */
export const scanRegionSchema = z.object({
  xMm: z.number().min(0),
  yMm: z.number().min(0),
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
});
export type ScanRegion = z.infer<typeof scanRegionSchema>;

export const sourceCapabilitiesSchema = z.object({
  source: z.enum(scanSources),
  /** Both sides in one pass. */
  duplex: z.boolean(),
  /** Ascending. */
  resolutionsDpi: z.array(z.number().positive()),
  colourModes: z.array(z.enum(colourModes)),
  mediaTypes: z.array(z.enum(pageMediaTypes)),
  /** Largest region. */
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
});
export type SourceCapabilities = z.infer<typeof sourceCapabilitiesSchema>;

export const capabilitiesSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scanner'), sources: z.array(sourceCapabilitiesSchema) }),
  z.object({ kind: z.literal('reader') }),
  z.object({ kind: z.literal('document_camera'), canCapture: z.boolean() }),
]);
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** What is wished for; the nearest thing the device can do is done, and the page says what was. */
export const acquireRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('scan'),
    /** `null`: the feeder where paper lies in it, else the platen. */
    source: z.enum(scanSources).nullable().default(null),
    duplex: z.boolean().default(false),
    resolutionDpi: z.number().min(50).max(4800).default(300),
    colour: z.enum(colourModes).default('colour'),
    /** `null`: all of it. */
    region: scanRegionSchema.nullable().default(null),
  }),
  /** Every read until it is cancelled. */
  z.object({ kind: z.literal('read') }),
  /** One photograph. */
  z.object({ kind: z.literal('capture') }),
]);
export type AcquireRequest = z.infer<typeof acquireRequestSchema>;

/** A page or photograph as the device encoded it. */
export const acquiredPageSchema = z.object({
  /** From 1, in the order of acquisition. */
  number: z.int().min(1),
  mediaType: z.enum(pageMediaTypes),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected'),
  /** True pixels an inch, where the device knows: `null` for cameras. */
  resolutionDpi: z.number().positive().nullable(),
  /** `back`: the other side of the page before, of one pass through a duplex feeder. */
  side: z.enum(['front', 'back']),
});
export type AcquiredPage = z.infer<typeof acquiredPageSchema>;

/**
 * What a reader read in one go, without the framing. Line ends are `\n`, and none at the ends; the file of an AAMVA barcode
 * is as it came, for there they are separators.
 */
export const deviceReadSchema = z.object({
  text: z.string().min(1).max(16_384),
  /** As the reader names it (an AIM identifier such as `]L2`), where it does. */
  symbology: z.string().max(40).nullable(),
});
export type DeviceRead = z.infer<typeof deviceReadSchema>;

/** `preparing`: it warms up or wakes; `scanning`: it works, nothing has come yet; `receiving`: bytes arrive. */
export const scanStages = ['preparing', 'scanning', 'receiving'] as const;

export const acquireProgressSchema = z.object({
  stage: z.enum(scanStages),
  /** The page this is about, from 1. */
  page: z.int().min(1),
  receivedBytes: z.int().min(0),
  /** 0 to 1, where the device says how much there will be. */
  fraction: z.number().min(0).max(1).nullable(),
});
export type AcquireProgress = z.infer<typeof acquireProgressSchema>;

/** How a picture of a document came to be. */
export const captureSources = ['camera', 'scanner', 'document_camera'] as const;
export const captureSourceSchema = z.enum(captureSources);
export type CaptureSource = z.infer<typeof captureSourceSchema>;

/** Sizes of ISO/IEC 7810, in millimetres, of Doc 9303's three kinds of documents. */
export const cardFormats = {
  'ID-1': { widthMm: 85.6, heightMm: 53.98 },
  'ID-2': { widthMm: 105, heightMm: 74 },
  'ID-3': { widthMm: 125, heightMm: 88 },
} as const;
export const cardFormatSchema = z.enum(['ID-1', 'ID-2', 'ID-3']);
export type CardFormat = z.infer<typeof cardFormatSchema>;

/** USB readers that type like a keyboard look like one: the policy names those that are held back from every window. */
export const keyboardReaderSchema = z.object({
  vendorId: z.int().min(0).max(0xffff),
  productId: z.int().min(0).max(0xffff),
});

/**
 * USB readers that appear as a serial port (CDC-ACM) look like any modem or board: the policy names those that are read.
 * `baud` matters only where a cable with a real serial line is in between.
 */
export const serialReaderSchema = keyboardReaderSchema.extend({
  baud: z.int().min(300).max(3_000_000).default(9600),
});

export const readerFramingSchema = z.object({
  /** Characters before and after each read, as configured in the reader; taken off. Escapes: `\r`, `\n`, `\t`, `\xHH`. */
  prefix: z.string().max(16).default(''),
  suffix: z.string().max(16).default('\\r'),
  /** A read without a suffix ends after so many milliseconds of silence. */
  silenceMs: z.int().min(20).max(5_000).default(200),
});
export type ReaderFraming = z.infer<typeof readerFramingSchema>;

export const devicesPolicySchema = z.object({
  /** Devices may be used at all. */
  enabled: z.boolean(),
  /** Ports of 127.0.0.1 where `ipp-usb` serves scanners (60000 and up by default); none: no connection is opened. */
  loopbackPorts: z.array(z.int().min(1).max(65_535)).max(16),
  keyboardReaders: z.array(keyboardReaderSchema),
  serialReaders: z.array(serialReaderSchema).default([]),
  framing: readerFramingSchema,
  /** A whole bed at more is more than the engine decodes. */
  scanResolutionDpi: z.number().min(150).max(600),
});
export type DevicesPolicy = z.infer<typeof devicesPolicySchema>;

export const noDevicesPolicy: DevicesPolicy = {
  enabled: false,
  loopbackPorts: [],
  keyboardReaders: [],
  serialReaders: [],
  framing: { prefix: '', suffix: '\\r', silenceMs: 200 },
  scanResolutionDpi: 300,
};
