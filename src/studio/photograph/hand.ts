// Plain Node. Fingers that hold a document, drawn over it: rounded, with a nail and the shadow they cast on the page.
import sharp from 'sharp';
import type { Point } from '../../shared/domain/geometry.ts';
import { type Homography, project } from './pose.ts';

export interface Finger {
  /** Where its tip lies, on the page. */
  readonly tipXMm: number;
  readonly tipYMm: number;
  /** Which way it points, on the page: 0 to the right, 90 downwards. It comes from the other side. */
  readonly degrees: number;
  /** A forefinger is 16 mm wide, a thumb 21. */
  readonly widthMm?: number;
  readonly skin?: Skin;
}

/** From light to dark (Fitzpatrick's types, roughly), sRGB. */
const skins = {
  light: '#e8c3aa',
  fair: '#d8a986',
  olive: '#b98560',
  brown: '#8d5a3c',
  dark: '#573625',
} as const;
export type Skin = keyof typeof skins;
export const skinNames = Object.keys(skins) as readonly Skin[];

/** Long enough that its other end is never in the picture. */
const lengthMm = 220;

/** Whether the finger lies over this place of the page, in millimetres. */
export function liesOver({ tipXMm, tipYMm, degrees, widthMm = 16 }: Finger, [x, y]: Point): boolean {
  const turn = (degrees * Math.PI) / 180;
  const [dx, dy] = [tipXMm - x, tipYMm - y];
  const behindTip = dx * Math.cos(turn) + dy * Math.sin(turn);
  const beside = Math.abs(dy * Math.cos(turn) - dx * Math.sin(turn));
  const radius = widthMm / 2;
  return behindTip >= radius
    ? behindTip < lengthMm && beside < radius
    : Math.hypot(behindTip - radius, beside) < radius;
}

/** Page colours and coverage with the fingers over them; `rgb` and `coverage` stay as they are. */
export async function layFingers(
  fingers: readonly Finger[],
  pageToImage: Homography,
  { rgb, coverage }: { readonly rgb: Uint8Array; readonly coverage: Uint8Array },
  widthPx: number,
  heightPx: number,
): Promise<{ rgb: Uint8Array; coverage: Uint8Array }> {
  const drawn = fingers.map((finger) => drawFinger(finger, pageToImage));
  const render = async (parts: readonly string[]) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">${parts.join('')}</svg>`;
    return sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  };
  const shadow = await render(drawn.map((finger) => finger.shadow));
  const skin = await render(drawn.map((finger) => finger.skin));
  const over = { rgb: Uint8Array.from(rgb), coverage: Uint8Array.from(coverage) };
  for (let pixel = 0; pixel < widthPx * heightPx; pixel++) {
    for (const layer of [shadow, skin]) {
      const alpha = layer[pixel * 4 + 3]! / 255;
      if (alpha === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const at = pixel * 3 + channel;
        over.rgb[at] = over.rgb[at]! * (1 - alpha) + layer[pixel * 4 + channel]! * alpha;
      }
    }
    over.coverage[pixel] = Math.max(over.coverage[pixel]!, skin[pixel * 4 + 3]!);
  }
  return over;
}

function drawFinger(finger: Finger, toImage: Homography): { shadow: string; skin: string } {
  const turn = (finger.degrees * Math.PI) / 180;
  const width = finger.widthMm ?? 16;
  // The stroke's round end reaches half its width beyond its last point.
  const tip = [
    finger.tipXMm - (Math.cos(turn) * width) / 2,
    finger.tipYMm - (Math.sin(turn) * width) / 2,
  ] as const;
  const [x, y] = project(toImage, [tip[0], tip[1]]);
  const [nearX, nearY] = project(toImage, [tip[0] - Math.cos(turn), tip[1] - Math.sin(turn)]);
  // On from the tip as the page lies there: far from it perspective would bend what is not on the page any more.
  const [dx, dy] = [nearX - x, nearY - y];
  const perMm = Math.hypot(dx, dy);
  const [endX, endY] = [x + dx * lengthMm, y + dy * lengthMm];
  const px = width * perMm;
  const colour = skins[finger.skin ?? 'fair'];
  const line = (paint: string, share: number, extra = '') =>
    `<line x1="${x}" y1="${y}" x2="${endX}" y2="${endY}" stroke="${paint}" stroke-width="${px * share}" stroke-linecap="round" ${extra}/>`;
  const blur = (name: string, deviation: number) =>
    `<filter id="${name}" x="-50%" y="-50%" width="200%" height="200%" filterUnits="userSpaceOnUse"><feGaussianBlur stdDeviation="${deviation}"/></filter>`;
  const id = `${Math.round(x * 10)}-${Math.round(y * 10)}`;
  const angle = (Math.atan2(-dy, -dx) * 180) / Math.PI;
  const nail = `<g transform="translate(${x} ${y}) rotate(${angle})"><rect x="${-px * 0.18}" y="${-px * 0.29}" width="${px * 0.5}" height="${px * 0.58}" rx="${px * 0.22}" fill="#fff" opacity="0.28"/></g>`;
  return {
    shadow: `<defs>${blur(`s${id}`, px * 0.09)}</defs><g opacity="0.45" filter="url(#s${id})" transform="translate(${px * 0.07} ${px * 0.1})">${line('#000', 1)}</g>`,
    skin: `<defs>${blur(`r${id}`, px * 0.12)}</defs>${line(colour, 1)}${line('#000', 1, 'opacity="0.28"')}<g filter="url(#r${id})">${line(colour, 0.72)}</g>${nail}`,
  };
}
