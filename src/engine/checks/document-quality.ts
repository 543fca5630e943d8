// Engine. `document.quality`: sharp, evenly lit, large and straight enough to read and compare, and nothing on a field.
// Score: the worst component, 0 to 1.
import type { Evidence, Finding, ImageRole } from '../../shared/domain/check.ts';
import { boxToQuad } from '../../shared/domain/geometry.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import { pagePxPerMm } from '../document/page.ts';
import { type Fault, type FaultKind, spoils } from '../document/page-faults.ts';
import type { PageQuality, QualityComponent } from '../document/page-quality.ts';

const enough = 0.5;
const reasonOf = {
  sharpness: 'document.blurred',
  light: 'document.too_dark',
  resolution: 'document.too_small',
  tilt: 'document.too_steep',
  glare: 'document.glare',
  shadow: 'document.shadow',
  covered: 'document.covered',
} as const satisfies Record<QualityComponent | FaultKind, ReasonCode>;

/** `mrzProven`: small print was read and its check digits are right, which proves sharpness, resolution and the zone itself. */
export function documentQuality(input: {
  readonly quality: PageQuality | null;
  readonly mrzProven: boolean;
  /** The rectified page that was judged. */
  readonly image: ImageRole;
  readonly ms: number;
}): Finding {
  const { quality, mrzProven, image, ms } = input;
  const base = { code: 'document.quality' as const, model: null, ms };
  if (!quality) return { ...base, score: null, status: 'not_run', reasons: [], evidence: [] };
  const faults = quality.faults.filter(({ at }) => !(mrzProven && at === 'mrz'));
  const least = (value: number) => (mrzProven ? Math.max(value, enough) : value);
  const { sharpness, light, resolution, tilt } = quality.components;
  const components = {
    sharpness: least(sharpness),
    light,
    resolution: least(resolution),
    tilt: least(tilt),
    glare: without(faults, 'glare'),
    shadow: without(faults, 'shadow'),
    covered: without(faults, 'covered'),
  };
  const names = Object.keys(reasonOf) as (keyof typeof reasonOf)[];
  const ranked = names.toSorted((a, b) => components[a] - components[b]);
  const score = components[ranked[0]!];
  const evidence: Evidence[] = [
    { kind: 'number', label: 'sharpness', value: quality.sharpness },
    { kind: 'number', label: 'brightness', value: quality.paper },
    { kind: 'number', label: 'resolution', value: quality.pxPerMm, unit: 'px/mm' },
  ];
  if (quality.tiltDegrees !== null) {
    evidence.push({ kind: 'number', label: 'tilt', value: quality.tiltDegrees, unit: '°' });
  }
  for (const fault of faults.filter(spoils)) {
    evidence.push({ kind: 'region', label: `${fault.kind}.${fault.at}`, image, quad: onPage(fault) });
  }
  return {
    ...base,
    score,
    status: score >= enough ? 'passed' : 'failed',
    reasons: ranked.filter((name) => components[name] < enough).map((name) => reasonOf[name]),
    evidence,
  };
}

/** 1 where nothing of the kind lies on a field, less the more it spoils one. */
function without(faults: readonly Fault[], kind: FaultKind): number {
  const gravest = Math.max(
    0,
    ...faults.filter((fault) => fault.kind === kind).map(({ severity }) => severity),
  );
  // A fault that just spoils a field must not just pass.
  return Math.max(0, 1 - gravest * 1.001);
}

const onPage = ({ box: { x, y, width, height } }: Fault) =>
  boxToQuad({
    x: x * pagePxPerMm,
    y: y * pagePxPerMm,
    width: width * pagePxPerMm,
    height: height * pagePxPerMm,
  });
