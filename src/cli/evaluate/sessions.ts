// Command line. Suite `sessions`: virtual applicants and attackers before a virtual kiosk, each through the whole of faces:
// photograph, random challenge, light, match with the portrait of a document. Reported after ISO/IEC 30107-3. What such a
// simulation can and cannot prove stands in src/studio/README.md.
import { join } from 'node:path';
import { loadPolicy } from '../../core/policy/load-policy.ts';
import { issueChallenge } from '../../core/sessions/challenges.ts';
import type { DocumentAnalysis } from '../../shared/contract/engine-contract.ts';
import type { Check } from '../../shared/domain/check.ts';
import { withSpecimens } from '../../shared/domain/policy.ts';
import {
  attackKinds,
  createPresenter,
  drawSpecimen,
  type HeadAsset,
  type PresenterKind,
  photograph,
  prepareHead,
  type SubjectName,
  subjectImage,
  subjects,
  webcam,
} from '../../studio/index.ts';
import { seededRandom } from '../../studio/random.ts';
import { root } from '../setup/root.ts';
import { type DrawnSuiteContext, type Engine, mapInPairs, measuredOrNull } from './measured.ts';
import type { Plot } from './plot.ts';
import { median, wilson } from './statistics.ts';
import { type JudgedSession, judgeRecording, record } from './virtual-session.ts';

/** Of each kind; with it a species that is never accepted is below 1.9 % with 95 % confidence. */
const usualCount = 200;
/** Who sits down, and whose portrait the document bears: another photograph of the same person. */
const applicants = [
  { live: 'emily-2', portrait: 'emily-1' },
  { live: 'jessica-1', portrait: 'jessica-3' },
  { live: 'emily-1', portrait: 'emily-2' },
  { live: 'jessica-3', portrait: 'jessica-1' },
] as const satisfies readonly { live: SubjectName; portrait: SubjectName }[];
const camera = { widthPx: 640, heightPx: 360 } as const;

interface Applicant {
  readonly asset: HeadAsset;
  readonly document: DocumentAnalysis;
}

interface SessionResult extends JudgedSession {
  readonly kind: PresenterKind;
  readonly seed: number;
  /** From sitting down to the last colour, seconds of the applicant's time. */
  readonly seconds: number;
}

/** `count`: sessions of each kind. */
export async function evaluateSessions({ engine, count, progress }: DrawnSuiteContext) {
  const policy = withSpecimens(loadPolicy(join(root, 'resources/policy/default.json')));
  const people: Applicant[] = [];
  for (const { live, portrait } of applicants) {
    people.push({ asset: await prepareHead(live), document: await documentOf(engine, portrait) });
  }
  const each = count ?? usualCount;
  const sessions = (['bona-fide', ...attackKinds] as const).flatMap((kind) =>
    Array.from({ length: each }, (_, seed) => ({ kind, seed })),
  );
  const results = await mapInPairs(sessions, progress, async ({ kind, seed }): Promise<SessionResult> => {
    const { asset, document } = people[seed % people.length]!;
    // The next in the list is the other person.
    const otherAsset = people[(seed + 1) % people.length]!.asset;
    const challengeOf = (purpose: string) => {
      const random = seededRandom(seed).stream(purpose);
      return issueChallenge(policy.liveness, (least, below) => random.integer(least, below - 1));
    };
    const challenge = challengeOf('challenge');
    const presenter = createPresenter(kind, {
      seed,
      asset,
      otherAsset,
      earlier: challengeOf('earlier challenge'),
      camera,
    });
    const recording = await record(engine, presenter, challenge);
    const judged = await judgeRecording(engine, policy, document, challenge, recording);
    return { kind, seed, seconds: recording.seconds, ...judged };
  });
  return tallySessions(results);
}

async function documentOf(engine: Engine, name: SubjectName): Promise<DocumentAnalysis> {
  const portrait = { image: await subjectImage(name), face: subjects[name].face };
  const { jpeg } = await photograph({
    specimen: await drawSpecimen({ kind: 'td3', seed: 11, portrait, pxPerMm: 24 }),
    seed: 11,
    camera: webcam,
    pose: { yawDegrees: 2, pitchDegrees: -2, rollDegrees: 1, fill: 0.85 },
  });
  const analysis = measuredOrNull(
    await engine.call('analyseDocument', { front: [jpeg], back: null, nowMs: Date.UTC(2026, 0, 1) }),
  );
  if (!analysis?.portraitTemplate) throw new Error('the drawn document shows no portrait');
  return analysis;
}

const accepted = ({ outcome }: SessionResult): boolean => outcome === 'approve';
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function tallySessions(results: readonly SessionResult[]) {
  const bonaFide = results.filter(({ kind }) => kind === 'bona-fide');
  const rejected = bonaFide.filter((session) => !accepted(session));
  const seconds = bonaFide.map((session) => session.seconds).sort((a, b) => a - b);
  const bySpecies = attackKinds
    .map((kind) => {
      const sessions = results.filter((session) => session.kind === kind);
      return { species: kind, total: sessions.length, accepted: sessions.filter(accepted).length };
    })
    // Worst first: the standard reports the worst species, not the mean.
    .sort((a, b) => b.accepted / b.total - a.accepted / a.total);
  const all = (pick: (row: (typeof bySpecies)[number]) => unknown) =>
    Object.fromEntries(bySpecies.map((row) => [row.species, pick(row)]));
  return {
    bonaFide: bonaFide.length,
    bpcer: rejected.length / bonaFide.length,
    bpcerCi95: wilson(rejected.length, bonaFide.length),
    apcer: all((row) => row.accepted / row.total),
    apcerCi95: all((row) => wilson(row.accepted, row.total)),
    /** Which checks stopped what share of each kind: several may. */
    stoppedBy: Object.fromEntries(
      ['bona-fide', ...bySpecies.map(({ species }) => species)].map((kind) => [
        kind,
        stoppedBy(results.filter((session) => session.kind === kind)),
      ]),
    ),
    outcomes: Object.fromEntries(
      [...Map.groupBy(results, ({ kind }) => kind)].map(([kind, sessions]) => [
        kind,
        Object.fromEntries(
          [...Map.groupBy(sessions, ({ outcome }) => outcome)].map(([outcome, of]) => [outcome, of.length]),
        ),
      ]),
    ),
    secondsMedian: median(seconds),
    secondsLongest: seconds.at(-1) ?? 0,
    msMedian: median(results.map(({ ms }) => ms)),
    perFile: results.map(({ kind, seed, outcome, seconds: took, checks }) => ({
      kind,
      seed,
      outcome,
      seconds: rounded(took),
      margin: rounded(marginOf(checks)),
      checks: Object.fromEntries(
        checks.map(({ code, status, score, reasons }) => [
          code,
          { status, score: score === null ? null : rounded(score), reasons },
        ]),
      ),
    })),
    plot: {
      title: 'Virtual sessions, all layers: least margin to a threshold',
      names: { accept: 'APCER', reject: 'BPCER', genuine: 'bona fide', impostor: 'attacks' },
      series: bySpecies.map(({ species }) => ({
        name: species,
        genuine: marginsOf(bonaFide),
        impostor: marginsOf(results.filter(({ kind }) => kind === species)),
      })),
      threshold: 0,
    } satisfies Plot,
  };
}

const marginsOf = (sessions: readonly SessionResult[]) => sessions.map(({ checks }) => marginOf(checks));

function stoppedBy(sessions: readonly SessionResult[]): Record<string, number> {
  const codes = sessions.flatMap(({ checks }) =>
    checks.filter(({ status }) => status !== 'passed').map(({ code }) => code),
  );
  return Object.fromEntries(
    [...Map.groupBy(codes, (code) => code)].map(([code, all]) => [
      code,
      rounded(all.length / sessions.length),
    ]),
  );
}

/** How far the weakest check is beyond its threshold, -1 to 1: below 0 where any of them did not pass. */
function marginOf(checks: readonly Check[]): number {
  const margins = checks.map(({ status, score, threshold }) => {
    if (score === null || threshold === null) return status === 'passed' ? 1 : -1;
    const margin = Math.max(-1, Math.min(1, score - threshold));
    return status === 'passed' ? margin : Math.min(margin, -0.01);
  });
  return Math.min(...margins);
}
