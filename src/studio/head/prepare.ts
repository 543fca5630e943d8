// Plain Node. Makes a head from one photograph: cut out, grown by shoulders, given depth; and the room behind it.
import sharp from 'sharp';
import { cutOut } from '../person/cut-out.ts';
import { type SubjectName, subjectImage, subjects } from '../person/subjects.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';
import type { HeadAsset } from './asset.ts';
import { type FaceMesh, findFaceMesh } from './landmarks.ts';
import { roomBehind } from './room.ts';
import { buildSurface, eyeOpenings, faceOval, polygon, smoothStep } from './surface.ts';

/** Texture pixels per centimetre: a face at 55 cm fills 20 in a frame of 1280 x 720. */
const pxPerCm = 18;
/** What the texture covers around the middle of the face, cm. */
const reach = { left: 27, right: 27, up: 17, down: 30 } as const;
/** Between the middles of the eyes; adults' mean (Dodgson 2004), cm. */
const eyeDistanceCm = 6.3;
/** The mesh's depth has a scale of its own: from the ears' front to the nose's tip is this share of the face's width. */
const depthShare = 0.64;

const prepared = new Map<SubjectName, Promise<HeadAsset>>();

/** Once for each subject and process. Fails with `file.missing` where set-up has not fetched the portraits. */
export function prepareHead(subject: SubjectName): Promise<HeadAsset> {
  let asset = prepared.get(subject);
  if (!asset) {
    asset = prepare(subject);
    prepared.set(subject, asset);
  }
  return asset;
}

async function prepare(name: SubjectName): Promise<HeadAsset> {
  const { face, crown } = subjects[name];
  const cut = await cutOut(await subjectImage(name), face, crown);
  const found = await findFaceMesh(cut.raster);
  const { scale, yaw, centre, depthScale, depthZero } = proportions(found);
  const [widthPx, heightPx] = [
    Math.round(cut.raster.widthPx * scale),
    Math.round(cut.raster.heightPx * scale),
  ];
  const photo: Raster = {
    widthPx,
    heightPx,
    rgb: await resized(cut.raster.rgb, cut.raster, 3, widthPx, heightPx),
  };
  const alpha = await resized(cut.alpha, cut.raster, 1, widthPx, heightPx);
  const canvas = {
    widthPx: Math.round((reach.left + reach.right) * pxPerCm),
    heightPx: Math.round((reach.up + reach.down) * pxPerCm),
  };
  const originPx = [Math.round(reach.left * pxPerCm), Math.round(reach.up * pxPerCm)] as const;
  const offset = [
    Math.round(originPx[0] - centre[0] * scale),
    Math.round(originPx[1] - centre[1] * scale),
  ] as const;
  const mesh: FaceMesh = {
    triangles: found.triangles,
    points: found.points.map(([x, y, z]) => [
      x * scale + offset[0],
      y * scale + offset[1],
      (depthZero - z) * depthScale,
    ]),
  };
  const chinPx = mesh.points[152]![1];
  const random = seededRandom(1).stream(name);
  const { rgba, personAlpha } = dress({ ...canvas, photo, alpha, offset, originPx, chinPx, random });
  const surface = buildSurface({
    ...canvas,
    personAlpha,
    mesh,
    pxPerCm,
    originPx,
  });
  return {
    name,
    texture: { ...canvas, rgba },
    plate: await roomBehind(photo, alpha, random),
    pxPerCm,
    originPx,
    ...surface,
    yaw,
    faceOutline: polygon(mesh, faceOval),
    eyes: eyeOpenings(mesh),
    photograph: { leftPx: offset[0], topPx: offset[1], widthPx, heightPx, rgb: photo.rgb },
  };
}

function proportions({ points }: FaceMesh) {
  const mean = (...indices: number[]) =>
    ([0, 1, 2] as const).map(
      (axis) => indices.reduce((sum, index) => sum + points[index]![axis], 0) / indices.length,
    ) as [number, number, number];
  const [right, left, mouth] = [mean(33, 133), mean(362, 263), mean(61, 291)];
  const [rightSide, leftSide, nose] = [points[234]!, points[454]!, points[1]!];
  const across = [leftSide[0] - rightSide[0], leftSide[1] - rightSide[1]] as const;
  const width = Math.hypot(...across);
  const ownDepth = (rightSide[2] + leftSide[2]) / 2 - nose[2];
  // Pixels of the photograph for one unit of the mesh's depth.
  const unit = (depthShare * width) / ownDepth;
  // The line from ear to ear, seen from above.
  const yaw = Math.atan2((leftSide[2] - rightSide[2]) * unit, width);
  const scale =
    (eyeDistanceCm * pxPerCm * Math.cos(yaw)) / Math.hypot(left[0] - right[0], left[1] - right[1]);
  const eyes = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2, (left[2] + right[2]) / 2] as const;
  return {
    scale,
    yaw,
    centre: [(eyes[0] + mouth[0]) / 2, (eyes[1] + mouth[1]) / 2] as const,
    depthScale: (unit * scale) / pxPerCm,
    depthZero: (eyes[2] + mouth[2]) / 2,
  };
}

const resized = async (
  data: Uint8Array,
  from: { readonly widthPx: number; readonly heightPx: number },
  channels: 1 | 3,
  width: number,
  height: number,
): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(data, { raw: { width: from.widthPx, height: from.heightPx, channels } })
      .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer(),
  );

interface Dressing {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly photo: Raster;
  readonly alpha: Uint8Array;
  readonly offset: readonly [number, number];
  readonly originPx: readonly [number, number];
  readonly chinPx: number;
  readonly random: Random;
}

/** The cut-out on a larger sheet. Below and beside the photograph's edges a plain garment of its lowest rows' colour goes on. */
function dress(request: Dressing): { rgba: Uint8Array; personAlpha: Uint8Array } {
  const { widthPx, heightPx, photo, offset, originPx, chinPx, random } = request;
  const browsPx = Math.round(originPx[1] - offset[1] - 6 * pxPerCm);
  const person = roundedSkull(sharpened(request.alpha), photo, browsPx);
  const clean = withoutFringe(photo, request.alpha);
  const colour = garmentColour(photo, person, random);
  const crown = crownOf(photo, person);
  // The collar covers the photograph's lower edge.
  const collarCm = Math.min(3.6, (photo.heightPx + offset[1] - chinPx) / pxPerCm - 1.8);
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  const personAlpha = new Uint8Array(widthPx * heightPx);
  const waves = Array.from({ length: 7 }, () => ({
    x: random.normal() * 0.5,
    y: random.normal() * 0.25,
    phase: random.between(0, 6.28),
  }));
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const [px, py] = [x - offset[0], y - offset[1]];
      const within = px >= 0 && py >= 0 && px < photo.widthPx && py < photo.heightPx;
      // At the sides and below the photograph ends somewhere within hair and clothes: there it gives way softly.
      const edge = Math.min(px, photo.widthPx - 1 - px, (photo.heightPx - 1 - py) * 1.7) / pxPerCm;
      const own = within
        ? (person[py * photo.widthPx + px]! / 255) * smoothStep(0, 1.8, edge)
        : crown(px, py);
      const [xCm, yCm] = [(x - originPx[0]) / pxPerCm, (y - chinPx) / pxPerCm];
      const garment = smoothStep(-0.12, 0.12, yCm - shoulderLine(xCm, collarCm));
      const folds = waves.reduce((sum, w) => sum + Math.sin(xCm * w.x + yCm * w.y + w.phase), 0) / 7;
      const knit = Math.sin(x * 1.3 + 0.4 * Math.sin(y * 0.9)) * Math.sin(y * 0.7);
      const shade =
        (0.72 + 0.28 * Math.sqrt(Math.max(0, 1 - (xCm / 27) ** 2))) *
        (0.82 + 0.18 * smoothStep(1, 6, yCm)) *
        (1 + 0.16 * folds + 0.05 * knit + 0.03 * random.normal());
      const total = own + (1 - own) * garment;
      for (let channel = 0; channel < 3; channel++) {
        const cloth = colour[channel]! * shade;
        const skin = within || own > 0 ? clean[(Math.abs(py) * photo.widthPx + px) * 3 + channel]! : cloth;
        // Pixels nearly clear still need a colour: the renderer interpolates.
        const value =
          total > 0.003 ? (skin * own + cloth * (1 - own) * garment) / total : within ? skin : cloth;
        rgba[at * 4 + channel] = Math.min(255, Math.max(0, Math.round(value)));
      }
      rgba[at * 4 + 3] = Math.round(255 * total);
      personAlpha[at] = Math.round(255 * own);
    }
  }
  return { rgba, personAlpha };
}

/** Upper edge of collar, shoulders and arms below the chin, cm. */
function shoulderLine(xCm: number, collarCm: number): number {
  const x = Math.abs(xCm);
  const neck = collarCm - 0.5 * Math.min(1, x / 6) ** 2 + Math.max(0, x - 6.2) ** 2 * 0.9;
  const slope = collarCm + 0.6 + Math.max(0, x - 6) * 0.36 + Math.max(0, x - 15) ** 2 * 0.11;
  return Math.min(neck, slope);
}

/** Coverage above the photograph's upper edge, where that cuts the hair: a shallow cap on the cut. */
function crownOf(photo: Raster, alpha: Uint8Array): (px: number, py: number) => number {
  const row = alpha.subarray(0, photo.widthPx);
  const [from, to] = [row.findIndex((value) => value > 128), row.findLastIndex((value) => value > 128)];
  if (from < 0) return () => 0;
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  return (px, py) => {
    if (py >= 0 || px < from || px > to || -py >= photo.heightPx) return 0;
    const height = half * 0.24 * (1 - ((px - middle) / half) ** 2);
    return smoothStep(-1, 1, height + py);
  };
}

/** The cut's border was softened at low resolution; a lens leaves it two pixels soft. */
const sharpened = (alpha: Uint8Array): Uint8Array =>
  alpha.map((value) => Math.round(255 * smoothStep(0.3, 0.75, value / 255)));

/** A skull is convex: above the brows, dents of the cut between its outermost points are filled. */
function roundedSkull(alpha: Uint8Array, { widthPx }: Raster, untilRow: number): Uint8Array {
  const filled = alpha.slice();
  const edges = Array.from({ length: Math.max(0, untilRow) }, (_, row) => {
    const line = alpha.subarray(row * widthPx, (row + 1) * widthPx);
    return [line.findIndex((value) => value > 128), line.findLastIndex((value) => value > 128)] as const;
  });
  const top = edges.findIndex(([from]) => from >= 0);
  for (let row = top; row >= 0 && row < untilRow; row++) {
    let [from, to] = edges[row]!;
    for (let above = top; above < row; above++) {
      for (let below = row + 1; below < untilRow; below++) {
        const share = (row - above) / (below - above);
        from = Math.min(from, edges[above]![0] + (edges[below]![0] - edges[above]![0]) * share);
        to = Math.max(to, edges[above]![1] + (edges[below]![1] - edges[above]![1]) * share);
      }
    }
    for (let x = Math.ceil(from) + 1; x < to; x++) filled[row * widthPx + x] = 255;
  }
  return filled;
}

/** Colours at the border are mixed with the old background: each takes that of the nearest pixel well inside. */
function withoutFringe({ widthPx, heightPx, rgb }: Raster, alpha: Uint8Array): Uint8Array {
  const clean = rgb.slice();
  let done = alpha.map((value) => (value > 252 ? 1 : 0));
  for (let round = 0; round < 60; round++) {
    const next = done.slice();
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const at = y * widthPx + x;
        if (done[at]) continue;
        let count = 0;
        const sum = [0, 0, 0];
        for (const [dx, dy] of [
          [-1, 0],
          [1, 0],
          [0, -1],
          [0, 1],
        ] as const) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= widthPx || ny >= heightPx || !done[ny * widthPx + nx]) continue;
          count++;
          for (let channel = 0; channel < 3; channel++)
            sum[channel]! += clean[(ny * widthPx + nx) * 3 + channel]!;
        }
        if (count === 0) continue;
        next[at] = 1;
        for (let channel = 0; channel < 3; channel++) clean[at * 3 + channel] = sum[channel]! / count;
      }
    }
    done = next;
  }
  return clean;
}

const clothes = [
  [52, 56, 68],
  [74, 70, 66],
  [48, 62, 58],
  [82, 48, 52],
] as const;

/** Median of what is at the photograph's lower edge; where that is bright (skin, a lit blouse), a dark cloth. */
function garmentColour(photo: Raster, alpha: Uint8Array, random: Random): readonly number[] {
  const values: number[][] = [[], [], []];
  for (let y = Math.round(photo.heightPx * 0.95); y < photo.heightPx; y++) {
    for (let x = 0; x < photo.widthPx; x++) {
      const at = y * photo.widthPx + x;
      if (alpha[at]! < 200) continue;
      for (let channel = 0; channel < 3; channel++) values[channel]!.push(photo.rgb[at * 3 + channel]!);
    }
  }
  const colour = values.map((channel) => channel.sort((a, b) => a - b)[channel.length >> 1] ?? 255);
  const cloth = random.pick(clothes);
  return Math.max(...colour) > 90 ? cloth : colour.map((value, channel) => (value + cloth[channel]!) / 2);
}
