// Engine. `document.reader.matches`: what a reader at the desk read of the document says the same as its pictures.
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import type { MrzReading } from '../../shared/domain/document.ts';
import type { ReaderText } from '../reader/reads.ts';
import { type ComparedSources, compareReader, type FieldComparison } from '../rules/compare-sources.ts';

/** As many fields must agree, a name among them, before the two count as one document. */
const enoughFields = 3;
/** A character of the picture's zone that its reader is this sure of. */
const sureOf = 0.9;

export interface ReaderAgreement {
  readonly comparisons: readonly FieldComparison[];
  /** Lines of the zone as the picture shows them and as the reader read them, where a sure character differs. */
  readonly contradicted: readonly { readonly seen: string; readonly read: string }[];
  readonly verdict: 'same' | 'different' | 'unsure';
  /** The pictures leave it open, but nothing that they show speaks against it. */
  readonly doubtful: boolean;
}

export function agreementOf(sources: ComparedSources, reader: ReaderText): ReaderAgreement {
  const comparisons = compareReader(sources, reader);
  const contradicted = contradictedLines(sources.reading.mrz, reader.mrz);
  const agreeing = comparisons.filter(({ verdict }) => verdict === 'equal' || verdict === 'equivalent');
  const isName = ({ field }: FieldComparison) => field === 'surname' || field === 'givenNames';
  const enough = agreeing.length >= enoughFields && agreeing.some(isName);
  const doubtful = comparisons.some(({ doubt }) => doubt);
  const different = contradicted.length > 0 || comparisons.some(({ verdict }) => verdict === 'different');
  return {
    comparisons,
    contradicted,
    doubtful,
    verdict: different ? 'different' : enough && !doubtful ? 'same' : 'unsure',
  };
}

/** `reader` null where the reads made no sense; `agreement` of it with the pictures. */
export function documentReaderMatches(input: {
  readonly reads: readonly string[];
  readonly reader: ReaderText | null;
  readonly agreement: ReaderAgreement | null;
  readonly ms: number;
}): Finding {
  const { reads, reader, agreement, ms } = input;
  const base = { code: 'document.reader.matches' as const, score: null, model: null, ms };
  if (reads.length === 0) return { ...base, status: 'not_run', reasons: [], evidence: [] };
  if (!reader?.reading.complete || !agreement) {
    return { ...base, status: 'inconclusive', reasons: [], evidence: textEvidence(reader) };
  }
  const { verdict, doubtful, contradicted, comparisons } = agreement;
  const evidence: Evidence[] = [
    ...comparisons.map((comparison) => comparison.evidence),
    ...contradicted.map(
      ({ seen, read }): Evidence => ({ kind: 'text', label: 'reader.line', value: seen, expected: read }),
    ),
    ...(comparisons.length === 0 ? textEvidence(reader) : []),
  ];
  return {
    ...base,
    status: verdict === 'different' ? 'failed' : verdict === 'same' ? 'passed' : 'inconclusive',
    reasons: verdict === 'different' || doubtful ? ['document.reader_mismatch'] : [],
    evidence,
  };
}

const textEvidence = (reader: ReaderText | null): Evidence[] =>
  (reader?.reading.lines ?? []).map((value) => ({ kind: 'text', label: 'reader.text', value }));

function contradictedLines(
  seen: MrzReading | null,
  read: MrzReading | null,
): { seen: string; read: string }[] {
  if (!seen || !read || seen.lines.length !== read.lines.length) return [];
  return seen.lines.flatMap((line, index) => {
    const other = read.lines[index]!;
    // Of another format: its fields are compared, its columns cannot be.
    if (line.length !== other.length) return [];
    const differs = [...line].some(
      (character, column) =>
        character !== other[column] && (seen.confidences[index]?.[column] ?? 0) >= sureOf,
    );
    return differs ? [{ seen: line, read: other }] : [];
  });
}
