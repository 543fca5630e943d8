// Engine. What reads one straightened MRZ line, behind an interface so that readers can be exchanged and compared.
import type { ModelReference } from '../../shared/domain/check.ts';

/** One line, straight, upright, dark on light, grey, 8 bits. */
export interface LineImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

export interface LineReading {
  /** Characters of the MRZ alphabet (A to Z, 0 to 9, `<`), as seen: not yet of the right length. */
  readonly text: string;
  /** Confidence of each character of `text`, 0 to 1. */
  readonly confidences: readonly number[];
  /** Horizontal centre of each character, pixels of the line image; empty where the reader cannot tell. */
  readonly centresPx: readonly number[];
}

export interface MrzRecogniser {
  readonly model: ModelReference;
  /** The height, pixels, that line images should have: capital letters fill about two thirds of it. */
  readonly lineHeightPx: number;
  /** Reads lines side by side where it can; the answers are in the order of the lines. */
  recognise(lines: readonly LineImage[]): Promise<LineReading[]>;
  close(): Promise<void>;
}
