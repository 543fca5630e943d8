// Engine. `document.specimen`: the document is not a specimen. Failed where it says so itself or is a published one;
// inconclusive where a name or a word only hints at it.
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import type { DocumentReading, DocumentSide } from '../../shared/domain/document.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import { specimenSigns } from '../rules/specimens.ts';

export interface PrintedLine {
  readonly text: string;
  readonly side: DocumentSide;
  /** In pixels of that side's photograph. */
  readonly quad: Quad;
}

export function documentSpecimen(input: {
  readonly reading: Pick<DocumentReading, 'fields'>;
  /** Every line of print that was read, fields or not. */
  readonly lines: readonly PrintedLine[];
}): Finding {
  const start = performance.now();
  const { reading, lines } = input;
  const base = { code: 'document.specimen' as const, score: null, model: null };
  if (lines.length === 0 && Object.keys(reading.fields).length === 0) {
    return { ...base, status: 'not_run', reasons: [], evidence: [], ms: 0 };
  }
  const signs = specimenSigns(
    reading.fields,
    lines.map(({ text }) => text),
  );
  const evidence = signs.flatMap(({ kind, value, line }): Evidence[] => {
    const place = line === null ? null : lines[line]!;
    return [
      { kind: 'text', label: `specimen.${kind}`, value },
      ...(place
        ? [
            {
              kind: 'region' as const,
              label: 'specimen.word',
              image: place.side === 'front' ? ('document.front' as const) : ('document.back' as const),
              quad: place.quad,
            },
          ]
        : []),
    ];
  });
  const certain = signs.some((sign) => sign.certain);
  return {
    ...base,
    status: certain ? 'failed' : signs.length > 0 ? 'inconclusive' : 'passed',
    reasons: signs.length > 0 ? ['document.specimen'] : [],
    evidence,
    ms: performance.now() - start,
  };
}
