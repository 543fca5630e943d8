// Any JavaScript. A head in a pose before the camera: moved, lit, and drawn.
import type { HeadAsset } from './asset.ts';
import { focalPx, type HeadCamera } from './camera.ts';
import { type Canvas, drawMesh, gridTriangles, halved, type Texture } from './rasteriser.ts';
import { type Light, restDistanceCm, roomLight, screenLight } from './screen-light.ts';

export interface HeadPose {
  /** Of the middle of the face from the camera's axis, cm: right and down in the picture. */
  readonly xCm: number;
  readonly yCm: number;
  readonly distanceCm: number;
  /** Radians: towards the picture's right, upwards, and clockwise in the picture. 0 looks at the camera. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** 0 open, 1 shut. */
  readonly lids: number;
  /** 0 as in the photograph, 1 open by a centimetre. */
  readonly mouth: number;
}

export interface Lamp {
  /** The screen's colour as linear light, 0 to 1. */
  readonly colour: Light;
  /** A white screen's light on the face, as a share of the room's. */
  readonly gain: number;
}

export interface Figure {
  readonly asset: HeadAsset;
  draw(canvas: Canvas, pose: HeadPose, lamp: Lamp): void;
}

/** Portraits are taken from further off than a webcam stands, so that the nearer view shows more perspective. */
const photographedFromCm = 120;
/** The head turns on the spine and nods on its upper end, cm from the middle of the face. */
const pivot = { y: 4.5, z: -9 } as const;
/** How much of the way the shoulders follow when the head comes closer. */
const shouldersFollow = 0.85;

export function createFigure(asset: HeadAsset, camera: HeadCamera): Figure {
  const focal = focalPx(camera);
  const count = asset.depthCm.length;
  const { texture, uv } = levelFor(asset, focal);
  const triangles = visibleTriangles(asset);
  const base = restPoints(asset);
  const normals = restNormals(asset, base);
  const points = new Float32Array(count * 3);
  const light = new Float32Array(count * 3);
  const mesh = { texture, uv, triangles };

  return {
    asset,
    draw(canvas, pose, lamp) {
      // Turned back to the camera first: few look straight at it in their photograph.
      const turn = rotation(pose.yaw - asset.yaw, pose.pitch, pose.roll);
      const lean = pose.distanceCm - restDistanceCm;
      for (let at = 0, i = 0; at < count; at++, i += 3) {
        const share = asset.withHead[at]!;
        const x = base[i]!;
        const z = base[i + 2]!;
        const y = base[i + 1]! + asset.lidDropCm[at]! * pose.lids;
        const dy = y - pivot.y;
        const dz = z - pivot.z;
        const px = x + share * (turn[0] * x + turn[1] * dy + turn[2] * dz - x) + pose.xCm;
        const py = y + share * (turn[3] * x + turn[4] * dy + turn[5] * dz - dy) + pose.yCm;
        const pz =
          restDistanceCm +
          lean * (shouldersFollow + (1 - shouldersFollow) * share) -
          (z + share * (turn[6] * x + turn[7] * dy + turn[8] * dz - dz));
        points[i] = (px / pz) * focal + camera.widthPx / 2;
        points[i + 1] = (py / pz) * focal + camera.heightPx / 2;
        points[i + 2] = pz > 5 ? 1 / pz : -1;

        const nx = normals[i]!;
        const ny = normals[i + 1]!;
        const nz = normals[i + 2]!;
        // The camera's z runs away from it, the head's towards it.
        const mx = nx + share * (turn[0] * nx + turn[1] * ny + turn[2] * nz - nx);
        const my = ny + share * (turn[3] * nx + turn[4] * ny + turn[5] * nz - ny);
        const mz = -(nz + share * (turn[6] * nx + turn[7] * ny + turn[8] * nz - nz));
        const ambient = roomLight(mx, my, mz, nx, ny, -nz);
        const screen = screenLight(lamp.gain, px, py, pz, mx, my, mz);
        light[i] = ambient + screen * lamp.colour[0];
        light[i + 1] = ambient + screen * lamp.colour[1];
        light[i + 2] = ambient + screen * lamp.colour[2];
      }
      drawMesh(canvas, mesh, points, light);
    },
  };
}

/** The texture at about the size at which the camera sees it, and each grid point's place in it. */
function levelFor(asset: HeadAsset, focal: number): { texture: Texture; uv: Float32Array } {
  const small = asset.pxPerCm > (1.4 * focal) / restDistanceCm;
  const texture = small ? halved(asset.texture) : asset.texture;
  const scale = small ? 0.5 : 1;
  const uv = new Float32Array(asset.depthCm.length * 2);
  let at = 0;
  for (const y of asset.rows) {
    for (const x of asset.columns) {
      uv[at++] = (x + 0.5) * scale - 0.5;
      uv[at++] = (y + 0.5) * scale - 0.5;
    }
  }
  return { texture, uv };
}

/** Of the cells that hold anything of the person. */
function visibleTriangles(asset: HeadAsset): Uint32Array {
  const { columns, rows, texture } = asset;
  return gridTriangles(columns.length, rows.length, (at) => {
    const [column, row] = [at % columns.length, Math.floor(at / columns.length)];
    const [right, bottom] = [columns[column + 1]!, rows[row + 1]!];
    for (let y = Math.floor(rows[row]!); y <= bottom && y < texture.heightPx; y++) {
      for (let x = Math.floor(columns[column]!); x <= right && x < texture.widthPx; x++) {
        if (texture.rgba[(y * texture.widthPx + x) * 4 + 3]! > 4) return true;
      }
    }
    return false;
  });
}

function restPoints(asset: HeadAsset): Float32Array {
  const points = new Float32Array(asset.depthCm.length * 3);
  let at = 0;
  for (const y of asset.rows) {
    for (const x of asset.columns) {
      const z = asset.depthCm[at / 3]!;
      const nearer = (photographedFromCm - z) / photographedFromCm;
      points[at++] = ((x - asset.originPx[0]) / asset.pxPerCm) * nearer;
      points[at++] = ((y - asset.originPx[1]) / asset.pxPerCm) * nearer;
      points[at++] = z;
    }
  }
  return points;
}

function restNormals({ columns, rows }: HeadAsset, rough: Float32Array): Float32Array {
  const normals = new Float32Array(rough.length);
  const width = columns.length;
  // Light shows every crease of the grid; the shape of nose and cheeks is wider than this smooths.
  const points = rough.slice();
  for (let round = 0; round < 3; round++) {
    for (let at = width * 3 + 5; at < points.length - width * 3 - 3; at += 3) {
      const [along, across] = [
        points[at - width * 3]! + points[at + width * 3]!,
        points[at - 3]! + points[at + 3]!,
      ];
      points[at] = (along + across + 2 * points[at]!) / 6;
    }
  }
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < width; column++) {
      const slope = (from: number, to: number, axis: 0 | 1) =>
        (points[to * 3 + 2]! - points[from * 3 + 2]!) /
        Math.max(1e-3, points[to * 3 + axis]! - points[from * 3 + axis]!);
      const at = row * width + column;
      const dx = slope(column > 0 ? at - 1 : at, column < width - 1 ? at + 1 : at, 0);
      const dy = slope(row > 0 ? at - width : at, row < rows.length - 1 ? at + width : at, 1);
      const length = Math.hypot(dx, dy, 1);
      normals[at * 3] = -dx / length;
      normals[at * 3 + 1] = -dy / length;
      normals[at * 3 + 2] = 1 / length;
    }
  }
  return normals;
}

export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

/** Rows of the matrix: first roll, then pitch, then yaw; y down, z to the camera. */
export function rotation(yaw: number, pitch: number, roll: number): Rotation {
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(pitch), Math.sin(pitch)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  // Pitch up takes the front (z) upwards (negative y).
  return [
    cy * cr + sy * sp * sr,
    -cy * sr + sy * sp * cr,
    sy * cp,
    cp * sr,
    cp * cr,
    -sp,
    -sy * cr + cy * sp * sr,
    sy * sr + cy * sp * cr,
    cy * cp,
  ];
}
