// Engine. What reads one straightened MRZ line, behind an interface so that readers can be exchanged and compared.
import type { ModelReference } from '../../shared/domain/check.ts';
import { characterCount, mrzCharacters } from './mrz-alphabet.ts';

/** Classes of a distribution: the blank, then the alphabet. */
export const classCount = characterCount + 1;

/** One line, straight, upright, dark on light, grey, 8 bits. */
export interface LineImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

/** All that a reader says about a line: a distribution over characters at every step from its left to its right end. */
export interface LineReading {
  readonly frames: number;
  /** `frames` rows of 38 natural logarithms of probabilities: no character here, then those of mrz-alphabet.ts. */
  readonly logProbabilities: Float32Array;
  /** Width of the line image that the frames divide evenly, pixels. */
  readonly widthPx: number;
  /** The likeliest character of every run of frames: as seen, not yet of the right length. */
  readonly text: string;
  /** Probability of each character of `text` where it stands out most, 0 to 1. */
  readonly confidences: readonly number[];
  /** Where each character of `text` stands, in frames. */
  readonly centres: readonly number[];
}

export interface MrzRecogniser {
  readonly model: ModelReference;
  /** The height, pixels, that line images should have: capital letters fill about two thirds of it. */
  readonly lineHeightPx: number;
  /** The answers are in the order of the lines. */
  recognise(lines: readonly LineImage[]): Promise<LineReading[]>;
}

/** `logProbabilities`: rows of 38, as in LineReading. */
export function readingOf(logProbabilities: Float32Array, widthPx: number): LineReading {
  const frames = logProbabilities.length / classCount;
  let text = '';
  const confidences: number[] = [];
  const centres: number[] = [];
  let previous = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    let best = 0;
    for (let label = 1; label < classCount; label += 1) {
      if (logProbabilities[frame * classCount + label]! > logProbabilities[frame * classCount + best]!)
        best = label;
    }
    if (best > 0) {
      const probability = Math.exp(logProbabilities[frame * classCount + best]!);
      if (best !== previous) {
        text += mrzCharacters[best - 1];
        confidences.push(probability);
        centres.push(frame);
      } else if (probability > confidences.at(-1)!) {
        confidences[confidences.length - 1] = probability;
        centres[centres.length - 1] = frame;
      }
    }
    previous = best;
  }
  return { frames, logProbabilities, widthPx, text, confidences, centres };
}
