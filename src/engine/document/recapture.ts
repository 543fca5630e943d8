// Engine. Weighs the traces of a copy into two scores from 0 (an original) to 1 (a copy); 0.5 is where a person looks.
import type { RecaptureFeatures } from './recapture-features.ts';

export interface RecaptureScores {
  readonly screen: number;
  readonly print: number;
}

/**
 * [Note: What these scores are worth] Set by hand so that every bona fide picture at hand stays below 0.5: 26 scans and
 * photographs of documents, 14 photographs of things at 12 megapixels, 12 virtual photographs of originals. The largest
 * among them are 2.56 (colour, guilloche) and 3.03 (brightness, woven cloth). Close virtual photographs of monitors
 * (0.22 mm) and of 150-line prints stand at 2.8 to 4.2 in colour. Of 14 photographs of real screens and prints taken
 * with a telephone none is told from an original: their pattern is finer than the camera resolves, or smoothed away.
 * So a high score is evidence, and a low one says nothing.
 */
const pattern = { colour: 2.7, brightness: 3.1, colourWeight: 4, brightnessWeight: 1.5 };
/** A grey copy: colour prints and originals had 12 and more in colour photographs, copies 0 to 6. */
const greyBelow = { chroma: 8, weight: 0.9 };

export function scoreRecapture(features: RecaptureFeatures): RecaptureScores {
  const periodic = logistic(
    pattern.colourWeight * (features.colourPeak - pattern.colour) +
      pattern.brightnessWeight * Math.min(0.5, features.brightnessPeak - pattern.brightness),
  );
  const grey = logistic(greyBelow.weight * (greyBelow.chroma - features.chroma));
  // A regular pattern alone does not say whether dots were shone or printed, so it counts for both.
  return { screen: periodic, print: Math.max(periodic, grey) };
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));
