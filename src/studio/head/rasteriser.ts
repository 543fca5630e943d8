// Any JavaScript. Triangles with a texture, drawn with a depth buffer. Colours are linear light, coverage is premultiplied.
import { srgbToLinear } from '../../shared/kernel/srgb.ts';

export interface Texture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** sRGB and coverage, four a pixel. */
  readonly rgba: Uint8Array;
}

export interface Canvas {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green, blue of linear light (times coverage) and coverage: four a pixel. */
  readonly light: Float32Array;
  /** One over the distance; 0 where nothing is. */
  readonly nearness: Float32Array;
}

export interface Mesh {
  readonly texture: Texture;
  /** Texture pixels of each vertex: x, y. */
  readonly uv: Float32Array;
  readonly triangles: Uint32Array;
}

export const createCanvas = (widthPx: number, heightPx: number): Canvas => ({
  widthPx,
  heightPx,
  light: new Float32Array(widthPx * heightPx * 4),
  nearness: new Float32Array(widthPx * heightPx),
});

export function clear(canvas: Canvas): void {
  canvas.light.fill(0);
  canvas.nearness.fill(0);
}

/** Linear light of an interpolated sRGB value, 0 to 255 in quarters. */
const linear = Float32Array.from({ length: 1025 }, (_, step) => srgbToLinear(step / 1020));
/** Below this coverage a pixel is not drawn; from `solid` on it hides what is behind. */
const [clearest, solid] = [0.02, 0.5];

/**
 * `projected`: x and y in canvas pixels and nearness of each vertex. `light`: what multiplies the texture, and
 * `added`, where given, what is added to it (a reflection), red, green, blue of each vertex.
 */
export function drawMesh(
  canvas: Canvas,
  mesh: Mesh,
  projected: Float32Array,
  light: Float32Array,
  added?: Float32Array,
): void {
  const { widthPx, heightPx, light: out, nearness } = canvas;
  const { texture, uv, triangles } = mesh;
  const { rgba, widthPx: textureWidth } = texture;
  const [lastU, lastV] = [texture.widthPx - 1.001, texture.heightPx - 1.001];
  for (let at = 0; at < triangles.length; at += 3) {
    // Plain constants: arrays taken apart cost more here than the drawing.
    const a = triangles[at]! * 3;
    const b = triangles[at + 1]! * 3;
    const c = triangles[at + 2]! * 3;
    const an = projected[a + 2]!;
    const bn = projected[b + 2]!;
    const cn = projected[c + 2]!;
    if (!(an > 0 && bn > 0 && cn > 0)) continue;
    const ax = projected[a]!;
    const ay = projected[a + 1]!;
    const bx = projected[b]!;
    const by = projected[b + 1]!;
    const cx = projected[c]!;
    const cy = projected[c + 1]!;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (area > -1e-9 && area < 1e-9) continue;
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
    const right = Math.min(widthPx - 1, Math.floor(Math.max(ax, bx, cx)));
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
    const bottom = Math.min(heightPx - 1, Math.floor(Math.max(ay, by, cy)));
    if (left > right || top > bottom) continue;
    // Barycentric weights of b and c, linear over the picture: steps along x and y.
    const bStepX = (cy - ay) / area;
    const bStepY = (ax - cx) / area;
    const cStepX = (ay - by) / area;
    const cStepY = (bx - ax) / area;
    const au = uv[triangles[at]! * 2]!;
    const av = uv[triangles[at]! * 2 + 1]!;
    const bu = uv[triangles[at + 1]! * 2]! - au;
    const bv = uv[triangles[at + 1]! * 2 + 1]! - av;
    const cu = uv[triangles[at + 2]! * 2]! - au;
    const cv = uv[triangles[at + 2]! * 2 + 1]! - av;
    const ar = light[a]!;
    const ag = light[a + 1]!;
    const ab = light[a + 2]!;
    const br = light[b]! - ar;
    const bg = light[b + 1]! - ag;
    const bb = light[b + 2]! - ab;
    const cr = light[c]! - ar;
    const cg = light[c + 1]! - ag;
    const cb = light[c + 2]! - ab;
    for (let y = top; y <= bottom; y++) {
      let wb = (left - ax) * bStepX + (y - ay) * bStepY;
      let wc = (left - ax) * cStepX + (y - ay) * cStepY;
      let pixel = y * widthPx + left;
      for (let x = left; x <= right; x++, pixel++, wb += bStepX, wc += cStepX) {
        if (wb < -1e-4 || wc < -1e-4 || wb + wc > 1.0001) continue;
        const near = an + wb * (bn - an) + wc * (cn - an);
        if (near <= nearness[pixel]!) continue;
        let u = au + wb * bu + wc * cu;
        let v = av + wb * bv + wc * cv;
        u = Math.min(lastU, Math.max(0, u));
        v = Math.min(lastV, Math.max(0, v));
        const iu = u | 0;
        const iv = v | 0;
        const fu = u - iu;
        const fv = v - iv;
        const p00 = (iv * textureWidth + iu) * 4;
        const p10 = p00 + textureWidth * 4;
        const w11 = fu * fv;
        const w01 = fu - w11;
        const w10 = fv - w11;
        const w00 = 1 - fu - w10;
        const coverage =
          (rgba[p00 + 3]! * w00 + rgba[p00 + 7]! * w01 + rgba[p10 + 3]! * w10 + rgba[p10 + 7]! * w11) / 255;
        if (coverage < clearest) continue;
        let red =
          linear[
            ((rgba[p00]! * w00 + rgba[p00 + 4]! * w01 + rgba[p10]! * w10 + rgba[p10 + 4]! * w11) * 4) | 0
          ]!;
        let green =
          linear[
            ((rgba[p00 + 1]! * w00 + rgba[p00 + 5]! * w01 + rgba[p10 + 1]! * w10 + rgba[p10 + 5]! * w11) *
              4) |
              0
          ]!;
        let blue =
          linear[
            ((rgba[p00 + 2]! * w00 + rgba[p00 + 6]! * w01 + rgba[p10 + 2]! * w10 + rgba[p10 + 6]! * w11) *
              4) |
              0
          ]!;
        red *= ar + wb * br + wc * cr;
        green *= ag + wb * bg + wc * cg;
        blue *= ab + wb * bb + wc * cb;
        if (added) {
          red += added[a]! * (1 - wb - wc) + added[b]! * wb + added[c]! * wc;
          green += added[a + 1]! * (1 - wb - wc) + added[b + 1]! * wb + added[c + 1]! * wc;
          blue += added[a + 2]! * (1 - wb - wc) + added[b + 2]! * wb + added[c + 2]! * wc;
        }
        const to = pixel * 4;
        if (coverage > 0.98) {
          out[to] = red;
          out[to + 1] = green;
          out[to + 2] = blue;
          out[to + 3] = 1;
          nearness[pixel] = near;
        } else {
          const rest = 1 - coverage;
          out[to] = red * coverage + out[to]! * rest;
          out[to + 1] = green * coverage + out[to + 1]! * rest;
          out[to + 2] = blue * coverage + out[to + 2]! * rest;
          out[to + 3] = coverage + out[to + 3]! * rest;
          if (coverage > solid) nearness[pixel] = near;
        }
      }
    }
  }
}

/** Half as large each way, for surfaces that the camera sees small. Colours are averaged by their coverage. */
export function halved({ widthPx, heightPx, rgba }: Texture): Texture {
  const [width, height] = [widthPx >> 1, heightPx >> 1];
  const small = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0, 0];
      for (let k = 0; k < 4; k++) {
        const from = ((2 * y + (k >> 1)) * widthPx + 2 * x + (k & 1)) * 4;
        const share = rgba[from + 3]! + 1e-3;
        for (let channel = 0; channel < 3; channel++) sum[channel]! += rgba[from + channel]! * share;
        sum[3]! += share;
      }
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) small[to + channel] = Math.round(sum[channel]! / sum[3]!);
      small[to + 3] = Math.round(sum[3]! / 4);
    }
  }
  return { widthPx: width, heightPx: height, rgba: small };
}

/** Two triangles for each cell of a grid in which `keep` says so (of its upper left point). */
export function gridTriangles(
  columns: number,
  rows: number,
  keep: (at: number) => boolean = () => true,
): Uint32Array {
  const triangles: number[] = [];
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column;
      if (keep(at)) triangles.push(at, at + 1, at + columns, at + 1, at + columns + 1, at + columns);
    }
  }
  return Uint32Array.from(triangles);
}
