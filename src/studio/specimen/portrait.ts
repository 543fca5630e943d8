// Plain Node. Turns a photograph of a person into what is printed on a document.
import sharp from 'sharp';
import type { Box } from '../../shared/domain/geometry.ts';
import { decodeRaster } from '../raster.ts';

export interface PortraitSource {
  /** An encoded photograph of one person. */
  readonly image: Uint8Array;
  /** The face, brow to chin and cheek to cheek, as fractions of the picture; `null` crops its middle. */
  readonly face: Box | null;
}

/** How a portrait is put onto the document, and what the years did to it. */
export interface PortraitPrint {
  /** Burnt into polycarbonate by a laser, as on most cards: grey. */
  readonly engraved?: boolean;
  /** Guilloche printed over the whole portrait: opacity of its lines, 0 to 1. */
  readonly guilloche?: number;
  /** Ink gone pale and yellow, 0 to 1. */
  readonly faded?: number;
}

/**
 * Crop for a portrait of the given shape: by ICAO 9303-3, 3.9 the head from chin to crown takes 70 to 80 % of the height,
 * which is a detector's face box (forehead to chin) of about 0.55.
 */
export function portraitCrop(widthPx: number, heightPx: number, face: Box | null, aspect: number): Box {
  let height = face ? (face.height * heightPx) / 0.55 : heightPx;
  height = Math.min(height, heightPx, widthPx / aspect);
  const width = height * aspect;
  const centreX = (face ? face.x + face.width / 2 : 0.5) * widthPx;
  const centreY = (face ? face.y + face.height * 0.46 : 0.5) * heightPx;
  return {
    x: Math.min(Math.max(centreX - width / 2, 0), widthPx - width),
    y: Math.min(Math.max(centreY - height / 2, 0), heightPx - height),
    width,
    height,
  };
}

/** The printed portrait as PNG at the given size: less colour and contrast than the photograph, as dye on polycarbonate. */
export async function printedPortrait(
  source: PortraitSource,
  widthPx: number,
  heightPx: number,
  { engraved = false, faded = 0 }: PortraitPrint = {},
): Promise<Buffer> {
  const upright = await decodeRaster(source.image);
  const crop = portraitCrop(upright.widthPx, upright.heightPx, source.face, widthPx / heightPx);
  return sharp(upright.rgb, { raw: { width: upright.widthPx, height: upright.heightPx, channels: 3 } })
    .extract({
      left: Math.floor(crop.x),
      top: Math.floor(crop.y),
      width: Math.max(1, Math.floor(crop.width)),
      height: Math.max(1, Math.floor(crop.height)),
    })
    .resize(widthPx, heightPx, { fit: 'fill', kernel: 'cubic' })
    .modulate({ saturation: engraved ? 0 : 0.72 * (1 - faded / 2), brightness: 1.05 })
    .linear(
      [0, 0, 0].map(() => 0.86 * (1 - faded / 2)),
      [24, 22, 12].map((yellow) => 24 + faded * (60 + yellow)),
    )
    .png()
    .toBuffer();
}

/** The ghost: small, one ink, see-through, faded out towards its edge. */
export async function ghostPortrait(
  source: PortraitSource,
  widthPx: number,
  heightPx: number,
  ink: string,
): Promise<Buffer> {
  const grey = await sharp(await printedPortrait(source, widthPx, heightPx))
    .greyscale()
    .raw()
    .toBuffer();
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  const rgba = Buffer.alloc(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const index = y * widthPx + x;
      const away = Math.hypot((x / widthPx - 0.5) / 0.5, (y / heightPx - 0.5) / 0.54);
      const fade = Math.min(1, Math.max(0, (1.02 - away) / 0.2));
      rgba.set([red, green, blue, Math.round((255 - grey[index]!) * 0.62 * fade)], index * 4);
    }
  }
  return sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .png()
    .toBuffer();
}
