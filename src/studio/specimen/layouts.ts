// Plain Node. All sides of all documents that the studio draws, by their name. To add one: its table, and its row here.
import type { Layout } from './layout.ts';
import { utopian } from './layouts/utopian.ts';

const tables = { ...utopian } as const satisfies Record<string, Layout>;
export type SpecimenKind = keyof typeof tables;

export const layouts: Readonly<Record<SpecimenKind, Layout>> = tables;
export const specimenKinds = Object.keys(tables) as readonly SpecimenKind[];

export interface SpecimenDocument {
  readonly name: string;
  readonly front: SpecimenKind;
  readonly back: SpecimenKind | null;
}
/** Documents with their sides. */
export const specimenDocuments: readonly SpecimenDocument[] = specimenKinds
  .filter((kind) => layouts[kind].side === 'front')
  .map((front) => {
    const name = layouts[front].document;
    const back = specimenKinds.find(
      (kind) => layouts[kind].document === name && layouts[kind].side === 'back',
    );
    return { name, front, back: back ?? null };
  });
