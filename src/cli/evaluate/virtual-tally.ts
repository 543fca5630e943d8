// Command line. Suite `virtual`: rates from its shots, as a whole and by group, worst group first. Pure.
import type { DocumentFieldName, MrzFormat } from '../../shared/domain/document.ts';
import { bootstrapRatio, type Interval, median, wilson } from './statistics.ts';

export interface ShotResult {
  readonly shot: string;
  readonly kind: string;
  readonly language: string;
  readonly format: MrzFormat | null;
  readonly axis: string;
  readonly value: string;
  /** `null` where this side has no machine-readable zone. */
  readonly zone: {
    /** Not whole in the picture: it cannot be read, only guessed. */
    readonly hidden: boolean;
    readonly exact: boolean;
    readonly valid: boolean;
    readonly lines: readonly string[];
    readonly expected: readonly string[];
  } | null;
  /** A zone was read where there is none. */
  readonly invented: boolean;
  readonly fields: readonly {
    readonly name: DocumentFieldName;
    /** But for accents and other marks of Latin letters: the recogniser knows none, and the zone has none. */
    readonly right: boolean;
    readonly rightToTheMark: boolean;
    readonly read: string | null;
    readonly expected: string;
  }[];
  /** `null` where no page was found. */
  readonly cornerError: number | null;
  readonly ms: number;
}

export interface Group {
  readonly group: string;
  readonly right: number;
  readonly total: number;
  readonly rate: number;
  readonly ci95: Interval;
}

/** Corners this near, as a share of the diagonal, are right: a millimetre and a half on a passport's page. */
const nearCorner = 0.01;

const group = (name: string, outcomes: readonly boolean[]): Group => {
  const right = outcomes.filter((outcome) => outcome).length;
  return {
    group: name,
    right,
    total: outcomes.length,
    rate: right / outcomes.length,
    ci95: wilson(right, outcomes.length),
  };
};

/** Groups of outcomes, worst first; of equals, the one with more evidence. */
export function groups<T>(
  items: readonly T[],
  name: (item: T) => string,
  outcomes: (item: T) => readonly boolean[],
): Group[] {
  return [...Map.groupBy(items, name)]
    .map(([key, members]) => group(key, members.flatMap(outcomes)))
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.rate - b.rate || b.total - a.total);
}

const quantile = (values: readonly number[], share: number): number | null =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? null;

/** Fields of one document are right or wrong together: the interval is over documents. */
function fieldRate(shots: readonly ShotResult[]) {
  const samples = shots
    .filter(({ fields }) => fields.length > 0)
    .map(({ fields }) => ({ errors: fields.filter(({ right }) => !right).length, total: fields.length }));
  const total = samples.reduce((sum, sample) => sum + sample.total, 0);
  const errors = samples.reduce((sum, sample) => sum + sample.errors, 0);
  const [low, high] = bootstrapRatio(samples);
  return { total, rate: total === 0 ? null : 1 - errors / total, ci95: [1 - high, 1 - low] as Interval };
}

export function tally(shots: readonly ShotResult[]) {
  const bearing = shots.filter((shot) => shot.zone !== null);
  const withZone = bearing.filter((shot) => !shot.zone!.hidden);
  const exact = withZone.filter((shot) => shot.zone!.exact).length;
  const wrong = bearing.filter((shot) => shot.zone!.valid && !shot.zone!.exact).length;
  const without = shots.filter((shot) => shot.zone === null);
  const invented = without.filter((shot) => shot.invented).length;
  const isExact = (shot: ShotResult) => [shot.zone!.exact];

  const print = fieldRate(shots);
  // A side without a zone is read on its own merits.
  const printBesideZone = fieldRate(shots.filter((shot) => shot.zone?.exact ?? true));
  const fields = shots.flatMap((shot) => shot.fields);
  const toTheMark = fields.filter(({ rightToTheMark }) => rightToTheMark).length;
  const ofFields = (shot: ShotResult) => shot.fields.map(({ right }) => right);

  const corners = shots.flatMap(({ cornerError }) => cornerError ?? []);
  const isNear = ({ cornerError }: ShotResult) => [cornerError !== null && cornerError <= nearCorner];
  const near = shots.filter((shot) => isNear(shot)[0]).length;
  const condition = ({ axis, value }: ShotResult) => `${axis} ${value}`;
  return {
    shots: shots.length,
    layouts: new Set(shots.map(({ kind }) => kind)).size,
    languages: new Set(shots.map(({ language }) => language)).size,
    shotsWithMrz: withZone.length,
    mrzExact: exact / withZone.length,
    mrzExactCi95: wilson(exact, withZone.length),
    /** All check digits right, and yet not what stands there; zones that are hidden in part among them. */
    mrzWrongYetValid: wrong / bearing.length,
    mrzWrongYetValidCi95: wilson(wrong, bearing.length),
    shotsWithMrzHidden: bearing.length - withZone.length,
    falseReads: without.length === 0 ? 0 : invented / without.length,
    falseReadsCi95: wilson(invented, without.length),
    mrzExactByAxis: groups(withZone, ({ axis }) => axis, isExact),
    mrzExactByCondition: groups(withZone, condition, isExact),
    mrzExactByFormat: groups(withZone, ({ format }) => format!, isExact),
    mrzExactByLayout: groups(withZone, ({ kind }) => kind, isExact),
    printedFields: print.total,
    printedRight: print.rate,
    printedRightCi95: print.ci95,
    printedRightWhereMrzRight: printBesideZone.rate,
    printedRightWhereMrzRightCi95: printBesideZone.ci95,
    printedRightToTheMark: fields.length === 0 ? null : toTheMark / fields.length,
    printedRightByField: groups(
      fields,
      ({ name }) => name,
      ({ right }) => [right],
    ),
    printedRightByLanguage: groups(shots, ({ language }) => language, ofFields),
    printedRightByLayout: groups(shots, ({ kind }) => kind, ofFields),
    printedRightByAxis: groups(shots, ({ axis }) => axis, ofFields),
    pagesFound: corners.length / shots.length,
    pagesFoundCi95: wilson(corners.length, shots.length),
    cornerErrorMedian: corners.length === 0 ? null : median(corners),
    cornerErrorP95: quantile(corners, 0.95),
    /** Pages whose corners are within a hundredth of the diagonal, of all. */
    cornersNear: near / shots.length,
    cornersNearCi95: wilson(near, shots.length),
    cornersNearByAxis: groups(shots, ({ axis }) => axis, isNear),
    cornersNearByLayout: groups(shots, ({ kind }) => kind, isNear),
    msMedian: median(shots.map(({ ms }) => ms)),
    perFile: shots,
  };
}
