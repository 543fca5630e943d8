// Lines as the network would see them: a distribution over characters at every frame, made from text.
import { indexOfCharacter } from '../../../../src/engine/document/mrz-alphabet.ts';
import { classCount, type LineReading, readingOf } from '../../../../src/engine/document/mrz-recogniser.ts';

/** What a place says: one clear character, none (''), or several with their shares (the rest goes to all others evenly). */
export type Seen = string | Readonly<Record<string, number>>;

export interface Manner {
  /** Frames from character to character; fractions come out as uneven steps, as in photographs. */
  readonly pitchFrames?: number;
  /** Share of the character in places that are a single string. */
  readonly share?: number;
  /** Blank frames before and after. */
  readonly marginFrames?: number;
}

export function distributionOf(places: string | readonly Seen[], manner: Manner = {}): LineReading {
  const { pitchFrames = 4.7, share = 0.995, marginFrames = 3 } = manner;
  const seen = typeof places === 'string' ? [...places] : places;
  const frames = Math.ceil(2 * marginFrames + seen.length * pitchFrames) + 1;
  const probabilities = new Float64Array(frames * classCount);
  for (let frame = 0; frame < frames; frame += 1) fill(probabilities, frame, { '': 0.999 });
  for (const [index, place] of seen.entries()) {
    const frame = Math.round(marginFrames + (index + 0.5) * pitchFrames);
    fill(probabilities, frame, typeof place === 'string' ? { [place]: share } : place);
  }
  return readingOf(Float32Array.from(probabilities, Math.log), frames * 4);
}

/** The empty string is the blank. */
function fill(probabilities: Float64Array, frame: number, shares: Readonly<Record<string, number>>): void {
  const given = Object.values(shares).reduce((sum, value) => sum + value, 0);
  const rest = Math.max(1e-6, (1 - given) / classCount);
  probabilities.fill(rest, frame * classCount, (frame + 1) * classCount);
  for (const [character, value] of Object.entries(shares)) {
    probabilities[frame * classCount + (character === '' ? 0 : 1 + indexOfCharacter(character))]! += value;
  }
}
