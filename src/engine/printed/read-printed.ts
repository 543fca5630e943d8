// Engine. The visual inspection zone (Doc 9303 part 3, section 3): every line of print read, and the fields among them.
import type {
  DocumentFields,
  DocumentSide,
  DocumentType,
  MrzFormat,
  PrintedField,
} from '../../shared/domain/document.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { TextLine } from '../document/text-detection.ts';
import { recogniseDocument } from '../documents/recognise.ts';
import type { Raster } from '../image/raster.ts';
import { assemble } from './assemble.ts';
import { orderIn } from './date-order.ts';
import { fieldValueOf } from './field-value.ts';
import { type FindContext, findLabelled, type Labelled, valueContext } from './find-labelled.ts';
import { type Parts, partsOf } from './label-parts.ts';
import { isAmericanLicence } from './licence-items.ts';
import { cropLine, type LineCrop } from './line-crop.ts';
import type { LineReader } from './line-reader.ts';
import type { ReadLine } from './line-recogniser.ts';
import { regionsOfMissing } from './missing-values.ts';
import { findLinesOnPage, type PlacedPage } from './page-lines.ts';
import { type Plane, type PrintedLine, segmentsOf } from './plane.ts';
import { type Script, scriptOf, scriptOfText, traditionalLines } from './script.ts';
import { quadsToRead, rightIn, scaled } from './text-lines.ts';
import { uprightOf } from './upright.ts';

/** All places in pixels of `raster`, but for those of `lines`. */
export interface PrintInput {
  /** The photograph, as fine as there is one. */
  readonly raster: Raster;
  /** Source pixels per pixel of `raster`; results are in source pixels. */
  readonly sourceScale: number;
  /** A smaller copy of the same photograph, and what text detection found in it, in the copy's pixels. */
  readonly copy: Raster;
  readonly lines: readonly TextLine[];
  readonly page:
    | (PlacedPage & {
        /** The quad begins at the page's own top left; else it may be upside down. */
        readonly isUpright: boolean;
      })
    | null;
  /** What the machine-readable zone or a barcode says, and where the zone stands. */
  readonly hints: {
    readonly format: MrzFormat | null;
    readonly type: DocumentType | null;
    /** ICAO code of the issuing state. */
    readonly country: string | null;
    readonly fields: DocumentFields;
    /** Of the zone's lines, upright. Empty where it is on the other side. */
    readonly mrzQuads: readonly Quad[];
  } | null;
  readonly side: DocumentSide;
  readonly nowMs: number;
}

export interface PrintedText {
  readonly text: string;
  /** Of each character, 0 to 1. */
  readonly confidences: readonly number[];
  /** In source pixels. */
  readonly quad: Quad;
}

export interface PrintReading {
  readonly fields: PrintedField[];
  /** Every line that was read, fields or not. */
  readonly lines: PrintedText[];
  readonly timings: Readonly<Record<string, number>>;
}

/** Fails with `engine.unavailable` where a model is missing. */
export async function readPrinted(
  input: PrintInput,
  tools: { readonly reader: LineReader },
): Promise<PrintReading> {
  const start = performance.now();
  const { raster, hints, page, side } = input;
  const detected = input.lines.map((line) => scaled(line, raster.widthPx / input.copy.widthPx));
  const readAs =
    ({ alphabet, isTraditional }: Script) =>
    async (quads: readonly Quad[]): Promise<PrintedLine[]> => {
      const crops = quads.map((quad) => cropLine(raster, quad));
      const read = await tools.reader.recognise(
        alphabet,
        crops.filter((crop): crop is LineCrop => crop !== null),
      );
      const found = isTraditional ? await traditionalLines(read) : read;
      let next = 0;
      return crops.flatMap((crop, index) => {
        const line = crop && found[next++];
        return line && isText(line) ? [{ ...line, quad: quads[index]! }] : [];
      });
    };

  const mrzQuads = hints?.mrzQuads ?? [];
  const known = scriptOf(hints?.country ?? null);
  const upright = await uprightOf(
    { page, mrzQuads, lines: detected },
    readAs(known ?? { alphabet: 'chinese', isTraditional: false }),
  );
  if (!upright) return { fields: [], lines: [], timings: { printMs: performance.now() - start } };
  const read = readAs(known ?? scriptOfText(upright.texts));
  const { plane } = upright;
  const quads = upright.page
    ? await findLinesOnPage(
        input.copy,
        raster.widthPx / input.copy.widthPx,
        upright.page,
        mrzQuads,
        tools.reader,
      )
    : quadsToRead(detected, rightIn(plane, upright.step), mrzQuads, null);
  const detectMs = performance.now() - start;
  const lines = await read(quads);
  const readMs = performance.now() - start - detectMs;

  const context = contextOf(lines, input);
  let { parts, labelled } = find(lines, plane, context);
  const regions = regionsOfMissing(labelled, parts, plane);
  if (regions.length > 0) {
    const tried = await read(regions.flatMap(({ quads: own }) => own));
    const more = regions.flatMap(({ field, quads: own }): PrintedLine[] => {
      const found = own
        .flatMap((quad) => tried.find((line) => line.quad === quad) ?? [])
        .find(({ text }) => fieldValueOf(field, text, valueContext(field, context))?.value);
      return found ? [found] : [];
    });
    if (more.length > 0) {
      lines.push(...more);
      ({ parts, labelled } = find(lines, plane, context));
    }
  }
  const toSource = (quad: Quad): Quad =>
    quad.map(([x, y]): Point => [x * input.sourceScale, y * input.sourceScale]) as Quad;
  const fields = assemble(labelled, parts, lines, context, side).map((field) => ({
    ...field,
    quad: toSource(field.quad),
  }));
  return {
    fields,
    lines: lines.map(({ text, confidences, quad }) => ({ text, confidences, quad: toSource(quad) })),
    timings: { printDetectMs: detectMs, printReadMs: readMs, printMs: performance.now() - start },
  };
}

/** What the lines themselves tell of the document, where nothing else does. */
function contextOf(lines: readonly PrintedLine[], { hints, side, nowMs }: PrintInput): FindContext {
  const texts = lines.map(({ text }) => text);
  const { format, type, country } = recogniseDocument({
    lines: texts.map((text) => ({ text, side })),
    mrz: hints?.type ? { type: hints.type, country: hints.country } : null,
    barcode: null,
    sides: [side],
  });
  const expected = hints?.fields ?? {};
  const state = hints?.country ?? country;
  const isAmerican = state === null && type === 'driving_licence' && isAmericanLicence(texts);
  return {
    state,
    nowMs,
    expected,
    order: orderIn(texts, expected) ?? (isAmerican ? 'month first' : null),
    licenceNumber: format.licenceNumber ?? { name: 'documentNumber', value: null },
  };
}

function find(
  lines: readonly PrintedLine[],
  plane: Plane,
  context: FindContext,
): { parts: Parts; labelled: Labelled } {
  const parts = partsOf(segmentsOf(lines, plane.to), lines, plane.to, context);
  return { parts, labelled: findLabelled(parts, context) };
}

/** Less is texture that detection took for letters. */
const leastConfidence = 0.45;
const isText = ({ text, confidences }: ReadLine): boolean =>
  text.trim() !== '' && meanOf(confidences) >= leastConfidence;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
