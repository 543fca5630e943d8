// Any JavaScript. The head's surface from one photograph: measured depth on the face, a plausible one everywhere else.
import type { FaceMesh } from './landmarks.ts';

export interface SurfaceRequest {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 to 255 for each texture pixel: how much of it is the person, garment left out. */
  readonly personAlpha: Uint8Array;
  /** Points in texture pixels; depth in centimetres before the plane of eyes and mouth. */
  readonly mesh: FaceMesh;
  readonly pxPerCm: number;
  readonly originPx: readonly [number, number];
}

export interface Surface {
  readonly columns: Float32Array;
  readonly rows: Float32Array;
  readonly depthCm: Float32Array;
  readonly withHead: Float32Array;
  readonly lidDropCm: Float32Array;
}

/** Texture pixels between grid lines on the face, and elsewhere. */
const spacing = { face: 4.5, elsewhere: 11 } as const;
/** Where a head ends sideways: about the ears' back, behind the plane of eyes and mouth, cm. */
const silhouetteCm = -7.5;
/** Curvature of what is not face, 1/cm: rounds the skull, and less so the hair and cheeks beside the face. */
const bulge = { skull: 1, beside: 0.35 } as const;

const upperLids = [
  [33, 246, 161, 160, 159, 158, 157, 173, 133],
  [362, 398, 384, 385, 386, 387, 388, 466, 263],
] as const;
const lowerLids = [
  [33, 7, 163, 144, 145, 153, 154, 155, 133],
  [362, 382, 381, 380, 374, 373, 390, 249, 263],
] as const;
const brows = [
  [46, 53, 52, 65, 55],
  [285, 295, 282, 283, 276],
] as const;
export const faceOval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** The openings of the eyes, as polygons: x, y, x, y. */
export const eyeOpenings = (mesh: FaceMesh): [Float32Array, Float32Array] => {
  const opening = (eye: 0 | 1) =>
    polygon(mesh, [...upperLids[eye], ...lowerLids[eye].slice(1, -1).toReversed()]);
  return [opening(0), opening(1)];
};

export const polygon = (mesh: FaceMesh, indices: readonly number[]): Float32Array =>
  Float32Array.from(indices.flatMap((index) => [mesh.points[index]![0], mesh.points[index]![1]]));

export const smoothStep = (from: number, to: number, value: number): number => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

export function buildSurface(request: SurfaceRequest): Surface {
  const { mesh, pxPerCm, originPx } = request;
  const xs = faceOval.map((index) => mesh.points[index]![0]);
  const ys = faceOval.map((index) => mesh.points[index]![1]);
  const columns = gridLines(request.widthPx, Math.min(...xs), Math.max(...xs));
  const rows = gridLines(request.heightPx, Math.min(...ys), Math.max(...ys));
  const chinCm = (mesh.points[152]![1] - originPx[1]) / pxPerCm;
  const count = columns.length * rows.length;
  const withHead = new Float32Array(count);
  const lidDropCm = new Float32Array(count);
  const drop = lidDrop(mesh);
  rows.forEach((y, row) => {
    columns.forEach((x, column) => {
      const at = row * columns.length + column;
      const [xCm, yCm] = [(x - originPx[0]) / pxPerCm, (y - originPx[1]) / pxPerCm];
      // Beside the neck hair hangs freely and follows a little lower.
      const lowest = chinCm + 6.5 + Math.min(3, Math.abs(xCm) * 0.25);
      withHead[at] = 1 - smoothStep(chinCm - 0.5, lowest, yCm);
      lidDropCm[at] = drop(x, y) / pxPerCm;
    });
  });
  return { columns, rows, depthCm: depth(request, columns, rows, chinCm), withHead, lidDropCm };
}

/** Fine from `from` to `to`, coarse outside; the first is 0 and the last `size`. */
function gridLines(size: number, from: number, to: number): Float32Array {
  const lines: number[] = [];
  const add = (start: number, end: number, step: number) => {
    const steps = Math.max(1, Math.round((end - start) / step));
    for (let at = 0; at < steps; at++) lines.push(start + ((end - start) * at) / steps);
  };
  add(0, from, spacing.elsewhere);
  add(from, to, spacing.face);
  add(to, size, spacing.elsewhere);
  return Float32Array.from([...lines, size]);
}

/** Poisson's equation between what is known (face, silhouette, shoulders), by successive over-relaxation. */
function depth(
  request: SurfaceRequest,
  columns: Float32Array,
  rows: Float32Array,
  chinCm: number,
): Float32Array {
  const { pxPerCm, originPx } = request;
  const known = faceDepth(request.mesh, columns, rows);
  const z = new Float32Array(known.length);
  const width = columns.length;
  rows.forEach((y, row) => {
    columns.forEach((x, column) => {
      const at = row * width + column;
      const pixel =
        Math.min(request.heightPx - 1, Math.round(y)) * request.widthPx +
        Math.min(request.widthPx - 1, Math.round(x));
      const [xCm, yCm] = [(x - originPx[0]) / pxPerCm, (y - originPx[1]) / pxPerCm];
      if (Number.isNaN(known[at]!)) {
        const below = yCm > chinCm + 1.6;
        if (below) known[at] = bodyDepth(xCm, yCm - chinCm);
        else if (request.personAlpha[pixel]! < 100) known[at] = silhouetteCm;
      }
      z[at] = Number.isNaN(known[at]!) ? -5 : known[at]!;
    });
  });
  const relaxation = 1.85;
  const browCm = -5;
  for (let round = 0; round < 300; round++) {
    for (let row = 1; row < rows.length - 1; row++) {
      const above = smoothStep(0, 3, browCm + 3 - (rows[row]! - originPx[1]) / pxPerCm);
      const curvature = (bulge.beside + (bulge.skull - bulge.beside) * above) / pxPerCm ** 2;
      const [up, down] = [rows[row]! - rows[row - 1]!, rows[row + 1]! - rows[row]!];
      for (let column = 1; column < width - 1; column++) {
        const at = row * width + column;
        if (!Number.isNaN(known[at]!)) continue;
        const [left, right] = [
          columns[column]! - columns[column - 1]!,
          columns[column + 1]! - columns[column]!,
        ];
        const across = 2 / (left + right);
        const along = 2 / (up + down);
        const [wl, wr, wu, wd] = [across / left, across / right, along / up, along / down];
        const target =
          (z[at - 1]! * wl + z[at + 1]! * wr + z[at - width]! * wu + z[at + width]! * wd + curvature) /
          (wl + wr + wu + wd);
        z[at]! += relaxation * (target - z[at]!);
      }
    }
  }
  return smooth(z, width, rows.length);
}

/** Neck, collar and chest, cm; `below` the chin. */
function bodyDepth(xCm: number, below: number): number {
  const chest = Math.min(1, Math.max(0, (below - 4) / 12));
  return -12 + (6.5 + 3 * chest) * Math.sqrt(Math.max(0, 1 - (xCm / 26) ** 2));
}

/** Interpolated over the mesh's triangles; NaN where there is none. */
function faceDepth(mesh: FaceMesh, columns: Float32Array, rows: Float32Array): Float32Array {
  const z = new Float32Array(columns.length * rows.length).fill(Number.NaN);
  for (let triangle = 0; triangle < mesh.triangles.length; triangle += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => mesh.points[mesh.triangles[triangle + corner]!]!);
    if (!a || !b || !c) continue;
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (Math.abs(area) < 1e-6) continue;
    const inside = (values: Float32Array, axis: 0 | 1) => [
      values.findIndex((value) => value >= Math.min(a[axis], b[axis], c[axis])),
      values.findLastIndex((value) => value <= Math.max(a[axis], b[axis], c[axis])),
    ];
    const [firstColumn, lastColumn] = inside(columns, 0);
    const [firstRow, lastRow] = inside(rows, 1);
    for (let row = firstRow!; row <= lastRow!; row++) {
      for (let column = firstColumn!; column <= lastColumn!; column++) {
        const [x, y] = [columns[column]!, rows[row]!];
        const v = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area;
        const u = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area;
        if (u < -1e-6 || v < -1e-6 || u + v > 1 + 1e-6) continue;
        const at = row * columns.length + column;
        const value = a[2] + u * (b[2] - a[2]) + v * (c[2] - a[2]);
        z[at] = Number.isNaN(z[at]!) ? value : Math.max(z[at]!, value);
      }
    }
  }
  return z;
}

/** One pass of a 3 x 3 binomial: takes the facets off. */
function smooth(z: Float32Array, width: number, height: number): Float32Array {
  const smoothed = z.slice();
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          sum += z[(row + dy) * width + column + dx]! * (2 - Math.abs(dx)) * (2 - Math.abs(dy));
        }
      }
      smoothed[row * width + column] = sum / 16;
    }
  }
  return smoothed;
}

/**
 * Pixels that a texture point moves down as the eye shuts: the upper lid comes down on the lower one, the skin between
 * lid and brow stretches after it.
 */
function lidDrop(mesh: FaceMesh): (x: number, y: number) => number {
  const line = (indices: readonly number[]) => {
    const points = indices.map((index) => mesh.points[index]!).toSorted((a, b) => a[0] - b[0]);
    return (x: number): number => {
      const next = points.findIndex((point) => point[0] >= x);
      if (next <= 0) return points.at(next === 0 ? 0 : -1)![1];
      const [a, b] = [points[next - 1]!, points[next]!];
      return a[1] + ((b[1] - a[1]) * (x - a[0])) / Math.max(1e-6, b[0] - a[0]);
    };
  };
  const eyes = ([0, 1] as const).map((eye) => {
    const corners = [upperLids[eye][0], upperLids[eye].at(-1)!].map((index) => mesh.points[index]![0]);
    return {
      from: Math.min(...corners),
      to: Math.max(...corners),
      upper: line(upperLids[eye]),
      lower: line(lowerLids[eye]),
      brow: line(brows[eye]),
    };
  });
  return (x, y) => {
    for (const { from, to, upper, lower, brow } of eyes) {
      if (x < from || x > to) continue;
      const [lid, shut, top] = [upper(x), lower(x), brow(x)];
      // The outline of the lids runs a little inside of the lashes.
      const lash = lid - (shut - lid) * 0.12;
      if (y <= top || y >= shut || shut <= lash) return 0;
      return y >= lash ? shut - y : ((shut - lash) * (y - top)) / Math.max(1e-6, lash - top);
    }
    return 0;
  };
}
