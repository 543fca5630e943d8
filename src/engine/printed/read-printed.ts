// Engine. The visual inspection zone (Doc 9303 part 3, section 3): every line of print read, and the fields among them.
import type { DocumentFields, DocumentSide, MrzFormat, PrintedField } from '../../shared/domain/document.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { TextLine } from '../document/text-detection.ts';
import type { Raster } from '../image/raster.ts';
import { assemble } from './assemble.ts';
import { type FindContext, findLabelled, type Labelled } from './find-labelled.ts';
import { type Parts, partsOf } from './label-parts.ts';
import { cropLine, type LineCrop } from './line-crop.ts';
import type { LineReader } from './line-reader.ts';
import type { ReadLine } from './line-recogniser.ts';
import { regionsOfMissing } from './missing-values.ts';
import { findLinesOnPage } from './page-lines.ts';
import { type Plane, type PrintedLine, pagePlane, segmentsOf, turnedPlane } from './plane.ts';
import type { Alphabet } from './print-contract.ts';
import { directionOf, quadsToRead, rightIn, scaled } from './text-lines.ts';

/** All places in pixels of `raster`, but for those of `lines`. */
export interface PrintInput {
  /** The photograph, as fine as there is one. */
  readonly raster: Raster;
  /** Source pixels per pixel of `raster`; results are in source pixels. */
  readonly sourceScale: number;
  /** A smaller copy of the same photograph, and what text detection found in it, in the copy's pixels. */
  readonly copy: Raster;
  readonly lines: readonly TextLine[];
  readonly page: {
    readonly quad: Quad;
    readonly widthMm: number;
    readonly heightMm: number;
    /** The quad begins at the page's own top left; else it may be upside down. */
    readonly isUpright: boolean;
  } | null;
  /** What the machine-readable zone or a barcode says, and where the zone stands. */
  readonly hints: {
    readonly format: MrzFormat | null;
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
  const alphabet = alphabetOf(hints?.country ?? null);
  const read = async (quads: readonly Quad[]): Promise<PrintedLine[]> => {
    const crops = quads.map((quad) => cropLine(raster, quad));
    const found = await tools.reader.recognise(
      alphabet,
      crops.filter((crop): crop is LineCrop => crop !== null),
    );
    let next = 0;
    return crops.flatMap((crop, index) => {
      const line = crop && found[next++];
      return line && isText(line) ? [{ ...line, quad: quads[index]! }] : [];
    });
  };

  const plane = await uprightPlane(input, detected, read);
  if (!plane) return { fields: [], lines: [], timings: { printMs: performance.now() - start } };
  const mrzQuads = hints?.mrzQuads ?? [];
  const quads = page?.isUpright
    ? await findLinesOnPage(input.copy, raster.widthPx / input.copy.widthPx, page, mrzQuads, tools.reader)
    : quadsToRead(detected, rightIn(plane.plane, plane.step), mrzQuads, page?.quad ?? null);
  const detectMs = performance.now() - start;
  const lines = await read(quads);
  const readMs = performance.now() - start - detectMs;

  const context: FindContext = {
    state: hints?.country ?? null,
    nowMs: input.nowMs,
    expected: hints?.fields ?? {},
  };
  let { parts, labelled } = find(lines, plane.plane, context);
  const regions = regionsOfMissing(labelled, parts, plane.plane);
  if (regions.length > 0) {
    const more = await read(regions);
    if (more.length > 0) {
      lines.push(...more);
      ({ parts, labelled } = find(lines, plane.plane, context));
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

function find(
  lines: readonly PrintedLine[],
  plane: Plane,
  context: FindContext,
): { parts: Parts; labelled: Labelled } {
  const parts = partsOf(segmentsOf(lines, plane.to), lines, plane.to, context.expected);
  return { parts, labelled: findLabelled(parts, context) };
}

/** Where documents are printed in Chinese characters; with no state known they may be. */
const ideographicStates = new Set(['TWN', 'CHN', 'HKG', 'MAC', 'JPN', 'KOR', 'SGP']);
const alphabetOf = (country: string | null): Alphabet =>
  country === null || ideographicStates.has(country) ? 'chinese' : 'latin';

/** Less is texture that detection took for letters. */
const leastConfidence = 0.45;
const isText = ({ text, confidences }: ReadLine): boolean =>
  text.trim() !== '' && meanOf(confidences) >= leastConfidence;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

interface UprightPlane {
  readonly plane: Plane;
  /** A small step in the plane, for its direction at a point. */
  readonly step: number;
}

async function uprightPlane(
  { page, hints }: PrintInput,
  detected: readonly TextLine[],
  read: (quads: readonly Quad[]) => Promise<PrintedLine[]>,
): Promise<UprightPlane | null> {
  if (page?.isUpright) return { plane: pagePlane(page.quad, page.widthMm, page.heightMm), step: 0.5 };
  const zone = hints?.mrzQuads[0];
  const direction = zone ? directionBetween(zone[0], zone[1]) : directionOf(detected);
  if (!direction) return null;
  const level = { plane: turnedPlane(direction), step: 1 };
  if (zone) return level;
  const upsideDown = { plane: turnedPlane([-direction[0], -direction[1]]), step: 1 };
  return (await isUpsideDown(detected, direction, read)) ? upsideDown : level;
}

function directionBetween(a: Point, b: Point): Point {
  const size = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [(b[0] - a[0]) / size, (b[1] - a[1]) / size];
}

/** Lines that are read both ways to tell which is up. */
const triedLines = 4;

async function isUpsideDown(
  detected: readonly TextLine[],
  direction: Point,
  read: (quads: readonly Quad[]) => Promise<PrintedLine[]>,
): Promise<boolean> {
  const tried = detected.toSorted((a, b) => ratioOf(b) - ratioOf(a)).slice(0, triedLines);
  const upright = quadsToRead(tried, () => direction, [], null);
  const turned = upright.map(([a, b, c, d]): Quad => [c, d, a, b]);
  const certainty = async (quads: readonly Quad[]) =>
    (await read(quads)).reduce((sum, { confidences }) => sum + meanOf(confidences) * confidences.length, 0);
  return (await certainty(turned)) > (await certainty(upright));
}

/** Of middling length: very long lines are zones and small print. */
const ratioOf = ({ lengthPx, thicknessPx }: TextLine): number => {
  const ratio = lengthPx / thicknessPx;
  return ratio > 14 ? 14 / ratio : ratio;
};
