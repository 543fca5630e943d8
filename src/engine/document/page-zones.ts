// Engine. What stands where on a page that lies flat: the machine-readable lines where they are seen, or where the page's
// shape says that they must be; the portrait; the print. Millimetres of the page. Pure.
import type { Box } from '../../shared/domain/geometry.ts';
import type { PagePlane } from './page-plane.ts';
import { cardSize } from './page-pose.ts';

export interface PageZones {
  /** From the top down; empty where the page has none. */
  readonly lines: readonly Box[];
  /** The lines were seen, not only expected. */
  readonly linesSeen: boolean;
  readonly portrait: Box | null;
  readonly print: Box;
}

/** Middles of the lines above the lower edge, and how far in they begin: Doc 9303 parts 4 to 7, the position of the MRZ. */
const arrangements = {
  three: { leftMm: 4.2, middlesMm: [18.6, 12.25, 5.9] },
  two: { leftMm: 5, middlesMm: [15.75, 9.4] },
} as const;
type Arrangement = (typeof arrangements)[keyof typeof arrangements];
/** OCR-B capitals are 2.5 mm high; a little air above and below. */
const lineHeightMm = 3.4;
/** Height of the band that Doc 9303 keeps free for the lines. */
const zoneMm = 23.2;
/** Issuers print lines up to this much off, and outlines are off as well. */
const searchMm = 2.6;
const searchStepMm = 0.25;

/** Between lines strokes are rare, on them 3 or 4 for each character and row: differences seen are 0.2 to 0.45. */
const lineContrast = 0.12;
/** Every part of a line has strokes, but one part may be under a finger or in the glare. */
const windows = 6;

export function zonesOf(plane: PagePlane): PageZones {
  const isCard = plane.widthMm === cardSize.widthMm;
  const arrangement = isCard ? arrangements.three : arrangements.two;
  const seen = shiftOfLines(plane, arrangement);
  const lines = seen === null && isCard ? [] : linesAt(plane, arrangement, seen ?? 0);
  const { widthMm, heightMm } = plane;
  const bottom = lines.length > 0 ? Math.min(lines[0]!.y - 1.5, heightMm - zoneMm) : heightMm - 4;
  if (isCard && lines.length > 0) {
    return { lines, linesSeen: true, portrait: null, print: box(4, 4, widthMm - 4, bottom) };
  }
  // Doc 9303 puts the portrait at the left, in zone V; its height follows the page's. Some cards have it at the right.
  const [left, top, right] = isCard ? [2.5, 9, 31] : [3, 15, 41];
  const lower = Math.min(bottom, isCard ? 46 : 64);
  const atLeft = box(left, top, right, lower);
  const atRight = box(widthMm - right, top, widthMm - left, lower);
  const mirrored = isCard && brightnessOf(plane, atRight) < muchDarker * brightnessOf(plane, atLeft);
  const portrait = mirrored ? atRight : atLeft;
  const print = mirrored
    ? box(4, top - 3, widthMm - right - 1, bottom)
    : box(right + 1, top - 3, widthMm - 5, bottom);
  return { lines, linesSeen: seen !== null, portrait, print };
}

/** A portrait is darker than print: by a quarter and more. */
const muchDarker = 0.8;

function brightnessOf({ luma, widthPx, pxPerMm }: PagePlane, zone: Box): number {
  let [sum, count] = [0, 0];
  for (let y = Math.round(zone.y * pxPerMm); y < (zone.y + zone.height) * pxPerMm; y += 2) {
    for (let x = Math.round(zone.x * pxPerMm); x < (zone.x + zone.width) * pxPerMm; x += 2) {
      sum += luma[y * widthPx + x]!;
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

const box = (left: number, top: number, right: number, bottom: number): Box => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});

const linesAt = ({ widthMm, heightMm }: PagePlane, arrangement: Arrangement, shiftMm: number): Box[] =>
  arrangement.middlesMm.map((middleMm) => ({
    x: arrangement.leftMm,
    y: heightMm - middleMm + shiftMm - lineHeightMm / 2,
    width: widthMm - 2 * arrangement.leftMm,
    height: lineHeightMm,
  }));

/** How far the lines lie below their nominal place, or `null` where there are no such lines. */
function shiftOfLines(plane: PagePlane, arrangement: Arrangement): number | null {
  const { heightMm, pxPerMm } = plane;
  const { middlesMm } = arrangement;
  const strokes = strokesByRow(plane, arrangement.leftMm, heightMm - middlesMm[0]! - 8);
  const mean = (middle: number, halfMm: number) => {
    let [sum, count] = [0, 0];
    for (let y = Math.round((middle - halfMm) * pxPerMm); y <= (middle + halfMm) * pxPerMm; y += 1) {
      sum += strokes[y] ?? 0;
      count += 1;
    }
    return sum / Math.max(1, count);
  };
  const pitchMm = middlesMm[0]! - middlesMm[1]!;
  let best = { contrast: 0, shiftMm: 0 };
  for (let shiftMm = -searchMm; shiftMm <= searchMm; shiftMm += searchStepMm) {
    const middles = middlesMm.map((middleMm) => heightMm - middleMm + shiftMm);
    const weakest = Math.min(...middles.map((middle) => mean(middle, 0.8)));
    const gaps = [middles[0]! - pitchMm / 2, ...middles.map((middle) => middle + pitchMm / 2)];
    const between = gaps.reduce((sum, gap) => sum + mean(gap, 0.5), 0) / gaps.length;
    const contrast = weakest - between;
    if (contrast > best.contrast) best = { contrast, shiftMm };
  }
  return best.contrast >= lineContrast ? best.shiftMm : null;
}

/**
 * For each row from `fromMm` down: the share of places with a stroke's edge, of the second emptiest part of the row. Parts
 * outside the picture do not count.
 */
function strokesByRow(plane: PagePlane, leftMm: number, fromMm: number): Float32Array {
  const { luma, inside, widthPx, heightPx, pxPerMm } = plane;
  const left = Math.round(leftMm * pxPerMm);
  const partPx = Math.floor((widthPx - 2 * left) / windows);
  const strokes = new Float32Array(heightPx);
  const step = strokeStep(plane, fromMm);
  for (let y = Math.max(0, Math.round(fromMm * pxPerMm)); y < heightPx; y += 1) {
    const shares: number[] = [];
    for (let part = 0; part < windows; part += 1) {
      let edges = 0;
      const start = y * widthPx + left + part * partPx;
      if (inside[start] !== 1 || inside[start + partPx - 1] !== 1) continue;
      for (let at = start + 1; at < start + partPx - 1; at += 1) {
        if (Math.abs(luma[at + 1]! - luma[at - 1]!) > step) edges += 1;
      }
      shares.push(edges / partPx);
    }
    if (shares.length >= windows / 2) strokes[y] = shares.sort((a, b) => a - b)[1]!;
  }
  return strokes;
}

/** A step in brightness that a stroke makes: a quarter of the way from ink to paper. */
function strokeStep({ luma, inside, widthPx, pxPerMm }: PagePlane, fromMm: number): number {
  const counts = new Uint32Array(256);
  const start = Math.round(fromMm * pxPerMm) * widthPx;
  let total = 0;
  for (let at = start; at < luma.length; at += 3) {
    if (inside[at] !== 1) continue;
    counts[luma[at]!]! += 1;
    total += 1;
  }
  const levelOf = (share: number) => {
    let seen = 0;
    let level = 0;
    while (level < 255 && seen < share * total) seen += counts[level++]!;
    return level;
  };
  return Math.max(8, (levelOf(0.8) - levelOf(0.04)) / 4);
}
