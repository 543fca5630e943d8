// Any JavaScript. A sheet before the camera: of paper, flat or bent round a cylinder, or the glass of a telephone.
import { focalPx, type HeadCamera } from './camera.ts';
import { type Lamp, rotation } from './figure.ts';
import { type Canvas, drawMesh, gridTriangles, type Texture } from './rasteriser.ts';
import { roomLight, screenLight, screenMirrored } from './screen-light.ts';

export interface SheetForm {
  readonly widthCm: number;
  readonly heightCm: number;
  /** Round which it is bent, its middle towards the camera; `null` for a flat sheet. */
  readonly bend: { readonly axis: 'vertical' | 'horizontal'; readonly radiusCm: number } | null;
  /** It turns about this point behind its middle, cm. */
  readonly pivotCm: { readonly y: number; readonly z: number };
  /** Paper answers light; a display shines, and its glass mirrors the kiosk's screen. */
  readonly surface: { readonly kind: 'paper' } | { readonly kind: 'display'; readonly brightness: number };
}

export interface SheetPose {
  readonly xCm: number;
  readonly yCm: number;
  readonly distanceCm: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

export interface Sheet {
  draw(canvas: Canvas, texture: Texture, pose: SheetPose, lamp: Lamp): void;
}

/** Of glass, seen straight (Fresnel, refractive index 1.5). */
const glassReflectance = 0.04;
const [columns, rows] = [33, 41];

export function createSheet(form: SheetForm, camera: HeadCamera): Sheet {
  const focal = focalPx(camera);
  const triangles = gridTriangles(columns, rows);
  const points = new Float32Array(columns * rows * 3);
  const light = new Float32Array(columns * rows * 3);
  const added = new Float32Array(columns * rows * 3);
  const uv = new Float32Array(columns * rows * 2);
  const { surface, pivotCm } = form;

  return {
    draw(canvas, texture, pose, lamp) {
      const turn = rotation(pose.yaw, pose.pitch, pose.roll);
      const turned = (x: number, y: number, z: number) =>
        [
          turn[0] * x + turn[1] * y + turn[2] * z,
          turn[3] * x + turn[4] * y + turn[5] * z,
          turn[6] * x + turn[7] * y + turn[8] * z,
        ] as const;
      for (let at = 0; at < columns * rows; at++) {
        const [u, v] = [(at % columns) / (columns - 1), Math.floor(at / columns) / (rows - 1)];
        uv[at * 2] = u * (texture.widthPx - 1);
        uv[at * 2 + 1] = v * (texture.heightPx - 1);
        const flat = bent(form, (u - 0.5) * form.widthCm, (v - 0.5) * form.heightCm);
        const [x, y, z] = turned(flat.x, flat.y - pivotCm.y, flat.z - pivotCm.z);
        const [px, py] = [x + pose.xCm, y + pivotCm.y + pose.yCm];
        const pz = pose.distanceCm - z - pivotCm.z;
        points[at * 3] = (px / pz) * focal + camera.widthPx / 2;
        points[at * 3 + 1] = (py / pz) * focal + camera.heightPx / 2;
        points[at * 3 + 2] = pz > 5 ? 1 / pz : -1;
        const [nx, ny, nz] = turned(...flat.normal);
        const facing = { x: nx, y: ny, z: -nz };
        for (let channel = 0; channel < 3; channel++) {
          const colour = lamp.colour[channel]!;
          if (surface.kind === 'paper') {
            const screen = screenLight(lamp.gain, px, py, pz, facing.x, facing.y, facing.z);
            light[at * 3 + channel] = roomLight(facing.x, facing.y, facing.z, 0, 0, -1) + screen * colour;
          } else {
            const mirrored = screenMirrored(px, py, pz, facing.x, facing.y, facing.z);
            light[at * 3 + channel] = surface.brightness;
            added[at * 3 + channel] =
              glassReflectance * (0.15 + mirrored * screenRadiance * lamp.gain * colour);
          }
        }
      }
      drawMesh(
        canvas,
        { texture, uv, triangles },
        points,
        light,
        surface.kind === 'display' ? added : undefined,
      );
    },
  };
}

/** A white screen as bright as it is for the light it gives: it fills half a steradian, white paper shines into pi of them. */
const screenRadiance = Math.PI / 0.5;

interface OnSheet {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly normal: readonly [number, number, number];
}

function bent({ bend }: SheetForm, u: number, v: number): OnSheet {
  if (!bend) return { x: u, y: v, z: 0, normal: [0, 0, 1] };
  const { axis, radiusCm } = bend;
  const angle = (axis === 'vertical' ? u : v) / radiusCm;
  const [across, back] = [radiusCm * Math.sin(angle), radiusCm * (Math.cos(angle) - 1)];
  return axis === 'vertical'
    ? { x: across, y: v, z: back, normal: [Math.sin(angle), 0, Math.cos(angle)] }
    : { x: u, y: across, z: back, normal: [0, Math.sin(angle), Math.cos(angle)] };
}
