// Plain Node. Invented people of Utopia. No name here is anybody's in particular.
import { type Random, seededRandom } from '../random.ts';

export interface Holder {
  readonly surname: string;
  readonly givenNames: string;
  /** ICAO code, three letters. */
  readonly nationality: string;
  readonly issuingState: string;
  /** `YYYY-MM-DD`, like the other dates. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'X';
  /** A to Z and 0 to 9; over nine characters on TD1 and TD2 only. */
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  /** At most 14 characters, or empty. */
  readonly personalNumber: string;
  readonly birthPlace: string;
  readonly authority: string;
}

const surnames = [
  'Eriksson',
  'Lindqvist',
  'Müller-Lüdenscheidt',
  'O’Donoghue',
  'Nuñez de la Peña',
  'Søndergård',
  'Kowalczyk',
  'Łukasiewicz',
  'Čermáková',
  'Vandenbossche',
  'Papadimitriou',
  'Õunapuu',
  'Weiß',
  'Þórsdóttir',
  'Sant’Anna',
  'Utoponios',
  'Van der Muellen',
  'Martin',
  'Silva e Albuquerque',
  'Nilavadhanananda',
] as const;
const givenNames = {
  F: [
    'Anna Maria',
    'Zoë',
    'Ingrid',
    'Françoise',
    'Marie-Thérèse',
    'Åsa',
    'Jadwiga',
    'Chiara Lucia',
    'Emily',
    'Leïla',
  ],
  M: [
    'Björn',
    'José Luis',
    'Jean-Baptiste',
    'Mikołaj',
    'Søren',
    'Håkon',
    'Théo',
    'Chayapa Dejthamrong',
    'Ivo',
    'Radu',
  ],
  X: ['Robin', 'Noa Charlie', 'Sascha', 'Kim', 'Alex', 'Andrea Sky'],
} as const;
const places = ['Amaurot', 'Zenith', 'Port Anyder', 'Mentirania', 'New Bensalem', 'Achora'] as const;
const authorities = ['Amaurot Registry', 'Ministry of Concord', 'Zenith Registry'] as const;
// Letters that OCR-B readers confuse least come first in real series; here all may occur.
const numberLetters = 'CDEFGHJKLMNPRTVWXYZ';
const digits = '0123456789';

const isoDay = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
const characters = (random: Random, from: string, count: number) =>
  Array.from({ length: count }, () => from[random.integer(0, from.length - 1)]).join('');

/** A holder by seed. Documents are valid from 2024-2025 to 2034-2035, whatever today is. */
export function inventHolder(seed: number): Holder {
  const random = seededRandom(seed).stream('holder');
  const roll = random.next();
  const sex = roll < 0.48 ? 'F' : roll < 0.96 ? 'M' : 'X';
  const issueYear = random.integer(2024, 2025);
  const month = random.integer(1, 12);
  const day = random.integer(2, 28);
  return {
    surname: random.pick(surnames),
    givenNames: random.pick(givenNames[sex]),
    nationality: 'UTO',
    issuingState: 'UTO',
    birthDate: isoDay(random.integer(1950, 2005), random.integer(1, 12), random.integer(1, 28)),
    sex,
    documentNumber: `${characters(random, numberLetters, 1)}${characters(random, digits, 3)}${characters(random, numberLetters + digits, 5)}`,
    issueDate: isoDay(issueYear, month, day),
    expiryDate: isoDay(issueYear + 10, month, day - 1),
    personalNumber: random.next() < 0.6 ? `ZE${characters(random, digits, 6)}B` : '',
    birthPlace: random.pick(places),
    authority: random.pick(authorities),
  };
}
