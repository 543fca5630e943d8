// Engine. The pages of a scanner's PDF as pictures. Scanners put one image on a page; it is taken out as it is, and turned
// as the page shows it. Nothing else of a PDF is drawn: no text, no lines, no scripts.
import sharp from 'sharp';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { FailureError } from '../../shared/kernel/failure.ts';
import { maxSourcePixels } from '../image/decode.ts';
import type { Raster } from '../image/raster.ts';
import { guardPdf } from './pdf-guard.ts';

/** Two sides of a few sheets; whoever sends more sends no scanned document. */
const mostPages = 8;
/** Below this nothing can be read. */
const leastSidePx = 64;

export const isPdf = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 4)) === '%PDF';

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Document['getPage']>>;
type Matrix = readonly [number, number, number, number, number, number];

interface PdfImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}
interface Painted {
  readonly image: PdfImage;
  /** From the unit square of the image to the page, y upwards. */
  readonly matrix: Matrix;
}

/** One page after the other. Throws FailureError of a kind `image.*`. */
export async function* pagesOfPdf(bytes: Uint8Array): AsyncGenerator<Raster> {
  guardPdf(bytes);
  const document = await translated(() =>
    // A copy: PDF.js takes what it is given for its own.
    getDocumentProxy(Uint8Array.from(bytes), {
      maxImageSize: maxSourcePixels,
      stopAtErrors: true,
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      verbosity: 0,
    }),
  );
  try {
    if (document.numPages > mostPages) {
      throw new FailureError(
        'image.too_large',
        `The PDF has ${document.numPages} pages; at most ${mostPages} can be read.`,
      );
    }
    for (let number = 1; number <= document.numPages; number += 1) {
      yield await translated(async () => pictureOf(await document.getPage(number), number));
    }
  } finally {
    await document.loadingTask.destroy();
  }
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof FailureError) throw cause;
    const [name, message] = cause instanceof Error ? [cause.name, cause.message] : ['', ''];
    if (name === 'PasswordException') {
      throw new FailureError('image.unsupported', 'The PDF is locked with a password.', { cause });
    }
    if (/maximum allowed size/.test(message)) {
      throw new FailureError(
        'image.too_large',
        `The PDF holds an image of more than ${maxSourcePixels / 1e6} megapixels.`,
        { cause },
      );
    }
    throw new FailureError('image.corrupt', 'The PDF is damaged or cut short.', { cause });
  }
}

async function pictureOf(page: Page, number: number): Promise<Raster> {
  const painted = await imagesOn(page);
  const [largest] = painted.sort((a, b) => b.image.width * b.image.height - a.image.width * a.image.height);
  if (!largest) {
    throw new FailureError('image.unsupported', `Page ${number} of the PDF holds no scanned image.`);
  }
  const { width, height } = largest.image;
  if (width < leastSidePx || height < leastSidePx) {
    throw new FailureError(
      'image.too_small',
      `The image is ${width} x ${height} pixels; each side needs at least ${leastSidePx}.`,
    );
  }
  return asShown(rgbOf(largest.image), largest.matrix, page.rotate);
}

async function imagesOn(page: Page): Promise<Painted[]> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const painted: Painted[] = [];
  const stack: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [index, operation] of fnArray.entries()) {
    const args = (argsArray[index] ?? []) as readonly unknown[];
    if (operation === OPS.save) stack.push(matrix);
    else if (operation === OPS.restore) matrix = stack.pop() ?? matrix;
    else if (operation === OPS.transform) matrix = within(matrix, args as unknown as Matrix);
    else if (operation === OPS.paintFormXObjectBegin) {
      stack.push(matrix);
      if (args[0]) matrix = within(matrix, args[0] as Matrix);
    } else if (operation === OPS.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    else if (operation === OPS.paintImageXObject) {
      const image = await imageBy(page, String(args[0]));
      if (image) painted.push({ image, matrix });
    } else if (operation === OPS.paintInlineImageXObject)
      painted.push({ image: args[0] as PdfImage, matrix });
  }
  return painted.filter(({ image }) => image?.data && image.width > 0 && image.height > 0);
}

const imageBy = (page: Page, key: string): Promise<PdfImage | null> =>
  new Promise((resolve) => {
    const objects = key.startsWith('g_') ? page.commonObjs : page.objs;
    objects.get(key, (image: unknown) => resolve(image as PdfImage | null));
  });

const within = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
];

/** PDF.js gives one bit, three or four bytes a pixel. */
function rgbOf({ width, height, data }: PdfImage): Raster {
  const count = width * height;
  const channels = data.length / count;
  if (channels === 3) return { widthPx: width, heightPx: height, rgb: Uint8Array.from(data) };
  const rgb = new Uint8Array(count * 3);
  if (channels === 4 || channels === 1) {
    const [green, blue] = channels === 4 ? [1, 2] : [0, 0];
    for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
      rgb[to] = data[from]!;
      rgb[to + 1] = data[from + green]!;
      rgb[to + 2] = data[from + blue]!;
    }
    return { widthPx: width, heightPx: height, rgb };
  }
  const rowBytes = (width + 7) >> 3;
  if (data.length !== rowBytes * height) {
    throw new FailureError('image.unsupported', 'The PDF holds an image of an unknown kind.');
  }
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const isWhite = (data[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
      rgb.fill(isWhite ? 255 : 0, to, to + 3);
    }
  }
  return { widthPx: width, heightPx: height, rgb };
}

/** Turned and mirrored as the page has it, by quarter turns. `rotate`: of the page, degrees clockwise. */
async function asShown(raster: Raster, [a, b, c, d]: Matrix, rotate: number): Promise<Raster> {
  const mirrored = a * d - b * c < 0;
  const turn = (Math.round((-Math.atan2(b, a) * 2) / Math.PI) * 90 + rotate + 720) % 360;
  if (!mirrored && turn === 0) return raster;
  const image = sharp(raster.rgb, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 } });
  // A mirrored image runs to the right along its first axis, so that only up and down are changed.
  const upright = mirrored ? await image.flip().raw().toBuffer() : raster.rgb;
  const { data, info } = await sharp(upright, {
    raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 },
  })
    .rotate(turn)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgb: data };
}
