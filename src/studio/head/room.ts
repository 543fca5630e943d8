// Plain Node. The room behind a person: the photograph's own background, spread over the place where they stood.
import sharp from 'sharp';
import type { Random } from '../random.ts';
import type { Raster } from '../raster.ts';

/** Behind a webcam's person everything is this coarse. */
const [widthPx, heightPx] = [64, 40];

/** Wider than the photograph: what lies beyond its edges is its mirror image. */
export async function roomBehind(photo: Raster, alpha: Uint8Array, random: Random) {
  const colour = new Float32Array(widthPx * heightPx * 3);
  const weight = new Float32Array(widthPx * heightPx);
  const span = Math.max(photo.widthPx, photo.heightPx) * 1.6;
  const mirrored = (value: number, size: number) => {
    const folded = Math.abs(value) % (2 * size);
    return Math.min(size - 1, Math.floor(folded < size ? folded : 2 * size - folded));
  };
  // Loose hair escapes the cut.
  const margin = photo.widthPx * 0.05;
  const nearPerson = (px: number, py: number) => {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const x = Math.min(photo.widthPx - 1, Math.max(0, Math.round(px + dx * margin)));
        const y = Math.min(photo.heightPx - 1, Math.max(0, Math.round(py + dy * margin)));
        if (alpha[y * photo.widthPx + x]! > 3) return true;
      }
    }
    return false;
  };
  for (let y = 0; y < heightPx * 4; y++) {
    for (let x = 0; x < widthPx * 4; x++) {
      const px = mirrored((x / (widthPx * 4) - 0.5) * span + photo.widthPx / 2, photo.widthPx);
      const py = mirrored((y / (heightPx * 4)) * span * (heightPx / widthPx), photo.heightPx);
      const from = py * photo.widthPx + px;
      if (nearPerson(px, py)) continue;
      const to = (y >> 2) * widthPx + (x >> 2);
      weight[to]! += 1;
      for (let channel = 0; channel < 3; channel++)
        colour[to * 3 + channel]! += photo.rgb[from * 3 + channel]!;
    }
  }
  const lifts = Float32Array.from({ length: weight.length }, () => 0.1 * random.normal());
  const filled = new Float32Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const sum = [0, 0, 0];
      let total = 0;
      for (let v = 0; v < heightPx; v++) {
        for (let u = 0; u < widthPx; u++) {
          const at = v * widthPx + u;
          if (weight[at] === 0) continue;
          // Near cells decide where there are any; far ones fill in where there are none.
          const squared = (u - x) ** 2 + (v - y) ** 2;
          const share = weight[at]! * (Math.exp(-squared / 5) + 1e-3 / (1 + squared));
          total += share;
          for (let channel = 0; channel < 3; channel++)
            sum[channel]! += (colour[at * 3 + channel]! / weight[at]!) * share;
        }
      }
      // Out-of-focus shapes, so that the blur is not suspiciously even.
      const lift = 1 + lifts[(y >> 2) * widthPx + (x >> 2)]!;
      for (let channel = 0; channel < 3; channel++) {
        filled[(y * widthPx + x) * 3 + channel] = total > 0 ? (sum[channel]! / total) * lift : 128;
      }
    }
  }
  const bytes = Uint8Array.from(filled, (value) => Math.min(255, Math.max(0, Math.round(value))));
  const [wide, high] = [widthPx * 4, heightPx * 4];
  const rgb = await sharp(bytes, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(wide, high, { kernel: 'cubic', fit: 'fill' })
    .blur(9)
    .raw()
    .toBuffer();
  return { widthPx: wide, heightPx: high, rgb: new Uint8Array(rgb) };
}
