// Engine. A decoded image: what every stage works on. Decoded once, upright, sRGB, 8 bits.

export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, interleaved, row by row: `widthPx * heightPx * 3` bytes. */
  readonly rgb: Uint8Array;
}
