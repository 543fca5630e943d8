// Engine. `document.mrz.read`: a machine-readable zone was found and read. Score: mean confidence of its characters.
import type { Evidence, Finding, ImageRole, ModelReference } from '../../shared/domain/check.ts';
import type { MrzReading } from '../../shared/domain/document.ts';

export function documentMrzRead(input: {
  readonly mrz: MrzReading | null;
  /** Lines stood where a zone stands but made no sense. */
  readonly unreadable: boolean;
  readonly image: ImageRole;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { mrz, unreadable, image, model, ms } = input;
  const base = { code: 'document.mrz.read' as const, model, ms };
  if (!mrz) {
    const reason = unreadable ? 'document.mrz_unreadable' : 'document.mrz_not_found';
    return { ...base, score: null, status: 'failed', reasons: [reason], evidence: [] };
  }
  const evidence: Evidence[] = mrz.lines.map((value, index) => ({
    kind: 'text',
    label: 'mrz',
    value,
    confidence: Math.min(1, Math.max(0, mrz.confidences[index] ?? 0)),
  }));
  for (const quad of mrz.quads) evidence.push({ kind: 'region', label: 'mrz', image, quad });
  const score = mrz.confidences.reduce((sum, value) => sum + value, 0) / mrz.confidences.length;
  return { ...base, score, status: 'passed', reasons: [], evidence };
}
