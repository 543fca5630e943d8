// Plain Node. Draws what a flatbed scanner gives: sheets on its glass under a lid, seen straight on, with the shadow that
// the lamp throws along their edges, dust, noise; as pixels, or encoded as scanners encode.
import PdfDocument from 'pdfkit';
import sharp from 'sharp';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import { chain, type Homography, project } from '../photograph/pose.ts';
import { projectSurface } from '../photograph/projection.ts';
import type { Sheet } from '../photograph/surface.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';
import type { Specimen } from '../specimen/specimen.ts';

export const lids = {
  white: [246, 246, 243],
  /** Sponge that has yellowed. */
  cream: [236, 233, 221],
  grey: [148, 149, 151],
  black: [17, 17, 18],
} as const satisfies Record<string, readonly [number, number, number]>;
export type LidName = keyof typeof lids;
export const lidNames = Object.keys(lids) as readonly LidName[];

export interface OnBed {
  readonly sheet: Sheet;
  /** Its middle on the bed. */
  readonly xMm: number;
  readonly yMm: number;
  /** Clockwise. */
  readonly degrees: number;
}

export interface ScanRequest {
  readonly seed: number;
  readonly documents: readonly OnBed[];
  readonly lid?: LidName;
  readonly resolutionDpi?: number;
  /** Of the glass; A4 by default. */
  readonly bedMm?: { readonly width: number; readonly height: number };
  /** Specks of dust, hairs and staples on the glass. */
  readonly specks?: number;
  /** Standard deviation in sRGB steps. */
  readonly noise?: number;
  /** How much darker the lid is at the far end of the glass, 0 to 1. */
  readonly falloff?: number;
}

export interface Scan {
  readonly raster: Raster;
  readonly resolutionDpi: number;
  /** Of each sheet on the scan, clockwise from its own top left. */
  readonly quads: readonly Quad[];
}

const a4Mm = { width: 210, height: 297 };
const mmPerInch = 25.4;
/** The lamp stands to one side of the sensor: sheets throw a shadow this wide along one edge, a narrow one elsewhere. */
const shadow = { reachMm: 1.1, strength: 0.4, seamMm: 0.25, seamStrength: 0.22 };

export const sheetOf = ({ raster, pxPerMm, cornerRadiusMm, truth }: Specimen): Sheet => ({
  raster,
  pxPerMm,
  cornerRadiusMm,
  widthMm: truth.widthMm,
  heightMm: truth.heightMm,
});

/** Deterministic: the same request gives the same pixels. */
export async function drawScan(request: ScanRequest): Promise<Scan> {
  const { resolutionDpi = 300, bedMm = a4Mm, falloff = 0.03 } = request;
  const random = seededRandom(request.seed).stream('scan');
  const pxPerMm = resolutionDpi / mmPerInch;
  const [widthPx, heightPx] = [Math.round(bedMm.width * pxPerMm), Math.round(bedMm.height * pxPerMm)];
  const rgb = bedOf(lids[request.lid ?? 'white'], widthPx, heightPx, falloff);
  const bed: Raster = { widthPx, heightPx, rgb };
  const quads: Quad[] = [];
  for (const laid of request.documents) quads.push(await lay(laid, bed, pxPerMm));
  for (let speck = 0; speck < (request.specks ?? 0); speck += 1) dirty(bed, pxPerMm, random);
  await blur(bed);
  grain(bed, request.noise ?? 1.2, random);
  return { raster: bed, resolutionDpi, quads };
}

function bedOf(lid: readonly [number, number, number], widthPx: number, heightPx: number, falloff: number) {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const light = 1 - (falloff * y) / heightPx;
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      for (let channel = 0; channel < 3; channel += 1) rgb[at + channel] = lid[channel]! * light;
    }
  }
  return rgb;
}

/** Only the part of the glass that the sheet lies on is drawn anew. */
async function lay(laid: OnBed, bed: Raster, pxPerMm: number): Promise<Quad> {
  const { sheet, degrees } = laid;
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn) * pxPerMm, Math.sin(turn) * pxPerMm];
  const middle = [laid.xMm * pxPerMm, laid.yMm * pxPerMm] as const;
  const [halfW, halfH] = [sheet.widthMm / 2, sheet.heightMm / 2];
  const toScan: Homography = [
    cos,
    -sin,
    middle[0] - cos * halfW + sin * halfH,
    sin,
    cos,
    middle[1] - sin * halfW - cos * halfH,
    0,
    0,
    1,
  ];
  const corners: readonly Point[] = [
    [0, 0],
    [sheet.widthMm, 0],
    [sheet.widthMm, sheet.heightMm],
    [0, sheet.heightMm],
  ];
  const quad = corners.map((corner) => project(toScan, corner)) as Quad;
  const around = Math.ceil(4 * pxPerMm);
  const left = Math.max(0, Math.floor(Math.min(...quad.map(([x]) => x))) - around);
  const top = Math.max(0, Math.floor(Math.min(...quad.map(([, y]) => y))) - around);
  const right = Math.min(bed.widthPx, Math.ceil(Math.max(...quad.map(([x]) => x))) + around);
  const bottom = Math.min(bed.heightPx, Math.ceil(Math.max(...quad.map(([, y]) => y))) + around);
  const [width, height] = [right - left, bottom - top];
  if (width <= 0 || height <= 0) return quad;
  const toPart = chain([1, 0, -left, 0, 1, -top, 0, 0, 1], toScan);
  const surface = { ...sheet, pageXMm: 0, pageYMm: 0, micro: null };
  const { rgb, coverage } = await projectSurface(surface, toPart, width, height);
  const dark = await shadowOf(coverage, width, height, pxPerMm);
  for (let y = 0, from = 0; y < height; y += 1) {
    for (let x = 0, to = ((y + top) * bed.widthPx + left) * 3; x < width; x += 1, from += 1, to += 3) {
      const share = coverage[from]! / 255;
      const lit = (1 - share) * (1 - dark[from]!);
      for (let channel = 0; channel < 3; channel += 1) {
        bed.rgb[to + channel] = bed.rgb[to + channel]! * lit + rgb[from * 3 + channel]! * share;
      }
    }
  }
  return quad;
}

async function shadowOf(coverage: Uint8Array, width: number, height: number, pxPerMm: number) {
  const cv = await openCv();
  return withMats((keep) => {
    const mask = keep(new cv.Mat(height, width, cv.CV_8UC1));
    mask.data.set(coverage);
    const blurred = (sigmaMm: number) => {
      const out = keep(new cv.Mat());
      cv.GaussianBlur(mask, out, new cv.Size(0, 0), Math.max(0.4, sigmaMm * pxPerMm));
      return out.data;
    };
    const [wide, seam] = [blurred(shadow.reachMm * 0.5), blurred(shadow.seamMm)];
    const down = Math.round(shadow.reachMm * pxPerMm);
    return Float32Array.from({ length: width * height }, (_, at) => {
      const above = at - down * width;
      const cast = above >= 0 ? (shadow.strength * wide[above]!) / 255 : 0;
      return Math.max(cast, (shadow.seamStrength * seam[at]!) / 255);
    });
  });
}

/** A speck, a hair or a staple. */
function dirty({ widthPx, heightPx, rgb }: Raster, pxPerMm: number, random: Random): void {
  const lengthMm = random.pick([0.3, 0.8, 6, 11]);
  const thicknessPx = Math.max(1, Math.round(random.pick([0.15, 0.5]) * pxPerMm));
  const shade = random.pick([40, 90, 200]);
  const [startX, startY] = [random.between(0, widthPx), random.between(0, heightPx)];
  const turn = random.between(0, Math.PI);
  for (let step = 0; step < lengthMm * pxPerMm; step += 0.5) {
    const [x, y] = [startX + step * Math.cos(turn), startY + step * Math.sin(turn)];
    for (let dy = 0; dy < thicknessPx; dy += 1) {
      for (let dx = 0; dx < thicknessPx; dx += 1) {
        const [column, row] = [Math.round(x + dx), Math.round(y + dy)];
        if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) continue;
        rgb.fill(shade, (row * widthPx + column) * 3, (row * widthPx + column) * 3 + 3);
      }
    }
  }
}

/** Optics of a contact sensor. */
async function blur({ widthPx, heightPx, rgb }: Raster): Promise<void> {
  const cv = await openCv();
  withMats((keep) => {
    const frame = keep(new cv.Mat(heightPx, widthPx, cv.CV_8UC3));
    frame.data.set(rgb);
    cv.GaussianBlur(frame, frame, new cv.Size(0, 0), 0.6);
    rgb.set(frame.data);
  });
}

function grain({ rgb }: Raster, sigma: number, random: Random): void {
  if (sigma <= 0) return;
  const table = Float32Array.from({ length: 65_536 }, () => random.normal() * sigma);
  let state = random.integer(1, 0x7fffffff);
  for (let at = 0; at < rgb.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    rgb[at] = Math.min(255, Math.max(0, Math.round(rgb[at]! + table[state & 65_535]!)));
  }
}

const open = ({ raster: { widthPx, heightPx, rgb } }: Scan) =>
  sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** As a scanner encodes a page; grey ones have one channel, `deep` ones 16 bits. */
export async function encodeScan(
  scan: Scan,
  {
    as = 'jpeg',
    grey = false,
    deep = false,
  }: {
    readonly as?: 'jpeg' | 'png' | 'tiff' | 'pdf';
    readonly grey?: boolean;
    readonly deep?: boolean;
  } = {},
): Promise<Buffer> {
  const coloured = grey ? open(scan).greyscale() : open(scan);
  const image = deep ? coloured.toColourspace(grey ? 'grey16' : 'rgb16') : coloured;
  if (as === 'png') return image.png({ compressionLevel: 1 }).toBuffer();
  if (as === 'tiff') return image.tiff({ compression: 'deflate' }).toBuffer();
  const jpeg = await coloured.jpeg({ quality: 90 }).toBuffer();
  return as === 'jpeg' ? jpeg : pdfOf([{ jpeg, ...scan }]);
}

/** One image a page, each page as large as its image is. */
export async function pdfOf(
  pages: readonly {
    readonly jpeg: Buffer;
    readonly raster: Pick<Raster, 'widthPx' | 'heightPx'>;
    readonly resolutionDpi: number;
  }[],
): Promise<Buffer> {
  const document = new PdfDocument({ autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => document.on('end', () => resolve()));
  for (const { jpeg, raster, resolutionDpi } of pages) {
    const points = (px: number) => (px / resolutionDpi) * 72;
    const size: [number, number] = [points(raster.widthPx), points(raster.heightPx)];
    document.addPage({ size, margin: 0 }).image(jpeg, 0, 0, { width: size[0], height: size[1] });
  }
  document.end();
  await done;
  return Buffer.concat(chunks);
}
