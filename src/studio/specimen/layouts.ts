// Plain Node. All sides of all documents that the studio draws, by their name. To add one: its table, and its row here.
import type { Layout } from './layout.ts';
import { chineseCard } from './layouts/chinese-card.ts';
import { chinesePassport } from './layouts/chinese-passport.ts';
import { drivingLicences } from './layouts/driving-licences.ts';
import { estonianCard } from './layouts/estonian-card.ts';
import { frenchCard } from './layouts/french-card.ts';
import { germanCard } from './layouts/german-card.ts';
import { germanPassport } from './layouts/german-passport.ts';
import { greekPassport } from './layouts/greek-passport.ts';
import { italianCard } from './layouts/italian-card.ts';
import { japanesePassport } from './layouts/japanese-passport.ts';
import { polishPassport } from './layouts/polish-passport.ts';
import { portugueseCard } from './layouts/portuguese-card.ts';
import { russianPassport } from './layouts/russian-passport.ts';
import { spanishCard } from './layouts/spanish-card.ts';
import { spanishPassport } from './layouts/spanish-passport.ts';
import { swedishCard } from './layouts/swedish-card.ts';
import { taiwaneseCard } from './layouts/taiwanese-card.ts';
import { taiwanesePassport } from './layouts/taiwanese-passport.ts';
import { utopian } from './layouts/utopian.ts';

const tables = {
  ...utopian,
  ...germanPassport,
  ...spanishPassport,
  ...polishPassport,
  ...greekPassport,
  ...russianPassport,
  ...chinesePassport,
  ...taiwanesePassport,
  ...japanesePassport,
  ...germanCard,
  ...spanishCard,
  ...portugueseCard,
  ...italianCard,
  ...estonianCard,
  ...swedishCard,
  ...frenchCard,
  ...taiwaneseCard,
  ...chineseCard,
  ...drivingLicences,
} as const satisfies Record<string, Layout>;
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
