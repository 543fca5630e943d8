// Engine. Small brightness and colour planes of a picture, in which edges of a page are looked for.

export interface Planes {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Brightness, then red against green, then yellow against blue; 8 bits each, 128 is neutral for the last two. */
  readonly planes: readonly Uint8Array[];
  /** Pixels of the picture for each pixel here. */
  readonly scale: number;
}

/** Averages the picture down to about `longSidePx`. `channels`: 3 for RGB, 4 for RGBA. */
export function planesOf(
  pixels: Uint8Array,
  widthPx: number,
  heightPx: number,
  channels: 3 | 4,
  longSidePx: number,
): Planes {
  const scale = Math.max(1, Math.max(widthPx, heightPx) / longSidePx);
  const width = Math.floor(widthPx / scale);
  const height = Math.floor(heightPx / scale);
  const bright = new Uint8Array(width * height);
  const redGreen = new Uint8Array(width * height);
  const yellowBlue = new Uint8Array(width * height);
  // At most 3 x 3 samples for each pixel: more would only take time.
  const taps = Math.min(3, Math.max(1, Math.round(scale)));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < taps; j += 1) {
        const row = Math.floor((y + (j + 0.5) / taps) * scale) * widthPx;
        for (let i = 0; i < taps; i += 1) {
          const at = (row + Math.floor((x + (i + 0.5) / taps) * scale)) * channels;
          red += pixels[at]!;
          green += pixels[at + 1]!;
          blue += pixels[at + 2]!;
        }
      }
      const share = 1 / (taps * taps);
      const to = y * width + x;
      bright[to] = (red * 0.299 + green * 0.587 + blue * 0.114) * share;
      redGreen[to] = 128 + ((red - green) * share) / 2;
      yellowBlue[to] = 128 + (((red + green) / 2 - blue) * share) / 2;
    }
  }
  return { widthPx: width, heightPx: height, planes: [bright, redGreen, yellowBlue], scale };
}
