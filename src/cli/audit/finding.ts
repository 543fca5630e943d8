// Command line. What can be wrong with an audit log, and the words for it.

export const findingKinds = [
  /** What an entry says does not give its hash. */
  'changed',
  'missing',
  /** One that the log does not know, and one that it knows already. */
  'inserted',
  'duplicated',
  'moved',
  'renumbered',
  /** Hashes computed anew: something signed says another. */
  'rewritten',
  /** Something signed is about entries behind the end. */
  'cut',
  'after_end',
  /** A line that does not read, and one that the station writes otherwise. */
  'unreadable',
  'irregular',
  /** The first line, which says whose log it is and where it ends. */
  'first_line',
  'signature',
  'head_moved',
  'head_missing',
  'other_station',
  'too_many',
] as const;

export interface Finding {
  readonly kind: (typeof findingKinds)[number];
  /** First and last entry it is about. */
  readonly from?: number;
  readonly to?: number;
  /** Entry behind which it stands in the file; 0 for the beginning. */
  readonly after?: number;
  readonly line?: number;
  readonly text: string;
}

/** "entry 7 was", "entries 7 to 9 were". */
export const entries = (from: number, to: number, one: string, several: string): string =>
  from === to ? `entry ${from} ${one}` : `entries ${from} to ${to} ${several}`;

export const behind = (number: number): string => (number === 0 ? 'at the beginning' : `after ${number}`);
