// Plain Node. What the document lies on, drawn by our own code: procedural noise, no photograph of anybody's desk.
import sharp from 'sharp';
import { openCv, withMats } from '../opencv.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Raster, resizeRaster } from '../raster.ts';

export const backgroundNames = ['wood', 'cloth', 'stone', 'mat', 'clutter', 'room'] as const;
export type BackgroundName = (typeof backgroundNames)[number];

type Rgb = readonly [number, number, number];

/** Textures are drawn at most this wide and enlarged: they lie below the page's sharpness in any case. */
const maxTexturePx = 1600;

/** Value noise: random cells, enlarged smoothly. `cellX`, `cellY` in pixels; roughly -1 to 1. */
async function noise(random: Random, widthPx: number, heightPx: number, cellX: number, cellY: number) {
  const cv = await openCv();
  return withMats((keep) => {
    const columns = Math.max(2, Math.ceil(widthPx / cellX) + 1);
    const rows = Math.max(2, Math.ceil(heightPx / cellY) + 1);
    const cells = keep(new cv.Mat(rows, columns, cv.CV_32FC1));
    const values = cells.data32F;
    for (let index = 0; index < values.length; index++) values[index] = random.next() * 2 - 1;
    const smooth = keep(new cv.Mat());
    cv.resize(cells, smooth, new cv.Size(widthPx, heightPx), 0, 0, cv.INTER_CUBIC);
    return Float32Array.from(smooth.data32F);
  });
}

/** Paints every pixel with `shade`, a colour as a blend from `dark` (0) to `light` (1). */
function paint(
  widthPx: number,
  heightPx: number,
  dark: Rgb,
  light: Rgb,
  shade: (index: number) => number,
): Raster {
  const rgb = new Uint8ClampedArray(widthPx * heightPx * 3);
  for (let index = 0; index < widthPx * heightPx; index++) {
    const value = shade(index);
    for (let channel = 0; channel < 3; channel++) {
      rgb[index * 3 + channel] = dark[channel]! + (light[channel]! - dark[channel]!) * value;
    }
  }
  return { widthPx, heightPx, rgb: new Uint8Array(rgb.buffer) };
}

const woods: readonly (readonly [Rgb, Rgb])[] = [
  [
    [96, 62, 38],
    [172, 124, 82],
  ],
  [
    [58, 38, 28],
    [112, 78, 56],
  ],
  [
    [150, 116, 82],
    [208, 176, 136],
  ],
];
const cloths: readonly (readonly [Rgb, Rgb])[] = [
  [
    [44, 58, 84],
    [86, 104, 134],
  ],
  [
    [92, 90, 86],
    [150, 147, 140],
  ],
  [
    [84, 36, 40],
    [140, 76, 78],
  ],
];

async function wood(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const [dark, light] = random.pick(woods);
  const figure = await noise(random, widthPx, heightPx, widthPx / 2.2, heightPx / 5);
  const fibre = await noise(random, widthPx, heightPx, widthPx / 9, 2.6);
  const pores = await noise(random, widthPx, heightPx, widthPx / 40, 1.4);
  const stain = await noise(random, widthPx, heightPx, widthPx / 4, heightPx / 3);
  return paint(widthPx, heightPx, dark, light, (index) => {
    const rings = Math.sin(figure[index]! * 17 + (Math.floor(index / widthPx) / heightPx) * 9);
    return 0.5 + 0.17 * rings + 0.16 * fibre[index]! + 0.07 * pores[index]! + 0.12 * stain[index]!;
  });
}

async function cloth(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const [dark, light] = random.pick(cloths);
  const fold = await noise(random, widthPx, heightPx, widthPx / 3, heightPx / 2.5);
  const fuzz = await noise(random, widthPx, heightPx, 2, 2);
  const thread = random.between(1.15, 1.5);
  return paint(widthPx, heightPx, dark, light, (index) => {
    const x = index % widthPx;
    const y = Math.floor(index / widthPx);
    const weave = Math.sin(x * thread + fold[index]! * 3) * Math.sin(y * thread + fold[index]! * 3);
    return 0.45 + 0.24 * fold[index]! + 0.13 * weave + 0.14 * fuzz[index]!;
  });
}

async function stone(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const cloud = await noise(random, widthPx, heightPx, widthPx / 7, widthPx / 7);
  const grain = await noise(random, widthPx, heightPx, 4.5, 4.5);
  const fine = await noise(random, widthPx, heightPx, 1.8, 1.8);
  return paint(widthPx, heightPx, [70, 70, 74], [196, 193, 188], (index) => {
    const speck = grain[index]! > 0.62 ? 0.32 : grain[index]! < -0.62 ? -0.4 : 0;
    return 0.56 + speck + 0.12 * cloud[index]! + 0.16 * fine[index]!;
  });
}

async function mat(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const cloud = await noise(random, widthPx, heightPx, widthPx / 3, widthPx / 3);
  const grain = await noise(random, widthPx, heightPx, 2.2, 2.2);
  const tint = random.between(-5, 5);
  return paint(
    widthPx,
    heightPx,
    [20 + tint, 22, 25 - tint],
    [52 + tint, 55, 60 - tint],
    (index) => 0.45 + 0.2 * cloud[index]! + 0.1 * grain[index]!,
  );
}

/** A desk somebody works at: sheets, a pen, a mug, a notebook, around whatever lies in the middle. */
async function clutter(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const desk = await wood(random, widthPx, heightPx);
  const things: string[] = [];
  const colours = ['#e9e6de', '#d8e0e6', '#f2eee2', '#385a7a', '#7a3b3b', '#3c4a3e'];
  for (let sheet = 0; sheet < 6; sheet++) {
    const angle = random.between(0, 2 * Math.PI);
    const x = widthPx * (0.5 + 0.52 * Math.cos(angle));
    const y = heightPx * (0.5 + 0.55 * Math.sin(angle));
    const size = heightPx * random.between(0.28, 0.6);
    const lines = Array.from(
      { length: 9 },
      (_, line) =>
        `<rect x="${-size * 0.28}" y="${-size * 0.4 + line * size * 0.085}" width="${size * random.between(0.25, 0.56)}" height="${size * 0.018}" fill="#555" opacity="0.5"/>`,
    );
    things.push(
      `<g transform="translate(${x} ${y}) rotate(${random.between(-70, 70)})"><rect x="${-size * 0.35 + 5}" y="${-size * 0.5 + 7}" width="${size * 0.7}" height="${size}" fill="#000" opacity="0.28"/><rect x="${-size * 0.35}" y="${-size * 0.5}" width="${size * 0.7}" height="${size}" fill="${random.pick(colours)}"/>${lines.join('')}</g>`,
    );
  }
  const mug = heightPx * 0.14;
  things.push(
    `<g transform="translate(${widthPx * random.between(0.84, 0.95)} ${heightPx * random.between(0.1, 0.3)})"><ellipse cx="8" cy="12" rx="${mug * 1.1}" ry="${mug * 1.1}" fill="#000" opacity="0.3"/><circle r="${mug}" fill="#d9d4c9"/><circle r="${mug * 0.84}" fill="#3a2417"/><circle r="${mug * 0.84}" fill="none" stroke="#fff" stroke-opacity="0.25" stroke-width="3"/></g>`,
  );
  const pen = heightPx * 0.42;
  things.push(
    `<g transform="translate(${widthPx * random.between(0.08, 0.2)} ${heightPx * random.between(0.6, 0.9)}) rotate(${random.between(-60, 60)})"><rect x="${-pen / 2 + 4}" y="4" width="${pen}" height="${pen * 0.045}" rx="5" fill="#000" opacity="0.3"/><rect x="${-pen / 2}" y="0" width="${pen}" height="${pen * 0.045}" rx="5" fill="#20314f"/><rect x="${-pen / 2}" y="0" width="${pen * 0.18}" height="${pen * 0.045}" rx="5" fill="#c9a961"/></g>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">${things.join('')}</svg>`;
  const data = await sharp(desk.rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { widthPx, heightPx, rgb: data };
}

/** A plain office wall out of focus, with a door frame, a shelf and a window's light: what a webcam sees behind a person. */
async function room(random: Random, widthPx: number, heightPx: number): Promise<Raster> {
  const [w, h] = [widthPx, heightPx];
  const books = Array.from(
    { length: 13 },
    (_, book) =>
      `<rect x="${w * 0.05 + book * w * 0.0135}" y="${h * random.between(0.2, 0.25)}" width="${w * 0.012}" height="${h * 0.14}" fill="${random.pick(['#6b5a4c', '#4f6475', '#8a6a58', '#5d6b58', '#93897b'])}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><defs><linearGradient id="wall" x1="0" y1="0" x2="1" y2="0.4"><stop offset="0" stop-color="#c9c8c3"/><stop offset="0.6" stop-color="#b5b4af"/><stop offset="1" stop-color="#93928f"/></linearGradient></defs><rect width="${w}" height="${h}" fill="url(#wall)"/><rect x="${w * 0.83}" y="${h * 0.06}" width="${w * 0.2}" height="${h}" fill="#7d746a"/><rect x="${w * 0.85}" y="${h * 0.09}" width="${w * 0.2}" height="${h}" fill="#8f8679"/><rect x="${w * 0.03}" y="${h * 0.375}" width="${w * 0.21}" height="${h * 0.02}" fill="#7a6a58"/>${books.join('')}</svg>`;
  const data = await sharp(Buffer.from(svg))
    .removeAlpha()
    .blur(w / 160)
    .raw()
    .toBuffer();
  return { widthPx, heightPx, rgb: data };
}

const painters = { wood, cloth, stone, mat, clutter, room } as const;

/** Draws a background of exactly this size. */
export async function drawBackground(
  name: BackgroundName,
  seed: number,
  widthPx: number,
  heightPx: number,
): Promise<Raster> {
  const scale = Math.min(1, maxTexturePx / widthPx);
  const random = seededRandom(seed).stream(`background ${name}`);
  const texture = await painters[name](random, Math.round(widthPx * scale), Math.round(heightPx * scale));
  return scale < 1 ? resizeRaster(texture, widthPx, heightPx) : texture;
}
