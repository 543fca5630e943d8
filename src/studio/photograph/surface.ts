// Plain Node. What lies before the camera: the document itself, or an attacker's copy of it.

import sharp from 'sharp';
import { assert } from '../../shared/kernel/assert.ts';
import { type Raster, resizeRaster } from '../raster.ts';

/** Something flat with a picture on it. */
export interface Sheet {
  readonly raster: Raster;
  readonly pxPerMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerRadiusMm: number;
}

export type Medium =
  | { readonly type: 'original' }
  /** Shown on a display with this pixel pitch: 0.05 mm a phone, 0.11 a tablet, 0.18 to 0.28 a monitor. */
  | {
      readonly type: 'screen';
      readonly pixelPitchMm?: number;
      readonly brightness?: number;
      /** Luminance of a black pixel relative to white: 1/1000 is a usual LCD. */
      readonly blackPoint?: number;
    }
  /** Printed by four-colour halftone; cut out of its sheet with this margin of white. */
  | { readonly type: 'print'; readonly linesPerInch?: number; readonly marginMm?: number }
  /** Grey copy by a toner machine. */
  | { readonly type: 'photocopy'; readonly marginMm?: number };

/** Structure below the resolution of the surface's raster; evaluated at every sample the sensor takes. */
export type Microstructure =
  | {
      readonly type: 'subpixels';
      readonly pitchMm: number;
      readonly brightness: number;
      readonly blackPoint: number;
    }
  | { readonly type: 'halftone'; readonly linesPerInch: number };

export interface Surface extends Sheet {
  /** Top left of the page on the surface. */
  readonly pageXMm: number;
  readonly pageYMm: number;
  readonly micro: Microstructure | null;
}

async function onSheet(
  page: Raster,
  pxPerMm: number,
  marginMm: { readonly x: number; readonly y: number },
  paper: { r: number; g: number; b: number },
): Promise<Raster> {
  const [left, top] = [Math.round(marginMm.x * pxPerMm), Math.round(marginMm.y * pxPerMm)];
  const { data, info } = await sharp(page.rgb, {
    raw: { width: page.widthPx, height: page.heightPx, channels: 3 },
  })
    .extend({ left, right: left, top, bottom: top, background: paper })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert(info.channels === 3, 'a sheet has three channels');
  return { widthPx: info.width, heightPx: info.height, rgb: data };
}

/** A copier's transfer curve is steep: light tints vanish and dark ones fill in. */
function toner({ widthPx, heightPx, rgb }: Raster): Raster {
  const grey = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
    grey.fill(luma * 1.55 - 88, at, at + 3);
  }
  return { widthPx, heightPx, rgb: new Uint8Array(grey.buffer) };
}

/** Puts the page on its medium. */
export async function surfaceOf(page: Sheet, medium: Medium): Promise<Surface> {
  const { raster, pxPerMm, cornerRadiusMm, widthMm, heightMm } = page;
  const around = (x: number, y: number) => ({
    widthMm: widthMm + 2 * x,
    heightMm: heightMm + 2 * y,
    pageXMm: x,
    pageYMm: y,
  });
  switch (medium.type) {
    case 'original':
      return { raster, pxPerMm, cornerRadiusMm, micro: null, ...around(0, 0) };
    case 'screen': {
      const pitchMm = medium.pixelPitchMm ?? 0.233;
      // A viewer's dark surround fills the display; page and display share one pixel grid.
      const margin = { x: widthMm * 0.22, y: heightMm * 0.16 };
      const perMm = 1 / pitchMm;
      const shown = await resizeRaster(raster, Math.round(widthMm * perMm), Math.round(heightMm * perMm));
      const display = await onSheet(shown, perMm, margin, { r: 38, g: 39, b: 42 });
      return {
        raster: display,
        pxPerMm: perMm,
        cornerRadiusMm: 0,
        micro: {
          type: 'subpixels',
          pitchMm,
          brightness: medium.brightness ?? 0.95,
          blackPoint: medium.blackPoint ?? 0.002,
        },
        ...around(margin.x, margin.y),
      };
    }
    case 'print': {
      const margin = medium.marginMm ?? 4;
      const sheet = await onSheet(raster, pxPerMm, { x: margin, y: margin }, { r: 255, g: 255, b: 255 });
      return {
        raster: sheet,
        pxPerMm,
        cornerRadiusMm: 0,
        micro: { type: 'halftone', linesPerInch: medium.linesPerInch ?? 133 },
        ...around(margin, margin),
      };
    }
    case 'photocopy': {
      const margin = medium.marginMm ?? 4;
      const white = { r: 255, g: 255, b: 255 };
      const sheet = await onSheet(toner(raster), pxPerMm, { x: margin, y: margin }, white);
      return { raster: sheet, pxPerMm, cornerRadiusMm: 0, micro: null, ...around(margin, margin) };
    }
  }
}
