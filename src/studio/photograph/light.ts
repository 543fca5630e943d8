// Plain Node. Light adds up linearly and files do not: the two directions of the sRGB curve (IEC 61966-2-1), as tables.
import { linearToSrgb, srgbToLinear } from '../../shared/kernel/srgb.ts';

/** Linear light, 0 to 1, of an sRGB byte. */
export const linearOf = Float32Array.from({ length: 256 }, (_, byte) => srgbToLinear(byte / 255));

const steps = 8192;
const bytes = Uint8Array.from({ length: steps + 1 }, (_, step) => {
  // The table is even in the square root of light, which keeps the shadows exact to a byte.
  return Math.round(linearToSrgb((step / steps) ** 2) * 255);
});

/** The sRGB byte of linear light; clipped as a sensor clips. */
export const srgbOf = (light: number): number =>
  light <= 0 ? 0 : light >= 1 ? 255 : bytes[(Math.sqrt(light) * steps + 0.5) | 0]!;
