// Barcodes as AAMVA's standards frame them: two that the standards print themselves, and one composed for each version.
import { aamvaElements } from '../../../../src/engine/barcode/aamva-elements.ts';
import type { DocumentFields } from '../../../../src/shared/domain/document.ts';

/** AAMVA National Standard for the Driver License/Identification Card, 2000, annex A, example. */
export const exampleOf2000 =
  '@\n\x1e\rANSI 6360000102DL00390187ZV02260032DLDAQ0123456789ABC\nDAAPUBLIC,JOHN,Q\nDAG123 MAIN STREET\nDAIANYTOWN\n' +
  'DAJVA\nDAK123459999  \nDARDM  \nDAS          \nDAT     \nDAU509\nDAW175\nDAYBL \nDAZBR \nDBA20011201\nDBB19761123\n' +
  'DBCM\nDBD19961201\rZVZVAJURISDICTIONDEFINEDELEMENT\r';

/** AAMVA DL/ID Card Design Standard, 2020, annex D, example. */
export const exampleOf2020 =
  '@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\n' +
  'DCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\nDBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\n' +
  'DAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\nDDB06062018\nDDC06062020\n' +
  'DDD1\rZVZVA01\r';

export interface Frame {
  readonly version: number;
  readonly issuer: string;
  readonly subfiles: readonly {
    readonly type: string;
    readonly elements: Readonly<Record<string, string>>;
  }[];
}

/** Header, designators with offsets and lengths, subfiles: annex D.12 of 2020; version 1 has no version of its own. */
export function frame({ version, issuer, subfiles }: Frame): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const four = (value: number) => String(value).padStart(4, '0');
  const bodies = subfiles.map(({ type, elements }) => {
    const data = Object.entries(elements).map(([id, value]) => id + value);
    return `${type}${data.join('\n')}\r`;
  });
  const head = `@\n\x1e\rANSI ${issuer}${two(version)}${version > 1 ? '00' : ''}${two(subfiles.length)}`;
  let offset = head.length + 10 * subfiles.length;
  const designators = bodies.map((body, index) => {
    const designator = `${subfiles[index]!.type}${four(offset)}${four(body.length)}`;
    offset += body.length;
    return designator;
  });
  return head + designators.join('') + bodies.join('');
}

/** Fixed values for what is read as a field; everything else says its own identifier. */
const american: Readonly<Record<string, string>> = {
  DAA: 'WINTER,ROSALIND MAE,ODETTE,JR',
  DAB: 'WINTER',
  DAC: 'ROSALIND',
  DAD: 'MAE,ODETTE',
  DCS: 'WINTER',
  DCT: 'ROSALIND,MAE,ODETTE',
  DAQ: 'W4455-12345-67890',
  DBB: '02291988',
  DBA: '02282029',
  DBD: '12312021',
  DBC: '2',
  DCG: 'USA',
  DAJ: 'WI',
  DAG: '12 ELM STREET',
  DAI: 'MADISON',
  DAK: '537030000  ',
  DAU: '068 in',
  DAY: 'HAZ',
  DDE: 'N',
  DDF: 'N',
  DDG: 'T',
};

export interface VersionSample {
  readonly version: number;
  readonly text: string;
  readonly elements: Readonly<Record<string, string>>;
  readonly fields: DocumentFields;
}

/** A licence of Wisconsin with every data element that the version knows. */
export function sampleOfVersion(version: number): VersionSample {
  const elements = Object.fromEntries(
    aamvaElements
      .filter(({ from, to }) => from <= version && version <= to)
      .map(({ id }): [string, string] => [id, american[id] ?? `VALUE OF ${id}`]),
  );
  // Version 1 wrote dates from the year on, and a letter for the sex.
  if (version === 1) Object.assign(elements, { DBB: '19880229', DBA: '20290228', DBD: '20211231', DBC: 'F' });
  const own = { ZWA: 'L1102574D1643', ZWB: '' };
  return {
    version,
    text: frame({
      version,
      issuer: '636031',
      subfiles: [
        { type: 'DL', elements },
        { type: 'ZW', elements: own },
      ],
    }),
    elements: { ...elements, ...own },
    fields: {
      documentNumber: 'W4455-12345-67890',
      surname: 'WINTER',
      givenNames: 'ROSALIND MAE ODETTE',
      issuingState: 'USA',
      birthDate: '1988-02-29',
      sex: 'F',
      issueDate: '2021-12-31',
      expiryDate: '2029-02-28',
    },
  };
}
