// Plain Node. What the tables of layouts share: sizes of Doc 9303, inks.
import type { Palette } from '../layout.ts';

// Line centres 6.35 mm apart (six lines an inch), inside the zone of 23.2 mm that 9303-3, 4.1 reserves at the bottom.
export const twoBaselines = [14.55, 8.2];
export const threeBaselines = [17.35, 11, 4.65];

/** 9303-4 and ISO/IEC 7810: ID-3, ID-1, ID-2. */
export const dataPage = { widthMm: 125, heightMm: 88, cornerRadiusMm: 3.18, headerHeightMm: 13.5 } as const;
export const card = { widthMm: 85.6, heightMm: 53.98, cornerRadiusMm: 3.18, headerHeightMm: 9.6 } as const;
export const sheet = { widthMm: 105, heightMm: 74, cornerRadiusMm: 3.18, headerHeightMm: 10.4 } as const;

export const passportZone = { mrz: 'TD3', mrzLeftMm: 6, mrzBaselinesFromBottomMm: twoBaselines } as const;
export const cardZone = { mrz: 'TD1', mrzLeftMm: 4, mrzBaselinesFromBottomMm: threeBaselines } as const;

export const lagoon: Palette = {
  paper: ['#dcebf0', '#f4efe2', '#f1dfe2'],
  line: ['#7fb0bf', '#c79aa6', '#8fae9a'],
  ink: '#17222e',
  label: '#3d5b74',
  band: '#1f4e79',
};
export const orchard: Palette = {
  paper: ['#e2efe0', '#f6f3dd', '#dfe9f2'],
  line: ['#86b391', '#c2b070', '#8aa6c4'],
  ink: '#1a241c',
  label: '#3f6248',
  band: '#2c6448',
};
export const dusk: Palette = {
  paper: ['#ece3f1', '#f7eee4', '#dfe8f3'],
  line: ['#a78fc0', '#cfa983', '#8ea7cc'],
  ink: '#211a2b',
  label: '#5a4a75',
  band: '#533f7c',
};
export const clay: Palette = {
  paper: ['#f5e4d8', '#f7f1e3', '#dcebe9'],
  line: ['#c99a7e', '#bfae7a', '#7fb0aa'],
  ink: '#2a1d16',
  label: '#7a4d36',
  band: '#8a4a2c',
};

export const fir: Palette = {
  paper: ['#dfeee6', '#eef3e4', '#e4ecf1'],
  line: ['#7aa893', '#a9b482', '#86a4b5'],
  ink: '#101a16',
  label: '#2f5d4b',
  band: '#22543f',
};
export const rose: Palette = {
  paper: ['#f6e3e6', '#f7f0e6', '#e6e9f3'],
  line: ['#cf94a0', '#c8b083', '#98a3c9'],
  ink: '#22151a',
  label: '#81404f',
  band: '#7d2a3c',
};
export const frost: Palette = {
  paper: ['#e3ecf6', '#eef2f5', '#e9e4f1'],
  line: ['#8aa8cf', '#9db7c2', '#ab9cc6'],
  ink: '#12161f',
  label: '#39517b',
  band: '#2a3f73',
};
