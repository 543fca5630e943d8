// Core. How the parts of a PDF page look. Lengths are in points.
import type { Weight } from './pdf-text.ts';

/** The design system's values (renderer/ui/tokens.css). */
export const colours = {
  ink: '#10222c',
  soft: '#4a5d68',
  line: '#dde4e8',
  accent: '#0b5a78',
  accentDeep: '#07435a',
  sunken: '#eef2f4',
  good: '#11683f',
  warn: '#8a5200',
  bad: '#a82a22',
} as const;
export type Colour = keyof typeof colours;

export interface Style {
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: Colour;
}
export interface Cell extends Style {
  readonly text: string;
  /** Of the content's width, 0 to 1. */
  readonly share: number;
  /** A round mark before the text. */
  readonly dot?: Colour;
}
export interface Picture {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly name: string;
}
