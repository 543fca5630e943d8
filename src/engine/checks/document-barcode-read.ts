// Engine. `document.barcode.read`: the barcode of a North American licence was found and says what AAMVA's standard asks
// for. Not run on documents that have none.
import type { Evidence, Finding, ImageRole } from '../../shared/domain/check.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import type { AamvaDocument } from '../barcode/aamva.ts';
import type { StandIn } from '../document/stand-in.ts';

export function documentBarcodeRead(input: {
  /** Where a symbol was decoded, whatever it says, in pixels of the photograph; null where none was. */
  readonly quad: Quad | null;
  /** What it says; null where it is another issuer's. */
  readonly barcode: AamvaDocument | null;
  readonly image: ImageRole;
  /** This kind of document has one. */
  readonly expected: boolean;
  /** A reader at the desk read it whole. */
  readonly standIn?: StandIn | null;
  readonly ms: number;
}): Finding {
  const { quad, barcode, image, expected, standIn, ms } = input;
  const base = { code: 'document.barcode.read' as const, score: null, model: null, ms };
  const place: Evidence[] = quad ? [{ kind: 'region', label: 'barcode', image, quad }] : [];
  if (barcode) {
    return { ...base, status: 'passed', reasons: [], evidence: [...place, ...statementsOf(barcode)] };
  }
  const byReader = standIn?.reader.licence;
  if (byReader && !quad) {
    const status = standIn.isConfirmed ? 'passed' : 'inconclusive';
    return { ...base, status, reasons: [], evidence: statementsOf(byReader) };
  }
  if (!expected) return { ...base, status: 'not_run', reasons: [], evidence: place };
  // Photographing it again cannot make it another barcode.
  return quad
    ? { ...base, status: 'inconclusive', reasons: ['document.barcode_foreign'], evidence: place }
    : { ...base, status: 'failed', reasons: ['document.barcode_not_found'], evidence: [] };
}

/** Missing elements are for the reviewer's eyes alone: several jurisdictions leave out what the standard demands. */
const statementsOf = ({ version, jurisdiction, missing }: AamvaDocument): Evidence[] => [
  { kind: 'number', label: 'barcode.version', value: version },
  ...(jurisdiction
    ? [{ kind: 'text' as const, label: 'barcode.jurisdiction', value: jurisdiction.name }]
    : []),
  ...(missing.length > 0
    ? [{ kind: 'text' as const, label: 'barcode.missing', value: missing.join(' ') }]
    : []),
];
