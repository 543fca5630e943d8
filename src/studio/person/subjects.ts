// Plain Node. The people of the recordings: freely licensed photographs (resources/manifest.json) and where the head is.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Box } from '../../shared/domain/geometry.ts';
import { FailureError } from '../../shared/kernel/failure.ts';

export interface Subject {
  readonly file: string;
  /** Forehead to chin, ear to ear, as fractions of the picture: the boxes that Ultra-Light RFB-320 finds. */
  readonly face: Box;
  /** Top of the hair, as a fraction of the picture's height. */
  readonly crown: number;
}

export const subjects = {
  'emily-1': { file: 'emily-1.jpg', face: { x: 0.196, y: 0.268, width: 0.581, height: 0.59 }, crown: 0.055 },
  'emily-2': { file: 'emily-2.jpg', face: { x: 0.208, y: 0.156, width: 0.576, height: 0.7 }, crown: 0.045 },
  'jessica-1': { file: 'jessica-1.jpg', face: { x: 0.137, y: 0.107, width: 0.6, height: 0.821 }, crown: 0.0 },
  'jessica-3': {
    file: 'jessica-3.jpg',
    face: { x: 0.157, y: 0.204, width: 0.585, height: 0.572 },
    crown: 0.05,
  },
} as const satisfies Record<string, Subject>;
export type SubjectName = keyof typeof subjects;

const portraits = resolve(import.meta.dirname, '../../../.cache/portraits');

/** The photograph's bytes. Fails with `file.missing` where set-up has not fetched it. */
export async function subjectImage(name: SubjectName): Promise<Buffer> {
  const { file } = subjects[name];
  try {
    return await readFile(`${portraits}/${file}`);
  } catch (cause) {
    throw new FailureError('file.missing', `The portrait ${file} has not been fetched: run npm run setup.`, {
      cause,
    });
  }
}
