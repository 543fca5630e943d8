// Plain Node. Light adds up linearly and files do not: the two directions of the sRGB curve (IEC 61966-2-1), as tables.

/** Linear light, 0 to 1, of an sRGB byte. */
export const linearOf = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const steps = 8192;
const bytes = Uint8Array.from({ length: steps + 1 }, (_, step) => {
  // The table is even in the square root of light, which keeps the shadows exact to a byte.
  const light = (step / steps) ** 2;
  const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(value * 255);
});

/** The sRGB byte of linear light; clipped as a sensor clips. */
export const srgbOf = (light: number): number =>
  light <= 0 ? 0 : light >= 1 ? 255 : bytes[(Math.sqrt(light) * steps + 0.5) | 0]!;
