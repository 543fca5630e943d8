// Engine. The document half: photographs of one or two sides in, reading, findings, pictures and a portrait's template out.
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { DocumentAnalysis } from '../../shared/contract/engine-contract.ts';
import type { DocumentGuidance } from '../../shared/contract/guidance.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentReading, DocumentSide } from '../../shared/domain/document.ts';
import type { BarcodeFinder } from '../barcode/barcode-thread.ts';
import { documentBarcodeRead } from '../checks/document-barcode-read.ts';
import { documentExpiry } from '../checks/document-expiry.ts';
import { documentMrzCheckDigits } from '../checks/document-mrz-check-digits.ts';
import { documentMrzRead } from '../checks/document-mrz-read.ts';
import { documentOriginalPrint } from '../checks/document-original-print.ts';
import { documentOriginalScreen } from '../checks/document-original-screen.ts';
import { documentPage } from '../checks/document-page.ts';
import { documentPlausible } from '../checks/document-plausible.ts';
import { documentPortrait } from '../checks/document-portrait.ts';
import { documentPrintedMatches } from '../checks/document-printed-matches.ts';
import { documentPrintedRead } from '../checks/document-printed-read.ts';
import { documentQuality } from '../checks/document-quality.ts';
import { documentReaderMatches } from '../checks/document-reader-matches.ts';
import { documentSize } from '../checks/document-size.ts';
import { documentSpecimen } from '../checks/document-specimen.ts';
import type { FaceAnalyser } from '../face/face.ts';
import { decodeImage } from '../image/decode.ts';
import { loadOpenCv } from '../image/opencv.ts';
import type { ModelStore } from '../models/model-store.ts';
import { lineHeightPx } from '../printed/line-crop.ts';
import type { LineReader } from '../printed/line-reader.ts';
import { assembleReads } from '../reader/reads.ts';
import { warmRules } from '../rules/warm.ts';
import { readFurther } from './burst.ts';
import { encodeAll, finishSide } from './finish-side.ts';
import { documentFloor } from './floor.ts';
import { guideDocument } from './guide.ts';
import { readLineOf } from './mrz-line.ts';
import type { MrzRecogniser } from './mrz-recogniser.ts';
import { pageModel } from './page-network.ts';
import { cropPortrait, straighten } from './portrait.ts';
import { readPrintOf } from './print.ts';
import { scoreRecapture } from './recapture.ts';
import { measureRecapture } from './recapture-features.ts';
import { sizesOf } from './scan-size.ts';
import { inspectSide, mrzReadingOf, readingOf, type Side, toSource } from './side.ts';
import { assembleSources, findBarcode, hintsOf } from './sources.ts';
import { hintsOfReader, weighReader } from './stand-in.ts';

export interface DocumentEngine {
  /** Fails with `image.*` where the bytes are no photograph. `print`: not only what is machine-readable. */
  read(bytes: Uint8Array, wishes: { readonly print: boolean }): Promise<DocumentReading>;
  analyse(input: {
    /** Of each side the frames of a burst, the best first. */
    readonly front: readonly Uint8Array[];
    readonly back: readonly Uint8Array[] | null;
    readonly nowMs: number;
    /** Pixels an inch of each side's frames; null where a camera took them. */
    readonly resolutionDpi?: Readonly<Record<DocumentSide, number | null>>;
    /** What a reader at the desk read of it. */
    readonly reads?: readonly string[];
  }): Promise<DocumentAnalysis>;
  /** One crop of a single line, as the recogniser sees lines. */
  readLine(bytes: Uint8Array): Promise<{ text: string; ms: number }>;
  recapture(bytes: Uint8Array): Promise<{ screen: number; print: number; ms: number }>;
  /** Template of the portrait; `null` where no face is found. */
  portrait(bytes: Uint8Array): Promise<{ template: Float32Array | null; ms: number }>;
  guide(frame: LiveFrame): Promise<DocumentGuidance>;
  /** Loads what the first document would otherwise wait for. */
  warm(): Promise<void>;
  floor(runs: number): Promise<Record<string, number>>;
}

export interface DocumentEngineOptions {
  readonly models: ModelStore;
  readonly faces: FaceAnalyser;
  readonly recogniser: MrzRecogniser;
  readonly print: LineReader;
  readonly barcodes: BarcodeFinder;
  readonly nowMs?: () => number;
}

export function createDocumentEngine(options: DocumentEngineOptions): DocumentEngine {
  const { models, recogniser, print, barcodes } = options;
  const nowMs = options.nowMs ?? Date.now;
  return {
    async read(bytes, wishes) {
      const start = performance.now();
      const front = await inspectSide(bytes, options, { ...wishes, mrz: true, recapture: false });
      const zone = readingOf(front, nowMs(), 0);
      const barcode = front.mrz ? null : await findBarcode({ front, back: null }, barcodes);
      const printed = wishes.print
        ? await readPrintOf(
            front,
            {
              page: front.page,
              isUpright: front.mrz !== null,
              hints: hintsOf(zone, barcode),
              name: 'front',
              nowMs: nowMs(),
            },
            print,
          )
        : null;
      const { reading } = assembleSources(zone, barcode, printed ? { front: printed } : {});
      const totalMs = performance.now() - start;
      return { ...reading, timings: { ...front.timings, ...printed?.timings, totalMs } };
    },
    analyse: (input) => analyse(input, options),
    async readLine(bytes) {
      const start = performance.now();
      const raster = await decodeImage(bytes, { minSidePx: minLineHeightPx });
      return { text: await readLineOf(raster, recogniser), ms: performance.now() - start };
    },
    async recapture(bytes) {
      const start = performance.now();
      const features = measureRecapture(await decodeImage(bytes), null);
      const scores = features ? scoreRecapture(features) : { screen: 0, print: 0 };
      return { ...scores, ms: performance.now() - start };
    },
    async portrait(bytes) {
      const start = performance.now();
      const side = await inspectSide(bytes, options, { mrz: true, print: false, recapture: false });
      const { raster, face } = await straighten(side, options.faces, true);
      const template = face ? await options.faces.template(raster, face) : null;
      return { template, ms: performance.now() - start };
    },
    guide: async (frame) => guideDocument(await models.session(pageModel), frame),
    async warm() {
      warmRules();
      await Promise.all([
        loadOpenCv(),
        documentFloor(models, recogniser, 1),
        print.recognise('latin', [blankLine]),
      ]);
    },
    floor: (runs) => documentFloor(models, recogniser, runs),
  };
}

const blankLine = { widthPx: 320, rgb: new Uint8Array(320 * lineHeightPx * 3).fill(255) };

/** A crop of a line is lower than any photograph may be. */
const minLineHeightPx = 12;

async function analyse(
  { front, back, nowMs, resolutionDpi, reads = [] }: Parameters<DocumentEngine['analyse']>[0],
  options: DocumentEngineOptions,
): Promise<DocumentAnalysis> {
  const start = performance.now();
  // Cards have their zone on the back, so it is looked for there first; the front is searched only in need.
  let backSide = back
    ? await inspectSide(back[0]!, options, { mrz: true, print: true, recapture: false })
    : null;
  let frontSide = await inspectSide(front[0]!, options, {
    mrz: !backSide?.mrz,
    print: true,
    recapture: true,
  });
  const code =
    backSide?.mrz || frontSide.mrz
      ? null
      : await findBarcode({ front: frontSide, back: backSide }, options.barcodes);
  // A licence with a barcode has no zone that other frames could show.
  if (!code?.document) {
    if (backSide && !frontSide.mrz) backSide = await readFurther(backSide, back!.slice(1), options);
    if (!backSide?.mrz) frontSide = await readFurther(frontSide, front.slice(1), options);
  }
  // Photographed in the wrong order: the zone is on what was called the front, the portrait on the back.
  if (backSide?.unreadable && frontSide.mrz) frontSide = { ...frontSide, unreadable: false };
  const mrzSide = backSide?.mrz ? backSide : frontSide;
  const mrzRole: ImageRole = mrzSide === backSide ? 'document.back' : 'document.front';

  const zone = readingOf(mrzSide, nowMs, 0);
  const barcode = mrzSide.mrz ? null : code;

  const hints = hintsOf(zone, barcode) ?? hintsOfReader(assembleReads(reads, nowMs));
  const finish = (side: Side, name: DocumentSide, wantFace: boolean) =>
    finishSide(side, { name, wantFace, hints, nowMs }, options);
  const frontPage = await finish(frontSide, 'front', true);
  const backPage = backSide ? await finish(backSide, 'back', !frontPage.straight.face) : null;
  const onBack = !frontPage.straight.face && backPage?.straight.face;
  const portraitPage = onBack ? backPage : frontPage;
  const portraitRole: ImageRole = onBack ? 'document.page_back' : 'document.page';
  const { face } = portraitPage.straight;

  const encodeStart = performance.now();
  const [portraitTemplate, images, frontPrint, backPrint] = await Promise.all([
    face ? options.faces.template(portraitPage.straight.raster, face) : null,
    encodeAll([
      ['document.page', frontPage.straight.raster],
      ...(backPage ? [['document.page_back', backPage.straight.raster] as const] : []),
      ...(face ? [['document.portrait', cropPortrait(portraitPage.straight.raster, face)] as const] : []),
    ]),
    frontPage.print,
    backPage?.print ?? null,
  ]);
  const encodeMs = performance.now() - encodeStart;

  const prints = { front: frontPrint, ...(backPrint ? { back: backPrint } : {}) };
  const decoding = mrzSide.mrz?.decoding ?? null;
  const mrzProven = decoding?.judgement.valid ?? false;
  const zoneOn = mrzSide === backSide ? 'back' : 'front';
  const readerStart = performance.now();
  const seen = assembleSources(zone, barcode, prints);
  const weighed = weighReader({ reads, seen, mrzSide: zoneOn, isZoneProven: mrzProven, nowMs });
  const { reader, forZone, forBarcode } = weighed;
  const standIn = (forZone ?? forBarcode)?.reader ?? null;
  const { reading, recognised, lines } = standIn ? assembleSources(zone, barcode, prints, standIn) : seen;
  const readerMs = performance.now() - readerStart;
  const sizeStart = performance.now();
  const sizes = await sizesOf({ front: frontSide, back: backSide }, resolutionDpi);
  const sizeMs = performance.now() - sizeStart;
  const quad = frontPage.straight.page ? toSource(frontSide, frontPage.straight.page.quad) : null;
  const findings = [
    documentPage({
      page: frontPage.straight.page,
      quad,
      image: 'document.front',
      ms: frontSide.timings.outlineMs ?? 0,
    }),
    documentQuality({
      quality: frontPage.quality,
      mrzProven: mrzProven && mrzSide === frontSide,
      image: 'document.page',
      ms: frontPage.qualityMs,
    }),
    documentMrzRead({
      mrz: mrzReadingOf(mrzSide),
      frames: mrzSide.mrz?.frames ?? 1,
      unreadable: frontSide.unreadable || (backSide?.unreadable ?? false),
      zone: recognised.zone,
      standIn: forZone,
      image: mrzRole,
      model: options.recogniser.model,
      ms: (mrzSide.timings.textMs ?? 0) + (mrzSide.timings.mrzMs ?? 0) + (mrzSide.timings.burstMs ?? 0),
    }),
    documentMrzCheckDigits(decoding, recognised.zone, forZone),
    documentBarcodeRead({
      quad: barcode?.quad ?? null,
      barcode: barcode?.document ?? null,
      image: barcode?.side === 'front' ? 'document.front' : 'document.back',
      expected: recognised.format.barcode !== null && prints[recognised.format.barcode] !== undefined,
      standIn: forBarcode,
      ms: barcode?.ms ?? 0,
    }),
    documentPrintedRead({
      printed: reading.printed,
      missing: reading.unread,
      model: options.models.reference('pp-ocr-rec-latin'),
      ms: (frontPrint.timings.printMs ?? 0) + (backPrint?.timings.printMs ?? 0),
    }),
    documentPrintedMatches({ reading, mrzSide: zoneOn, nowMs, standIn }),
    documentPlausible({ reading, nowMs }),
    documentSpecimen({ reading, lines }),
    documentExpiry({
      fields: reading.fields,
      wasRead: Object.keys(reading.fields).length > 0,
      isProven: Boolean(
        standIn?.reading.fields.expiryDate ?? zone.fields.expiryDate ?? barcode?.document?.fields.expiryDate,
      ),
      nowMs,
    }),
    documentPortrait({
      face,
      image: portraitRole,
      model: options.models.reference('retinaface-mnet025'),
      ms: portraitPage.straightMs,
    }),
    documentSize({ sides: sizes, reading, ms: sizeMs }),
    documentReaderMatches({ ...weighed, ms: readerMs }),
    documentOriginalScreen(frontSide.recapture, frontSide.timings.recaptureMs ?? 0),
    documentOriginalPrint(frontSide.recapture, 0),
  ];
  const timings = {
    ...frontSide.timings,
    ...frontPrint.timings,
    ...prefixed('back.', { ...backSide?.timings, ...backPrint?.timings }),
    portraitMs: portraitPage.straightMs,
    encodeMs,
    totalMs: performance.now() - start,
  };
  // The quad is that of the front, where the reading may be of the back.
  const read = reader ? { reader: reader.reading } : {};
  return { reading: { ...reading, ...read, quad, timings }, findings, images, portraitTemplate, timings };
}

const prefixed = (prefix: string, timings: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(timings).map(([name, value]) => [prefix + name, value]));
