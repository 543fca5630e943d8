// Engine. Sizes of documents: which of ISO/IEC 7810's formats one is. Pure.
import { type CardFormat, cardFormats } from '../../shared/domain/device.ts';
import type { Quad } from '../../shared/domain/geometry.ts';

/**
 * How far a side may be from its format's. Doc 9303 parts 4, 5 and 6, section 2.2, lets edges lie within 0.75 mm (TD1, TD3)
 * and 1 mm (TD2) of the nominal ones, ISO/IEC 7810 itself within 0.13 mm for ID-1; edges on drawn scans of 200 and 300 dots
 * an inch are found to 0.4 mm (suite `scans`), and a scanner's carriage is true to about 0.3 %.
 */
export const toleranceMm = (sideMm: number, format: CardFormat): number =>
  (format === 'ID-2' ? 1 : 0.75) + 0.4 + 0.003 * sideMm;

export interface MeasuredSize {
  /** Longer side first. */
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Of a quad on a scan, its opposite sides averaged. */
export function sizeOnScan(quad: Quad, pxPerMm: number): MeasuredSize {
  const side = (index: number) => {
    const [from, to] = [quad[index]!, quad[(index + 1) % 4]!];
    return Math.hypot(to[0] - from[0], to[1] - from[1]) / pxPerMm;
  };
  const [across, down] = [(side(0) + side(2)) / 2, (side(1) + side(3)) / 2];
  return { widthMm: Math.max(across, down), heightMm: Math.min(across, down) };
}

export const isOfFormat = ({ widthMm, heightMm }: MeasuredSize, format: CardFormat): boolean => {
  const { widthMm: width, heightMm: height } = cardFormats[format];
  return (
    Math.abs(widthMm - width) <= toleranceMm(width, format) &&
    Math.abs(heightMm - height) <= toleranceMm(height, format)
  );
};

export const formatOf = (size: MeasuredSize): CardFormat | null =>
  (Object.keys(cardFormats) as CardFormat[]).find((format) => isOfFormat(size, format)) ?? null;

/** How much shorter or longer two pages of an open passport are: it bends into its seam, and a cover stands out. */
const seamMm = 6;
/** A cover may stand out beyond the pages by this much, both edges together. */
const coverMm = 2;

/** A passport that lies open, its data page and the page that faces it. */
export function isSpread({ widthMm, heightMm }: MeasuredSize): boolean {
  const { widthMm: width, heightMm: height } = cardFormats['ID-3'];
  return (
    Math.abs(widthMm - 2 * height) <= seamMm &&
    Math.abs(heightMm - width) <= toleranceMm(width, 'ID-3') + coverMm
  );
}
