// Engine. `document.quality`: sharp, evenly lit and large enough to read and compare. Score: the worst component, 0 to 1.
import type { Evidence, Finding, ImageRole } from '../../shared/domain/check.ts';
import { boxToQuad } from '../../shared/domain/geometry.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { PageQuality } from '../document/page-quality.ts';

const enough = 0.5;
const reasonOf = {
  sharpness: 'document.blurred',
  glare: 'document.glare',
  light: 'document.too_dark',
  resolution: 'document.too_small',
} as const satisfies Record<keyof PageQuality['components'], ReasonCode>;

/** `mrzProven`: small print was read and its check digits are right, which proves sharpness and resolution. */
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
  const components = { ...quality.components };
  if (mrzProven) {
    components.sharpness = Math.max(components.sharpness, enough);
    components.resolution = Math.max(components.resolution, enough);
  }
  const names = Object.keys(reasonOf) as (keyof typeof reasonOf)[];
  const ranked = names.toSorted((a, b) => components[a] - components[b]);
  const score = components[ranked[0]!];
  const evidence: Evidence[] = [
    { kind: 'number', label: 'sharpness', value: quality.sharpness },
    { kind: 'number', label: 'brightness', value: quality.paper },
    { kind: 'number', label: 'glare', value: quality.glare * 100, unit: '%' },
    { kind: 'number', label: 'resolution', value: quality.pxPerMm, unit: 'px/mm' },
  ];
  if (quality.glareBox) {
    evidence.push({ kind: 'region', label: 'glare', image, quad: boxToQuad(quality.glareBox) });
  }
  return {
    ...base,
    score,
    status: score >= enough ? 'passed' : 'failed',
    reasons: ranked.filter((name) => components[name] < enough).map((name) => reasonOf[name]),
    evidence,
  };
}
