// Engine. Reads the machine-readable zone of a photograph: where it may stand, which way up, what it says.

import type { Quad } from '../../shared/domain/geometry.ts';
import { greyToMat, loadOpenCv, type Mat, type OpenCv } from '../image/opencv.ts';
import { toGrey } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { decodeMrz, type MrzDecoding } from './mrz-decode.ts';
import { mrzLayouts } from './mrz-formats.ts';
import { locateMrz, type MrzCandidate, turnUpsideDown } from './mrz-location.ts';
import { pitchOf } from './mrz-pitch.ts';
import type { LineReading, MrzRecogniser } from './mrz-recogniser.ts';
import { cutStrips, type MrzStrip } from './mrz-strip.ts';
import type { TextLine } from './text-detection.ts';

/** Lines of one zone from the top down, as the recogniser saw them. */
export interface ZoneLines {
  readonly readings: readonly LineReading[];
  /** Each line in the raster's pixels, clockwise from its own top left. */
  readonly quads: readonly Quad[];
}

export interface MrzFound {
  readonly decoding: MrzDecoding;
  /** As in ZoneLines. */
  readonly quads: readonly Quad[];
  /** How many photographs it was read from. */
  readonly frames: number;
}

export interface MrzSearch {
  readonly found: MrzFound | null;
  /** Of what was found, or those lines of an unreadable zone that look like an MRZ's. */
  readonly lines: ZoneLines | null;
  /** Whether lines stood where an MRZ stands and held fillers, but could not be read as one. */
  readonly unreadable: boolean;
}

const nothing: MrzSearch = { found: null, lines: null, unreadable: false };

/** OCR-B's character pitch over the height of a line image (2.54 mm and about 3.7 mm, stretched; see mrz-strip.ts). */
const pitchOverHeight = 0.74;
/** Characters that a strip has room for: 30 to 44, with lost ends, loose detection, and letters flat from a steep view. */
const roomFor = { low: 18, high: 62 };

/** `textLines` are in the raster's pixels. */
export async function readMrz(
  raster: Raster,
  textLines: readonly TextLine[],
  recogniser: MrzRecogniser,
): Promise<MrzSearch> {
  const candidates = locateMrz(textLines);
  if (candidates.length === 0) return nothing;
  const cv = await loadOpenCv();
  const grey = greyToMat(cv, toGrey(raster), raster.widthPx, raster.heightPx);
  try {
    let unreadable: MrzSearch | null = null;
    for (const [index, candidate] of candidates.entries()) {
      // The first is the zone on nearly every document, and is read at once; pages of text have several more.
      if (index > 0 && !(await isPromising({ cv, grey, recogniser }, candidate))) continue;
      const attempt = await readCandidate({ cv, grey, recogniser }, candidate);
      // A page has one zone: the first that convinces is it, check digits right or wrong.
      if (attempt.found) return attempt;
      if (attempt.unreadable) unreadable ??= attempt;
    }
    return unreadable ?? nothing;
  } finally {
    grey.delete();
  }
}

interface Reading {
  readonly cv: OpenCv;
  readonly grey: Mat;
  readonly recogniser: MrzRecogniser;
}

/** Reads the longest line alone, both ways up at the same time. */
async function isPromising({ cv, grey, recogniser }: Reading, candidate: MrzCandidate): Promise<boolean> {
  const longest = candidate.lines.toSorted((a, b) => b.lengthPx - a.lengthPx).slice(0, 1);
  const strips = [candidate, turnUpsideDown(candidate)].flatMap((way) =>
    cutStrips(cv, grey, { ...way, lines: longest }, recogniser.lineHeightPx),
  );
  const readings = await recogniser.recognise(strips.map((strip) => strip.image));
  return readings.some((reading, index) => looksLikeMrz(reading, strips[index]!));
}

async function readCandidate(reading: Reading, candidate: MrzCandidate): Promise<MrzSearch> {
  const { cv, grey, recogniser } = reading;
  const upright = await readUpright(reading, candidate);
  if (upright.found || upright.outOfShape) return upright;
  const turned = turnUpsideDown(candidate);
  // The other way up is worth the time only where one line of it looks like an MRZ.
  const [strip] = cutStrips(cv, grey, { ...turned, lines: turned.lines.slice(-1) }, recogniser.lineHeightPx);
  const [probe] = await recogniser.recognise(strip ? [strip.image] : []);
  if (!strip || !probe || !looksLikeMrz(probe, strip)) return upright;
  const other = await readUpright(reading, turned);
  return other.found || !upright.unreadable ? other : upright;
}

interface Attempt extends MrzSearch {
  /** Too long or too short for any MRZ, in characters: not worth reading either way up. */
  readonly outOfShape: boolean;
}

async function readUpright(reading: Reading, candidate: MrzCandidate): Promise<Attempt> {
  const { cv, grey, recogniser } = reading;
  const strips = cutStrips(cv, grey, candidate, recogniser.lineHeightPx);
  const rooms = strips.map(({ image }) => image.widthPx / (image.heightPx * pitchOverHeight));
  const room = rooms.sort((a, b) => a - b)[(rooms.length - 1) >> 1]!;
  if (room < roomFor.low || room > roomFor.high) return { ...nothing, outOfShape: true };
  const readings = await recogniser.recognise(strips.map((strip) => strip.image));
  const first = decodeWindows(readings, strips);
  if (first?.decoding.judgement.valid) return foundAs(first);
  let best = first;
  // [Note: Lost ends] On busy backgrounds the detector stops before the end of a line. What was read tells the
  // format and the pitch, and these tell how far the line really goes.
  for (const reach of missingReach(readings, strips)) {
    const longer = cutStrips(cv, grey, candidate, recogniser.lineHeightPx, reach);
    const again = decodeWindows(await recogniser.recognise(longer.map((strip) => strip.image)), longer);
    if (again && (!best || again.decoding.score > best.decoding.score)) best = again;
    if (best?.decoding.judgement.valid) break;
  }
  if (best) return foundAs(best);
  const alike = strips.flatMap((strip, index) => {
    const reading = readings[index]!;
    return looksLikeMrz(reading, strip) ? [{ reading, quad: strip.quad }] : [];
  });
  if (alike.length < 2) return { ...nothing, outOfShape: false };
  const lines = { readings: alike.map(({ reading }) => reading), quads: alike.map(({ quad }) => quad) };
  return { found: null, lines, unreadable: true, outOfShape: false };
}

const foundAs = ({ decoding, readings, quads }: ReadLines): Attempt => ({
  found: { decoding, quads, frames: 1 },
  lines: { readings, quads },
  unreadable: false,
  outOfShape: false,
});

interface ReadLines extends ZoneLines {
  readonly decoding: MrzDecoding;
}

function decodeWindows(readings: readonly LineReading[], strips: readonly MrzStrip[]): ReadLines | null {
  let best: ReadLines | null = null;
  for (const [start, end] of windowsOf(readings.length)) {
    const window = readings.slice(start, end);
    const decoding = decodeMrz(window);
    if (decoding && (!best || decoding.score > best.decoding.score)) {
      best = { decoding, readings: window, quads: strips.slice(start, end).map((strip) => strip.quad) };
    }
  }
  return best;
}

/** Three lines may be a TD1, or the two of another format under a line of print. */
const windowsOf = (count: number): readonly (readonly [number, number])[] =>
  count === 3
    ? [
        [0, 3],
        [1, 3],
        [0, 2],
      ]
    : [[0, count]];

/** See [Note: Lost ends]. The longer of two possible lengths last, at most two tries. */
function missingReach(
  readings: readonly LineReading[],
  strips: readonly MrzStrip[],
): { readonly beforePx: number; readonly afterPx: number }[] {
  const alike = readings.findIndex((line, index) => looksLikeMrz(line, strips[index]!));
  if (alike < 0) return [];
  const { image, quad } = strips[alike]!;
  const { frames } = readings[alike]!;
  const framePx = Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]) / frames;
  const startsRight = /^[PVIAC]/.test(readings[0]!.text);
  const evenPitch = (image.heightPx * pitchOverHeight * frames) / image.widthPx;
  const pitchPx = framePx * (pitchOf(readings)?.(startsRight ? 1 : 0) ?? evenPitch);
  const read = Math.max(...readings.map((line) => line.text.length));
  const lengths = new Set(
    mrzLayouts
      .filter(({ lengths: of }) => of.length === readings.length && Math.max(...of) > read)
      .map(({ lengths: of }) => Math.max(...of)),
  );
  return [...lengths]
    .sort((a, b) => a - b)
    .map((length) => {
      const missingPx = (length - read) * pitchPx;
      return startsRight ? { beforePx: 0, afterPx: missingPx } : { beforePx: missingPx, afterPx: 0 };
    });
}

/** Read with some confidence, and one character to each pitch: print in other fonts stands closer. */
function looksLikeMrz({ text, confidences }: LineReading, { image }: MrzStrip): boolean {
  const mean = confidences.reduce((sum, value) => sum + value, 0) / Math.max(1, confidences.length);
  const density = (text.length * image.heightPx * pitchOverHeight) / image.widthPx;
  return text.length >= 16 && text.length <= 52 && mean > 0.6 && density > 0.7 && density < 1.35;
}
