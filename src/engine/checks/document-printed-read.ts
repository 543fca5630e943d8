// Engine. `document.printed.read`: the printed zone was found and read. Score: mean confidence of its characters.
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';
import type { DocumentFieldName, PrintedField } from '../../shared/domain/document.ts';

/** Without these nobody is identified; others may be missing from a side, or from a kind of document. */
const essential: readonly DocumentFieldName[] = ['surname', 'documentNumber', 'birthDate'];

export function documentPrintedRead(input: {
  /** `null` where no print was looked for. */
  readonly printed: readonly PrintedField[] | null;
  /** Fields that this kind of document prints and that were not read. */
  readonly missing: readonly DocumentFieldName[];
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { printed, missing, model, ms } = input;
  const base = { code: 'document.printed.read' as const, model, ms };
  if (printed === null) return { ...base, score: null, status: 'not_run', reasons: [], evidence: [] };
  if (printed.length === 0) {
    return {
      ...base,
      score: null,
      status: 'failed',
      reasons: ['document.printed_unreadable'],
      evidence: [],
    };
  }
  const evidence = printed.map(
    ({ name, printed: text, confidences, side, quad }): Evidence => ({
      kind: 'characters',
      label: `printed.${name}`,
      value: text,
      asRead: text,
      confidences: confidences.map((confidence) => Math.min(1, Math.max(0, confidence))),
      image: side === 'front' ? 'document.front' : 'document.back',
      quad,
    }),
  );
  const all = printed.flatMap(({ confidences }) => confidences);
  const lacking = essential.some((name) => missing.includes(name));
  return {
    ...base,
    score: all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length,
    status: lacking ? 'inconclusive' : 'passed',
    reasons: lacking ? ['document.printed_unreadable'] : [],
    evidence,
  };
}
