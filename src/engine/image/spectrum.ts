// Engine. Power spectra of square patches: where a picture holds patterns that repeat more regularly than nature does.

/** In-place radix-2 transform of `size` complex values (a power of two). */
function transform(re: Float32Array, im: Float32Array, offset: number, stride: number, size: number): void {
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const a = offset + i * stride;
    const b = offset + j * stride;
    const [x, y] = [re[a]!, im[a]!];
    re[a] = re[b]!;
    im[a] = im[b]!;
    re[b] = x;
    im[b] = y;
  }
  const { cosines, sines } = tablesOf(size);
  for (let length = 2; length <= size; length <<= 1) {
    const half = length >> 1;
    const step = size / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0; k < half; k += 1) {
        const wr = cosines[k * step]!;
        const wi = sines[k * step]!;
        const a = offset + (start + k) * stride;
        const b = a + half * stride;
        const xr = re[b]! * wr - im[b]! * wi;
        const xi = re[b]! * wi + im[b]! * wr;
        re[b] = re[a]! - xr;
        im[b] = im[a]! - xi;
        re[a]! += xr;
        im[a]! += xi;
      }
    }
  }
}

const tables = new Map<number, { cosines: Float32Array; sines: Float32Array; window: Float32Array }>();
function tablesOf(size: number) {
  let made = tables.get(size);
  if (!made) {
    const angles = Float32Array.from({ length: size }, (_, k) => (-2 * Math.PI * k) / size);
    made = {
      cosines: angles.map(Math.cos),
      sines: angles.map(Math.sin),
      // Hann: keeps the edges of the patch from looking like a cross of high frequencies.
      window: Float32Array.from(
        { length: size },
        (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / size),
      ),
    };
    tables.set(size, made);
  }
  return made;
}

/**
 * Log10 powers of two real pictures of `size` x `size` (a power of two), from one transform: the first as its real part,
 * the second as its imaginary one, told apart afterwards by their symmetry. Rows are vertical frequencies 0 to size - 1,
 * of which only 0 to size / 2 differ for a real picture; columns likewise.
 */
export function logPowers(
  first: Float32Array,
  second: Float32Array,
  size: number,
): readonly [Float32Array, Float32Array] {
  const re = windowed(first, size);
  const im = windowed(second, size);
  for (let y = 0; y < size; y += 1) transform(re, im, y * size, 1, size);
  for (let x = 0; x < size; x += 1) transform(re, im, x, size, size);
  const powers = [new Float32Array(size * size), new Float32Array(size * size)] as const;
  // A grain of noise, so that flat patches have a floor instead of minus infinity.
  const floor = size * size * 0.02;
  for (let fy = 0; fy < size; fy += 1) {
    for (let fx = 0; fx < size; fx += 1) {
      const at = fy * size + fx;
      const mirrored = ((size - fy) % size) * size + ((size - fx) % size);
      const [sumRe, differenceRe] = [re[at]! + re[mirrored]!, re[at]! - re[mirrored]!];
      const [sumIm, differenceIm] = [im[at]! + im[mirrored]!, im[at]! - im[mirrored]!];
      powers[0][at] = Math.log10((sumRe * sumRe + differenceIm * differenceIm) / 4 + floor);
      powers[1][at] = Math.log10((sumIm * sumIm + differenceRe * differenceRe) / 4 + floor);
    }
  }
  return powers;
}

/** Without its mean, and faded out towards its edges. */
function windowed(picture: Float32Array, size: number): Float32Array {
  const { window } = tablesOf(size);
  let sum = 0;
  for (const value of picture) sum += value;
  const mean = sum / picture.length;
  const out = new Float32Array(size * size);
  for (let y = 0, at = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1, at += 1) out[at] = (picture[at]! - mean) * window[y]! * window[x]!;
  }
  return out;
}

export interface SpectrumShape {
  /** Mean log power at each radius (in steps of 1 / size cycles a pixel). */
  readonly radial: Float32Array;
  /** How far the strongest lone peak stands above the ring it lies in, in decades; and its radius. */
  readonly peak: number;
  readonly peakRadius: number;
  /** How many bins stand more than `peakFrom` decades above their ring. */
  readonly peaks: number;
}

/** Between these frequencies (cycles a pixel) patterns are looked for: below is the picture's content, above JPEG's and the sensor's. */
const band = { low: 0.07, high: 0.49 };
/** White noise exceeds its mean by 1.0 decade once in 22,000 bins; a patch has 32,000. */
const peakFrom = 1.15;

/** Leaves out the axes, where JPEG blocks and straight edges of the picture show. */
export function shapeOf(power: Float32Array, size: number): SpectrumShape {
  const half = size / 2;
  const sums = new Float32Array(half + 1);
  const squares = new Float32Array(half + 1);
  const counts = new Float32Array(half + 1);
  const eachBin = (visit: (at: number, radius: number, fx: number, fy: number) => void) => {
    for (let fy = 0; fy <= half; fy += 1) {
      for (let column = 0; column < size; column += 1) {
        const fx = column <= half ? column : column - size;
        const radius = Math.round(Math.sqrt(fx * fx + fy * fy));
        if (radius > half || Math.abs(fx) < 3 || fy < 3) continue;
        visit(fy * size + column, radius, fx, fy);
      }
    }
  };
  eachBin((at, radius) => {
    sums[radius]! += power[at]!;
    squares[radius]! += power[at]! ** 2;
    counts[radius]! += 1;
  });
  const radial = sums.map((sum, radius) => sum / Math.max(1, counts[radius]!));
  let peak = 0;
  let peakRadius = 0;
  let peaks = 0;
  eachBin((at, radius) => {
    const frequency = radius / size;
    if (frequency < band.low || frequency > band.high) return;
    // Directional texture lifts whole sectors: a peak must also stand out from its own neighbours.
    const around = (power[at - 3]! + power[at + 3]! + power[at - 3 * size]! + power[at + 3 * size]!) / 4;
    const above = power[at]! - Math.max(radial[radius]!, Number.isNaN(around) ? -Infinity : around);
    if (above > peakFrom) peaks += 1;
    if (above > peak) {
      peak = above;
      peakRadius = radius;
    }
  });
  return { radial, peak, peakRadius, peaks };
}
