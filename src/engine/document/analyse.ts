// Engine. The document half: photographs of one or two sides in, reading, findings, pictures and a portrait's template out.
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { DerivedImage, DocumentAnalysis } from '../../shared/contract/engine-contract.ts';
import type { DocumentGuidance } from '../../shared/contract/guidance.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentReading } from '../../shared/domain/document.ts';
import { documentExpiry } from '../checks/document-expiry.ts';
import { documentMrzCheckDigits } from '../checks/document-mrz-check-digits.ts';
import { documentMrzRead } from '../checks/document-mrz-read.ts';
import { documentOriginalPrint } from '../checks/document-original-print.ts';
import { documentOriginalScreen } from '../checks/document-original-screen.ts';
import { documentPage } from '../checks/document-page.ts';
import { documentPortrait } from '../checks/document-portrait.ts';
import { documentQuality } from '../checks/document-quality.ts';
import type { FaceAnalyser } from '../face/face.ts';
import { decodeImage } from '../image/decode.ts';
import { loadOpenCv } from '../image/opencv.ts';
import { encodeJpeg } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import type { ModelStore } from '../models/model-store.ts';
import { warmRules } from '../rules/warm.ts';
import { documentFloor } from './floor.ts';
import { guideDocument } from './guide.ts';
import { readLineOf } from './mrz-line.ts';
import type { MrzRecogniser } from './mrz-recogniser.ts';
import { resolutionOf } from './page.ts';
import { judgePageQuality } from './page-quality.ts';
import { cropPortrait, type StraightPage, straighten } from './portrait.ts';
import { scoreRecapture } from './recapture.ts';
import { measureRecapture } from './recapture-features.ts';
import { inspectSide, mrzReadingOf, readingOf, type Side, toSource } from './side.ts';

export interface DocumentEngine {
  /** Fails with `image.*` where the bytes are no photograph. */
  read(bytes: Uint8Array): Promise<DocumentReading>;
  analyse(input: {
    readonly front: Uint8Array;
    readonly back: Uint8Array | null;
    readonly nowMs: number;
  }): Promise<DocumentAnalysis>;
  /** One crop of a single line, as the recogniser sees lines. */
  readLine(bytes: Uint8Array): Promise<{ text: string; ms: number }>;
  recapture(bytes: Uint8Array): Promise<{ screen: number; print: number; ms: number }>;
  guide(frame: LiveFrame): Promise<DocumentGuidance>;
  /** Loads what the first document would otherwise wait for. */
  warm(): Promise<void>;
  floor(runs: number): Promise<Record<string, number>>;
}

export interface DocumentEngineOptions {
  readonly models: ModelStore;
  readonly faces: FaceAnalyser;
  readonly recogniser: MrzRecogniser;
  readonly nowMs?: () => number;
}

export function createDocumentEngine(options: DocumentEngineOptions): DocumentEngine {
  const { models, recogniser } = options;
  const nowMs = options.nowMs ?? Date.now;
  return {
    async read(bytes) {
      const start = performance.now();
      const side = await inspectSide(bytes, options, { mrz: true, recapture: false });
      return readingOf(side, nowMs(), performance.now() - start);
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
    guide: async (frame) => guideDocument(await loadOpenCv(), frame),
    async warm() {
      warmRules();
      await Promise.all([loadOpenCv(), documentFloor(models, recogniser, 1)]);
    },
    floor: (runs) => documentFloor(models, recogniser, runs),
  };
}

/** A crop of a line is lower than any photograph may be. */
const minLineHeightPx = 12;

async function analyse(
  { front, back, nowMs }: { front: Uint8Array; back: Uint8Array | null; nowMs: number },
  options: DocumentEngineOptions,
): Promise<DocumentAnalysis> {
  const start = performance.now();
  // Cards have their zone on the back, so it is looked for there first; the front is searched only in need.
  const backSide = back ? await inspectSide(back, options, { mrz: true, recapture: false }) : null;
  let frontSide = await inspectSide(front, options, { mrz: !backSide?.mrz, recapture: true });
  // Photographed in the wrong order: the zone is on what was called the front, the portrait on the back.
  if (backSide?.unreadable && frontSide.mrz) frontSide = { ...frontSide, unreadable: false };
  const mrzSide = backSide?.mrz ? backSide : frontSide;
  const mrzRole: ImageRole = mrzSide === backSide ? 'document.back' : 'document.front';

  const frontPage = await finishSide(frontSide, options.faces, true);
  const backPage = backSide ? await finishSide(backSide, options.faces, !frontPage.straight.face) : null;
  const onBack = !frontPage.straight.face && backPage?.straight.face;
  const portraitPage = onBack ? backPage : frontPage;
  const portraitRole: ImageRole = onBack ? 'document.page_back' : 'document.page';
  const { face } = portraitPage.straight;

  const encodeStart = performance.now();
  const [portraitTemplate, images] = await Promise.all([
    face ? options.faces.template(portraitPage.straight.raster, face) : null,
    encodeAll([
      ['document.page', frontPage.straight.raster],
      ...(backPage ? [['document.page_back', backPage.straight.raster] as const] : []),
      ...(face ? [['document.portrait', cropPortrait(portraitPage.straight.raster, face)] as const] : []),
    ]),
  ]);
  const encodeMs = performance.now() - encodeStart;

  const reading = readingOf(mrzSide, nowMs, 0);
  const decoding = mrzSide.mrz?.decoding ?? null;
  const mrzProven = decoding?.judgement.valid ?? false;
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
      unreadable: frontSide.unreadable || (backSide?.unreadable ?? false),
      image: mrzRole,
      model: options.recogniser.model,
      ms: (mrzSide.timings.textMs ?? 0) + (mrzSide.timings.mrzMs ?? 0),
    }),
    documentMrzCheckDigits(decoding),
    documentExpiry({ fields: reading.fields, wasRead: decoding !== null, nowMs }),
    documentPortrait({
      face,
      image: portraitRole,
      model: options.models.reference('retinaface-mnet025'),
      ms: portraitPage.straightMs,
    }),
    documentOriginalScreen(frontSide.recapture, frontSide.timings.recaptureMs ?? 0),
    documentOriginalPrint(frontSide.recapture, 0),
  ];
  const timings = {
    ...frontSide.timings,
    ...prefixed('back.', backSide?.timings ?? {}),
    portraitMs: portraitPage.straightMs,
    encodeMs,
    totalMs: performance.now() - start,
  };
  // The quad is that of the front, where the reading may be of the back.
  return { reading: { ...reading, quad, timings }, findings, images, portraitTemplate, timings };
}

interface FinishedSide {
  readonly straight: StraightPage;
  readonly quality: ReturnType<typeof judgePageQuality> | null;
  readonly straightMs: number;
  readonly qualityMs: number;
}

async function finishSide(side: Side, faces: FaceAnalyser, wantFace: boolean): Promise<FinishedSide> {
  const start = performance.now();
  const straight = await straighten(side, faces, wantFace);
  const straightMs = performance.now() - start;
  const qualityStart = performance.now();
  const quality = straight.page
    ? judgePageQuality(straight.raster, resolutionOf(straight.page) * side.workScale)
    : null;
  return {
    straight,
    quality,
    straightMs,
    qualityMs: performance.now() - qualityStart,
  };
}

const encodeAll = (images: readonly (readonly [ImageRole, Raster])[]): Promise<DerivedImage[]> =>
  Promise.all(
    images.map(async ([role, raster]) => ({
      role,
      jpeg: await encodeJpeg(raster),
      widthPx: raster.widthPx,
      heightPx: raster.heightPx,
    })),
  );

const prefixed = (prefix: string, timings: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(timings).map(([name, value]) => [prefix + name, value]));
