// Engine. `document.mrz.read`: a machine-readable zone was found and read. Score: mean confidence of its characters.
import type { Evidence, Finding, ImageRole, ModelReference } from '../../shared/domain/check.ts';
import type { MrzReading } from '../../shared/domain/document.ts';
import type { StandIn } from '../document/stand-in.ts';

export function documentMrzRead(input: {
  readonly mrz: MrzReading | null;
  /** How many photographs it was read from. */
  readonly frames?: number;
  /** Lines stood where a zone stands but made no sense. */
  readonly unreadable: boolean;
  /** `absent`: this kind of document is known to have none, so that asking for it again would be in vain. */
  readonly zone?: 'expected' | 'absent';
  /** A reader at the desk read it whole. */
  readonly standIn?: StandIn | null;
  readonly image: ImageRole;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { mrz, frames = 1, unreadable, zone = 'expected', standIn, image, model, ms } = input;
  const base = { code: 'document.mrz.read' as const, model, ms };
  if (!mrz && standIn) {
    const evidence = standIn.reader.reading.lines.map(
      (value): Evidence => ({ kind: 'text', label: 'mrz.reader', value }),
    );
    const reason = unreadable ? 'document.mrz_unreadable' : 'document.mrz_not_found';
    return standIn.isConfirmed
      ? { ...base, score: null, status: 'passed', reasons: [], evidence }
      : { ...base, score: null, status: 'inconclusive', reasons: [reason], evidence };
  }
  if (!mrz && zone === 'absent') {
    const reasons = ['document.not_machine_readable' as const];
    return { ...base, score: null, status: 'inconclusive', reasons, evidence: [] };
  }
  if (!mrz) {
    const reason = unreadable ? 'document.mrz_unreadable' : 'document.mrz_not_found';
    return { ...base, score: null, status: 'failed', reasons: [reason], evidence: [] };
  }
  const evidence = mrz.lines.map(
    (value, index): Evidence => ({
      kind: 'characters',
      label: 'mrz',
      value,
      asRead: mrz.asRead[index]!,
      confidences: mrz.confidences[index]!.map((confidence) => Math.min(1, Math.max(0, confidence))),
      image,
      quad: mrz.quads[index]!,
    }),
  );
  if (frames > 1) evidence.push({ kind: 'number', label: 'mrz.frames', value: frames });
  const all = mrz.confidences.flat();
  const score = all.reduce((sum, value) => sum + value, 0) / all.length;
  return { ...base, score, status: 'passed', reasons: [], evidence };
}
