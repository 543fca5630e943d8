// Command line. Suite `scans`: pages that the studio's scanner gives, cut into their documents: whether each is found once,
// how exactly it is measured, and whether its zone is read. It needs no data.
import { cardFormats } from '../../shared/domain/device.ts';
import { drawSpecimen, type SpecimenKind, specimenKinds } from '../../studio/index.ts';
import { type Random, seededRandom } from '../../studio/random.ts';
import { drawScan, encodeScan, type LidName, lidNames, type OnBed, sheetOf } from '../../studio/scan/scan.ts';
import { layouts } from '../../studio/specimen/layouts.ts';
import { type DrawnSuiteContext, inTurn, mapInPairs, measuredOrNull } from './measured.ts';
import { wilson } from './statistics.ts';
import { groups } from './virtual-tally.ts';

const usualCount = 60;
/** What a desk's scanners are asked for, and what else they may give. */
const resolutionsDpi = [300, 300, 200, 150] as const;
/** Middles of the quarters of an A4 bed, millimetres. */
const quarters = [
  [53, 74],
  [157, 74],
  [53, 222],
  [157, 222],
] as const;
const scanned = specimenKinds.filter((kind) => sizedAs(kind));

interface Laid extends OnBed {
  readonly kind: SpecimenKind;
  readonly mrzLines: readonly string[];
}

interface LaidResult {
  readonly kind: SpecimenKind;
  readonly lid: LidName;
  readonly resolutionDpi: number;
  /** How often it was given. */
  readonly found: number;
  /** Of the longer and the shorter side, millimetres; null where it was not found. */
  readonly errorsMm: readonly [number, number] | null;
  readonly formatRight: boolean;
  /** Null where it has no zone. */
  readonly zoneRight: boolean | null;
}

function sizedAs(kind: SpecimenKind) {
  const { widthMm, heightMm } = layouts[kind];
  return Object.entries(cardFormats).find(
    ([, format]) => format.widthMm === widthMm && format.heightMm === heightMm,
  )?.[0];
}

async function layOut(random: Random): Promise<Laid[]> {
  const count = random.integer(0, 4);
  return Promise.all(
    quarters.slice(0, count).map(async ([xMm, yMm]): Promise<Laid> => {
      const kind = random.pick(scanned);
      const specimen = await drawSpecimen({ kind, seed: random.integer(1, 1e6) });
      // Larger ones would leave their quarter.
      const degrees =
        specimen.truth.widthMm < 90 ? random.between(0, 360) : random.pick([90, 270]) + random.between(-8, 8);
      return { sheet: sheetOf(specimen), xMm, yMm, degrees, kind, mrzLines: specimen.truth.mrzLines };
    }),
  );
}

export async function evaluateScans({ engine, count, progress }: DrawnSuiteContext) {
  const reading = inTurn();
  const seeds = Array.from({ length: count ?? usualCount }, (_, index) => index);
  const results = await mapInPairs(seeds, progress, async (seed) => {
    const random = seededRandom(seed).stream('scans');
    const laid = await layOut(random);
    const lid = lidNames[seed % lidNames.length]!;
    const resolutionDpi = resolutionsDpi[(seed >> 2) % resolutionsDpi.length]!;
    const scan = await drawScan({ seed, lid, resolutionDpi, specks: random.integer(0, 12), documents: laid });
    const page = await encodeScan(scan);
    return reading(async () => {
      const answer = await engine.call('prepareScan', { page, mediaType: 'image/jpeg', resolutionDpi });
      const documents = measuredOrNull(answer)?.documents ?? [];
      const seen = await Promise.all(
        documents.map(async ({ jpeg, size }) => {
          const read = measuredOrNull(await engine.call('readDocument', { image: jpeg, print: false }));
          return { size: size!, lines: read?.mrz?.lines ?? [] };
        }),
      );
      return { laid: judge(laid, seen, lid, resolutionDpi), given: documents.length, lay: laid.length };
    });
  });
  return tally(
    results.flatMap(({ laid }) => laid),
    results,
  );
}

interface Seen {
  readonly size: { readonly widthMm: number; readonly heightMm: number; readonly format: string | null };
  readonly lines: readonly string[];
}

/** Documents come without their places: each is told by its zone, or else by its size, whichever is nearest. */
function judge(
  laid: readonly Laid[],
  seen: readonly Seen[],
  lid: LidName,
  resolutionDpi: number,
): LaidResult[] {
  const free = new Set(seen);
  const take = (suits: (one: Seen) => number): Seen | null => {
    const best = [...free].reduce<Seen | null>((a, b) => (a && suits(a) <= suits(b) ? a : b), null);
    if (best && suits(best) < Infinity) {
      free.delete(best);
      return best;
    }
    return null;
  };
  const off = ({ sheet }: Laid, { size }: Seen) =>
    Math.abs(size.widthMm - sheet.widthMm) + Math.abs(size.heightMm - sheet.heightMm);
  const own = new Map<Laid, Seen | null>();
  for (const one of laid) {
    if (one.mrzLines.length > 0)
      own.set(
        one,
        take(({ lines }) => (lines.join() === one.mrzLines.join() ? 0 : Infinity)),
      );
  }
  for (const one of laid)
    if (!own.get(one))
      own.set(
        one,
        take((other) => off(one, other)),
      );
  return laid.map((one): LaidResult => {
    const found = own.get(one) ?? null;
    const { widthMm, heightMm } = one.sheet;
    return {
      ...{ kind: one.kind, lid, resolutionDpi },
      found: found ? 1 : 0,
      errorsMm: found && [found.size.widthMm - widthMm, found.size.heightMm - heightMm],
      formatRight: found?.size.format === sizedAs(one.kind),
      zoneRight: one.mrzLines.length === 0 ? null : found?.lines.join() === one.mrzLines.join(),
    };
  });
}

function tally(
  laid: readonly LaidResult[],
  pages: readonly { readonly given: number; readonly lay: number }[],
) {
  const errors = laid.flatMap(({ errorsMm }) => errorsMm?.map(Math.abs) ?? []).sort((a, b) => a - b);
  const at = (share: number) => errors[Math.min(errors.length - 1, Math.floor(share * errors.length))] ?? 0;
  const zones = laid.filter(({ zoneRight }) => zoneRight !== null);
  const right = zones.filter(({ zoneRight }) => zoneRight).length;
  const formats = laid.filter(({ formatRight }) => formatRight).length;
  return {
    pages: pages.length,
    emptyPages: pages.filter(({ lay }) => lay === 0).length,
    documents: laid.length,
    missed: laid.filter(({ found }) => found === 0).length,
    invented: pages.reduce((sum, { given, lay }) => sum + Math.max(0, given - lay), 0),
    sizeErrorMmMedian: at(0.5),
    sizeErrorMm95: at(0.95),
    sizeErrorMmMax: at(1),
    formatRight: formats / laid.length,
    formatRightCi95: wilson(formats, laid.length),
    zonesRight: right / zones.length,
    zonesRightCi95: wilson(right, zones.length),
    withinHalfAMillimetre: groups(
      laid,
      ({ lid, resolutionDpi }) => `${lid} lid, ${resolutionDpi} dpi`,
      ({ errorsMm }) => [errorsMm?.every((error) => Math.abs(error) < 0.5) ?? false],
    ),
  };
}
