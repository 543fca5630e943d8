// Engine. Lays a line's distribution over the columns of a layout: which frames belong to which column, and from there how
// well each of the 37 characters explains every column.
//
// [Note: Columns as windows] Under CTC a line is worth the product of its frames' probabilities: one run of frames for each
// character, blanks between. Taken relative to an all-blank line, every column is worth the best run of its character
// inside its own window of frames, so that the best division of a line into windows is found by dynamic programming.
// Other than plain CTC this knows that OCR-B has a fixed pitch (Doc 9303 part 3, section 4.4): fillers are neither
// miscounted nor is one of them dropped for the sake of a stain beside the line.
import { characterCount, filler } from './mrz-alphabet.ts';
import type { Pitch } from './mrz-pitch.ts';
import { classCount, type LineReading } from './mrz-recogniser.ts';

/** A line laid over columns, the first of which may begin at any frame. */
export interface LaidLine {
  /** For each frame: what columns from there on explain worse than a free reading of the line would, nats, 0 or less. */
  readonly worth: Float64Array;
  /** Characters that an even print has before each frame. */
  readonly room: Float64Array;
  /** Where the first column begins at this frame: one row a column, what each of the 37 characters is worth, nats. */
  scoresFrom(start: number): Float32Array;
}

/**
 * The frames where lines of one zone begin, from the top down, and what they explain worse than free readings would. One
 * begins below the other, so that a stain before one of them, or the edge of the page, is told from its first character.
 */
export function startsOf(lines: readonly LaidLine[]): {
  readonly starts: readonly number[];
  readonly worth: number;
} {
  let best: { readonly worth: number; readonly starts: readonly number[] }[] = [];
  for (const [index, { worth, room }] of lines.entries()) {
    const above = lines[index - 1];
    // The lines are equally long, their images not quite.
    const scale = above ? worth.length / above.worth.length : 1;
    best = [...worth].flatMap((own, start) => {
      if (own === -Infinity) return [];
      if (!above) return [{ worth: own, starts: [start] }];
      let top = { worth: -Infinity, starts: best[0]!.starts };
      for (const way of best) {
        const apart = room[start]! - room[Math.min(room.length - 1, Math.round(way.starts.at(-1)! * scale))]!;
        const value = way.worth - raggedPrice * apart ** 2;
        if (value > top.worth) top = { worth: value, starts: way.starts };
      }
      return [{ worth: own + top.worth, starts: [...top.starts, start] }];
    });
  }
  return best.reduce((top, way) => (way.worth > top.worth ? way : top));
}

/** Less likely than this is not told apart: the network was not trained to be that sure. */
const leastLog = -9;
/**
 * Fillers are thin and small: of a column where nothing was seen a filler is the likeliest, at this price in nats. Any
 * other character that was not seen costs up to 9.
 */
export const unseenFiller = -4;
/** Lengths of a column in pitches; the network's frames round by a quarter. */
const shortest = 0.55;
const longest = 1.6;
/** Standard deviation of a column's length, pitches, beyond what rounding to frames brings: print that is not quite even. */
const unevenness = 0.14;
const rounding = 0.5;
/**
 * Of each end of a column, in pitches, where no character counts: otherwise columns on the left could lean on the right
 * edges of their characters and those on the right on the left edges, and there would be room for one more between.
 */
const rimShare = 0.2;
/** Of a frame between columns that belongs to none, nats. */
const gapPrice = 1.5;
/** Of a line that begins one pitch beside the one above it, nats; grows with the square. */
const raggedPrice = 2;
/** Columns are at least this long on average, in pitches. */
const leastRoom = 0.85;
/** Of a character that its column does not allow, nats. The search that follows has the exact prices. */
const misfitPrice = 5;

/** Distribution of one line, prepared once and laid over several layouts. */
export class LineSheet {
  readonly #frames: number;
  readonly #pitch: Float64Array;
  /** Characters that an even print has before each frame. */
  readonly #room: Float64Array;
  readonly #firstLength: number;
  readonly #lengths: number;
  /** Of each window: its first frame, then its length. */
  readonly #lengthScores: Float32Array;
  /** Of each window and character. */
  readonly #gains: Float32Array;
  /** What the best character of each window is worth, filled in as it is asked for. */
  readonly #best = new Map<Uint8Array, Float32Array>();
  /** Price of a border between two columns before each frame. */
  readonly #borders: Float32Array;
  /** What the likeliest path is worth up to each frame, relative to blanks alone. */
  readonly #free: Float64Array;
  /** Price of the characters that were read before each frame. */
  readonly #outside: Float64Array;

  /** `stainPrice`: nats for each character that was read beside the zone. */
  constructor(reading: LineReading, pitch: Pitch, stainPrice: number) {
    const { frames, centres } = reading;
    this.#frames = frames;
    this.#pitch = Float64Array.from({ length: frames + 1 }, (_, frame) => pitch(frame / frames));
    this.#room = new Float64Array(frames + 1);
    for (let frame = 0; frame < frames; frame += 1) {
      this.#room[frame + 1] = this.#room[frame]! + 1 / this.#pitch[frame]!;
    }
    const narrowest = this.#pitch.reduce((a, b) => Math.min(a, b));
    const widest = this.#pitch.reduce((a, b) => Math.max(a, b));
    this.#firstLength = Math.max(1, Math.floor(shortest * narrowest));
    this.#lengths = Math.ceil(longest * widest) - this.#firstLength + 1;
    this.#lengthScores = this.#scoreLengths();
    const odds = oddsOf(reading);
    this.#gains = this.#gainsOf(odds);
    this.#borders = bordersOf(odds, frames);
    this.#free = new Float64Array(frames + 1);
    for (let frame = 0; frame < frames; frame += 1) {
      let best = 0;
      for (let at = frame * characterCount; at < (frame + 1) * characterCount; at += 1) {
        if (odds[at]! > best) best = odds[at]!;
      }
      this.#free[frame + 1] = this.#free[frame]! + best;
    }
    this.#outside = new Float64Array(frames + 1);
    for (const centre of centres) this.#outside[centre + 1]! += stainPrice;
    for (let frame = 0; frame < frames; frame += 1) this.#outside[frame + 1]! += this.#outside[frame]!;
  }

  /** `masks`: what each column allows. Null where the line is too short for so many columns. */
  lay(masks: readonly Uint8Array[]): LaidLine | null {
    if (masks.length * leastRoom > this.#room[this.#frames]!) return null;
    const open = this.#backward(masks);
    // Characters before the zone cost what they cost after it.
    const worth = open
      .slice(0, this.#frames + 1)
      .map((value, frame) => value + this.#free[frame]! - this.#outside[frame]! - this.#free[this.#frames]!);
    if (worth.every((value) => value === -Infinity)) return null;
    return {
      worth,
      room: this.#room,
      scoresFrom: (start) => this.#scoresFrom(masks, open, start),
    };
  }

  #scoresFrom(masks: readonly Uint8Array[], open: Float64Array, start: number): Float32Array {
    const scores = new Float32Array(masks.length * characterCount);
    for (const [column, window] of this.#trace(masks, open, start).entries()) {
      scores.set(
        this.#gains.subarray(window * characterCount, (window + 1) * characterCount),
        column * characterCount,
      );
    }
    return scores;
  }

  /**
   * Best score from a frame on: `[column * (frames + 1) + frame]`, where the column begins at the frame or, but for the
   * first, later. Only frames that a fairly even print could bring the column to are looked at.
   */
  #backward(masks: readonly Uint8Array[]): Float64Array {
    const frames = this.#frames;
    const room = this.#room;
    const lengths = this.#lengths;
    const firstLength = this.#firstLength;
    const lengthScores = this.#lengthScores;
    const borders = this.#borders;
    const width = frames + 1;
    const open = new Float64Array((masks.length + 1) * width).fill(-Infinity);
    const end = masks.length * width;
    for (let frame = 0; frame < width; frame += 1) {
      open[end + frame] =
        this.#free[frames]! - this.#free[frame]! - (this.#outside[frames]! - this.#outside[frame]!);
    }
    for (let column = masks.length - 1; column >= 0; column -= 1) {
      const best = this.#bestOf(masks[column]!);
      const to = column * width;
      for (let start = frames - 1; start >= 0; start -= 1) {
        if (room[frames]! - room[start]! < (masks.length - column) * leastRoom) continue;
        if (room[start]! < column * leastRoom) break;
        let top = column === 0 ? -Infinity : open[to + start + 1]! - gapPrice;
        const after = to + width + start + firstLength;
        const count = Math.min(lengths, frames - start - firstLength + 1);
        for (let index = 0; index < count; index += 1) {
          const window = start * lengths + index;
          const rest = lengthScores[window]! + open[after + index]!;
          if (rest === -Infinity) continue;
          let gain = best[window]!;
          if (Number.isNaN(gain)) gain = this.#fillIn(best, masks[column]!, window);
          const score = gain + rest - borders[start + firstLength + index]!;
          if (score > top) top = score;
        }
        open[to + start] = top;
      }
    }
    return open;
  }

  /** The window of each column on the best way from a frame on. */
  #trace(masks: readonly Uint8Array[], open: Float64Array, start: number): number[] {
    const width = this.#frames + 1;
    let frame = start;
    return masks.map((mask, column) => {
      const best = this.#bestOf(mask);
      const from = column * width;
      while (column > 0 && open[from + frame]! === open[from + frame + 1]! - gapPrice) frame += 1;
      for (let index = 0; index < this.#lengths; index += 1) {
        const window = frame * this.#lengths + index;
        const end = frame + this.#firstLength + index;
        const rest = this.#lengthScores[window]! + open[from + width + end]!;
        if (best[window]! + rest - this.#borders[end]! !== open[from + frame]!) continue;
        frame = end;
        return window;
      }
      throw new Error('No window explains the best score.');
    });
  }

  #scoreLengths(): Float32Array {
    const scores = new Float32Array(this.#frames * this.#lengths);
    for (let start = 0; start < this.#frames; start += 1) {
      for (let index = 0; index < this.#lengths; index += 1) {
        const length = this.#firstLength + index;
        const pitch = this.#pitch[Math.min(this.#frames, start + (length >> 1))]!;
        const off = Math.max(0, Math.abs(length - pitch) - rounding) / pitch;
        const isPossible = length >= Math.floor(shortest * pitch) && length <= Math.ceil(longest * pitch);
        scores[start * this.#lengths + index] = isPossible ? -0.5 * (off / unevenness) ** 2 : -Infinity;
      }
    }
    return scores;
  }

  /** See [Note: Columns as windows]: for every window and character the best run inside, found as it grows (Kadane). */
  #gainsOf(odds: Float32Array): Float32Array {
    const first = this.#firstLength;
    const lengths = this.#lengths;
    const gains = new Float32Array(this.#frames * lengths * characterCount).fill(-Infinity);
    for (let start = 0; start < this.#frames; start += 1) {
      const rim = Math.round(rimShare * this.#pitch[start]!);
      const longestHere = Math.min(first + lengths - 1, this.#frames - start);
      const window = (start * lengths - first) * characterCount;
      for (let character = 0; character < characterCount; character += 1) {
        let run = -Infinity;
        let best = character === filler ? unseenFiller : -Infinity;
        for (let length = 2 * rim + 1; length <= longestHere; length += 1) {
          run = Math.max(run, 0) + odds[(start + length - rim - 1) * characterCount + character]!;
          if (run > best) best = run;
          if (length >= first) gains[window + length * characterCount + character] = best;
        }
      }
    }
    return gains;
  }

  #bestOf(mask: Uint8Array): Float32Array {
    let best = this.#best.get(mask);
    if (!best) {
      best = new Float32Array(this.#frames * this.#lengths).fill(Number.NaN);
      this.#best.set(mask, best);
    }
    return best;
  }

  #fillIn(best: Float32Array, mask: Uint8Array, window: number): number {
    let top = -Infinity;
    for (let character = 0; character < characterCount; character += 1) {
      const gain = this.#gains[window * characterCount + character]! - (mask[character] ? 0 : misfitPrice);
      if (gain > top) top = gain;
    }
    best[window] = top;
    return best[window]!;
  }
}

/** Of every character against the blank, frame by frame. */
function oddsOf({ frames, logProbabilities }: LineReading): Float32Array {
  const odds = new Float32Array(frames * characterCount);
  for (let frame = 0; frame < frames; frame += 1) {
    const blank = Math.max(leastLog, logProbabilities[frame * classCount]!);
    for (let character = 0; character < characterCount; character += 1) {
      const value = Math.max(leastLog, logProbabilities[frame * classCount + 1 + character]!);
      odds[frame * characterCount + character] = value - blank;
    }
  }
  return odds;
}

/** A run of one character is one character (CTC parts equal neighbours by a blank): a border through it costs what both sides gain. */
function bordersOf(odds: Float32Array, frames: number): Float32Array {
  const borders = new Float32Array(frames + 1);
  for (let frame = 1; frame < frames; frame += 1) {
    let shared = 0;
    for (let character = 0; character < characterCount; character += 1) {
      const at = frame * characterCount + character;
      shared = Math.max(shared, Math.min(odds[at]!, odds[at - characterCount]!));
    }
    borders[frame] = 2 * shared;
  }
  return borders;
}
