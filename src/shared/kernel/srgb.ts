// Any process. The two directions of the sRGB curve (IEC 61966-2-1). Pure.

/** Linear light, 0 to 1, of an sRGB value, 0 to 1. */
export const srgbToLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** The sRGB value, 0 to 1, of linear light, 0 to 1. */
export const linearToSrgb = (light: number): number =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
