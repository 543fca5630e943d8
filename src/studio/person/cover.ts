// Plain Node. What people have before their faces: masks, scarves, hands, a cup, dark glasses, closed lids; drawn over a photograph.
import sharp from 'sharp';
import type { Point } from '../../shared/domain/geometry.ts';
import { seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';

/** The person's right eye, left eye, tip of the nose, right and left corner of the mouth (as seen: left to right). */
export type FivePoints = readonly Point[];

/**
 * Shapes are drawn in the face's own frame: the middle of the eyes is (0, 0), the eyes are at (-0.5, 0) and (0.5, 0), the
 * mouth's middle at (0, 1.15), the tip of the nose near (0, 0.57) and the chin near (0, 1.75).
 */
const shapes = {
  /** Over nose and mouth, straight upper edge, three folds. */
  surgical: (cloth) => `
    <path d="M-1.06 .42 Q-.5 .3 0 .27 Q.5 .3 1.06 .42 Q1.04 1.1 .72 1.62 Q.3 1.98 0 1.98 Q-.3 1.98 -.72 1.62 Q-1.04 1.1 -1.06 .42Z" fill="${cloth}"/>
    ${[0.72, 1.02, 1.32].map((y) => `<path d="M${-1.0 + (y - 0.7) * 0.25} ${y} Q0 ${y + 0.1} ${1.0 - (y - 0.7) * 0.25} ${y}" stroke="#000" stroke-opacity=".14" stroke-width=".035" fill="none"/>`).join('')}
    <path d="M-1.06 .42 L-1.5 .2 M1.06 .42 L1.5 .2" stroke="${cloth}" stroke-width=".05"/>`,
  /** A respirator: a cone that comes to a point at the bridge of the nose, with a seam. */
  respirator: (cloth) => `
    <path d="M0 .22 Q.28 .3 .62 .72 Q.86 1.1 .78 1.5 Q.4 1.95 0 1.98 Q-.4 1.95 -.78 1.5 Q-.86 1.1 -.62 .72 Q-.28 .3 0 .22Z" fill="${cloth}"/>
    <path d="M0 .3 L0 1.95" stroke="#000" stroke-opacity=".12" stroke-width=".04"/>
    <path d="M-.45 .75 Q0 .55 .45 .75" stroke="#fff" stroke-opacity=".25" stroke-width=".12" fill="none"/>`,
  /** Worn too low: the nose looks out. */
  'below the nose': (cloth) => `
    <path d="M-1.0 .78 Q-.4 .86 0 .84 Q.4 .86 1.0 .78 Q.98 1.2 .72 1.62 Q.3 1.98 0 1.98 Q-.3 1.98 -.72 1.62 Q-.98 1.2 -1.0 .78Z" fill="${cloth}"/>
    ${[1.08, 1.35].map((y) => `<path d="M-.85 ${y} Q0 ${y + 0.1} .85 ${y}" stroke="#000" stroke-opacity=".14" stroke-width=".035" fill="none"/>`).join('')}`,
  /** Wound about the lower face, with folds. */
  scarf: (cloth) => `
    <path d="M-1.5 .55 Q-.5 .62 0 .48 Q.6 .6 1.5 .5 L1.9 2.6 L-1.9 2.6Z" fill="${cloth}"/>
    ${[0.8, 1.05, 1.3, 1.6, 1.9].map((y, i) => `<path d="M-1.5 ${y + 0.1 * (i % 2)} Q${0.3 - 0.2 * i} ${y + 0.22} 1.5 ${y - 0.05}" stroke="#000" stroke-opacity=".22" stroke-width=".06" fill="none"/>`).join('')}`,
  /** Four fingers laid across the mouth from the person's left. */
  hand: (skin) =>
    [0, 1, 2, 3]
      .map(
        (i) =>
          `<g transform="translate(${-0.62 + [0.14, 0, 0.04, 0.22][i]!} ${0.72 + i * 0.29}) rotate(8)"><rect x="0" y="-.145" width="2.6" height=".29" rx=".145" fill="${skin}" stroke="#000" stroke-opacity=".28" stroke-width=".025"/><rect x=".03" y="-.075" width=".16" height=".15" rx=".06" fill="#fff" fill-opacity=".22"/></g>`,
      )
      .join(''),
  /** A cup or a telephone held before the mouth. */
  thing: (colour) => `<rect x="-.5" y=".55" width="1" height="1.5" rx=".08" fill="${colour}"/>`,
  'dark glasses': (colour) => `
    <path d="M-.92 -.22 Q-.5 -.32 -.1 -.18 Q-.08 .3 -.5 .34 Q-.9 .3 -.92 -.22Z M.92 -.22 Q.5 -.32 .1 -.18 Q.08 .3 .5 .34 Q.9 .3 .92 -.22Z" fill="${colour}"/>
    <path d="M-.12 -.14 L.12 -.14 M-.9 -.18 L-1.3 -.2 M.9 -.18 L1.3 -.2" stroke="${colour}" stroke-width=".06"/>
    <path d="M-.75 -.12 L-.6 -.18 M.3 -.12 L.45 -.18" stroke="#fff" stroke-opacity=".35" stroke-width=".05"/>`,
  /** Lids let down, with their lashes. */
  'closed lids': (skin) =>
    [-0.5, 0.5]
      .map(
        (x) =>
          `<ellipse cx="${x}" cy=".0" rx=".27" ry=".15" fill="${skin}"/><path d="M${x - 0.24} .03 Q${x} .13 ${x + 0.24} .03" stroke="#1a100c" stroke-opacity=".8" stroke-width=".035" fill="none"/><path d="M${x - 0.22} -.1 Q${x} -.16 ${x + 0.22} -.1" stroke="#000" stroke-opacity=".25" stroke-width=".025" fill="none"/>`,
      )
      .join(''),
} as const satisfies Record<string, (colour: string) => string>;
export type CoverShape = keyof typeof shapes;

export interface Cover {
  readonly shape: CoverShape;
  /** `skin` is the person's own, as their cheeks have it in this picture. */
  readonly colour: string | 'skin';
  /** Printed on the cloth. */
  readonly pattern?: 'stripes' | 'dots';
}

/** The photograph with `cover` before the face: as sharp, as bright and as noisy as the face itself. */
export async function coverFace(photo: Raster, points: FivePoints, cover: Cover, seed = 1): Promise<Raster> {
  const [right, left, , mouthRight, mouthLeft] = points as [Point, Point, Point, Point, Point];
  const eyes: Point = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2];
  const across: Point = [left[0] - right[0], left[1] - right[1]];
  const down: Point = [
    ((mouthRight[0] + mouthLeft[0]) / 2 - eyes[0]) / 1.15,
    ((mouthRight[1] + mouthLeft[1]) / 2 - eyes[1]) / 1.15,
  ];
  const eyeDistancePx = Math.hypot(...across);
  const at = (x: number, y: number): Point => [
    eyes[0] + x * across[0] + y * down[0],
    eyes[1] + x * across[1] + y * down[1],
  ];
  const cheeks = [at(-0.55, 0.45), at(0.55, 0.45)].map((place) =>
    meanAround(photo, place, eyeDistancePx * 0.1),
  );
  const skin = [0, 1, 2].map((c) => (cheeks[0]![c]! + cheeks[1]![c]!) / 2) as [number, number, number];
  // Cloth is lit as the cheeks beside it are; a well-lit cheek of middle skin has a luma of about 165.
  const lit =
    cover.colour === 'skin'
      ? [1, 1]
      : cheeks.map((cheek) => Math.min(1.1, Math.max(0.18, luma(cheek) / 165)));
  const colour = cover.colour === 'skin' ? `rgb(${skin.map(Math.round).join(',')})` : cover.colour;
  const shade = (by: number) =>
    `stop-color="${by > 1 ? '#fff' : '#000'}" stop-opacity="${by > 1 ? by - 1 : 1 - by}"`;
  const pattern = { stripes: stripes(colour), dots: dots(colour) };
  const body = shapes[cover.shape](cover.pattern ? 'url(#print)' : colour);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${photo.widthPx}" height="${photo.heightPx}">
    <defs>${cover.pattern ? pattern[cover.pattern] : ''}
    <linearGradient id="light" gradientUnits="userSpaceOnUse" x1="-.8" x2=".8" y1="0" y2="0"><stop offset="0" ${shade(lit[0]!)}/><stop offset="1" ${shade(lit[1]!)}/></linearGradient></defs>
    <g transform="matrix(${[...across, ...down, ...eyes].join(' ')})">${body}</g></svg>`;
  const shaded = svg.replace(body, `<rect x="-4" y="-1" width="8" height="5" fill="url(#light)"/>`);
  // As soft as a face of this size in a camera's picture.
  const blur = Math.max(0.5, eyeDistancePx / 55);
  const options = { raw: { width: photo.widthPx, height: photo.heightPx, channels: 4 as const } };
  const [drawn, light] = await Promise.all([
    sharp(Buffer.from(svg)).blur(blur).ensureAlpha().raw().toBuffer(),
    sharp(await sharp(Buffer.from(shaded)).ensureAlpha().raw().toBuffer(), options)
      .raw()
      .toBuffer(),
  ]);
  const random = seededRandom(seed).stream('cover');
  const rgb = new Uint8Array(photo.rgb);
  for (let i = 0, j = 0; i < rgb.length; i += 3, j += 4) {
    const alpha = drawn[j + 3]! / 255;
    if (alpha === 0) continue;
    const dark = light[j + 3]! / 255;
    const noise = random.normal() * 2;
    for (let c = 0; c < 3; c++) {
      const cloth = drawn[j + c]! * (1 - dark) + light[j + c]! * dark + noise;
      rgb[i + c] = Math.max(0, Math.min(255, rgb[i + c]! * (1 - alpha) + cloth * alpha));
    }
  }
  return { ...photo, rgb };
}

const luma = ([r, g, b]: readonly number[]) => 0.299 * r! + 0.587 * g! + 0.114 * b!;

function meanAround({ widthPx, heightPx, rgb }: Raster, [x, y]: Point, radius: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let v = Math.max(0, Math.round(y - radius)); v <= Math.min(heightPx - 1, y + radius); v++) {
    for (let u = Math.max(0, Math.round(x - radius)); u <= Math.min(widthPx - 1, x + radius); u++) {
      for (let c = 0; c < 3; c++) sum[c]! += rgb[(v * widthPx + u) * 3 + c]!;
      sum[3]!++;
    }
  }
  return sum.slice(0, 3).map((value) => value / Math.max(1, sum[3]!));
}

const stripes = (colour: string) =>
  `<pattern id="print" width=".2" height=".2" patternUnits="userSpaceOnUse" patternTransform="rotate(35)"><rect width=".2" height=".2" fill="${colour}"/><rect width=".09" height=".2" fill="#fff" fill-opacity=".7"/></pattern>`;
const dots = (colour: string) =>
  `<pattern id="print" width=".26" height=".26" patternUnits="userSpaceOnUse"><rect width=".26" height=".26" fill="${colour}"/><circle cx=".08" cy=".08" r=".06" fill="#fff" fill-opacity=".75"/><circle cx=".2" cy=".19" r=".05" fill="#301030" fill-opacity=".6"/></pattern>`;
