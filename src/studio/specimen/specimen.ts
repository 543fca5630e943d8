// Plain Node. Draws one side of a specimen document: what it shows is invented, what it measures follows its standard.
import sharp, { type OverlayOptions } from 'sharp';
import type { DocumentFields, DocumentSide, DocumentType } from '../../shared/domain/document.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';
import { backgroundSvg, foregroundSvg, guillocheSvg, overprint, specimenWord } from './artwork.ts';
import { barcodePng, licencePayload } from './barcode.ts';
import { type Holder, inventHolder } from './holder.ts';
import type { Layout } from './layout.ts';
import { layouts, type SpecimenKind } from './layouts.ts';
import { composeMrz, type SpecimenMrzFormat } from './mrz.ts';
import { drawNumber } from './numbers.ts';
import { ghostPortrait, type PortraitPrint, type PortraitSource, printedPortrait } from './portrait.ts';
import { mrzEmMm, mrzPitchMm, type PrintedTruth, printSide, type TextTruth } from './print-svg.ts';

export interface SpecimenRequest {
  readonly kind: SpecimenKind;
  readonly seed: number;
  /** Replaces parts of the invented holder. */
  readonly holder?: Partial<Holder>;
  readonly portrait?: PortraitSource | null;
  readonly portraitPrint?: PortraitPrint;
  /** 12 suits a 1280 x 720 camera, 24 a 12-megapixel one. */
  readonly pxPerMm?: number;
  /** Prints the word SPECIMEN across it. */
  readonly specimenMark?: boolean;
}

export interface SpecimenTruth {
  readonly kind: SpecimenKind;
  readonly side: DocumentSide;
  readonly type: DocumentType;
  /** Of labels and names, in English. */
  readonly language: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly format: SpecimenMrzFormat | null;
  /** Empty where this side has none. */
  readonly mrzLines: readonly string[];
  /** As the zone says them; for a side without zone, as printed. */
  readonly fields: DocumentFields;
  /** Every field of this side's print, with its place. */
  readonly printed: readonly PrintedTruth[];
  readonly texts: readonly TextTruth[];
  readonly portraitMm: Box | null;
  /** Around all MRZ lines. */
  readonly mrzMm: Box | null;
  readonly barcodeMm: Box | null;
  /** What the barcode says. */
  readonly barcode: string | null;
  readonly holder: Holder;
}

export interface Specimen {
  readonly raster: Raster;
  readonly pxPerMm: number;
  readonly cornerRadiusMm: number;
  readonly truth: SpecimenTruth;
}

function zoneOf(layout: Layout, holder: Holder, seed: number): readonly string[] {
  if (!layout.mrz) return [];
  const optional = {
    personalNumber: holder.personalNumber,
    letters: drawNumber(seededRandom(seed).stream('optional data'), 'AAAAAAAAAAAA99'),
    nothing: '',
  };
  return composeMrz(layout.mrz, holder, {
    ...(layout.mrzCode ? { code: layout.mrzCode } : {}),
    ...(layout.mrzOptional ? { optional: optional[layout.mrzOptional] } : {}),
  });
}

/** Which of a holder's data a zone of this format has a place for. */
function fieldsOf(layout: Layout, holder: Holder): DocumentFields {
  const { documentNumber, surname, givenNames, nationality, issuingState } = holder;
  const { birthDate, sex, expiryDate, personalNumber } = holder;
  switch (layout.mrz) {
    case 'FRENCH_NATIONAL_ID':
      return { documentNumber, surname, givenNames, issuingState, birthDate, sex };
    case 'SWISS_DRIVING_LICENSE':
      return { documentNumber, surname, givenNames, issuingState, birthDate, personalNumber };
    default: {
      const fields = {
        ...{ documentNumber, surname, givenNames, nationality, issuingState, birthDate, sex },
        expiryDate,
      };
      const hasNumber = layout.mrzOptional
        ? layout.mrzOptional === 'personalNumber'
        : layout.mrz === 'TD3' && personalNumber !== '';
      return hasNumber ? { ...fields, personalNumber } : fields;
    }
  }
}

const clip = ({ widthMm, heightMm }: Layout, mm: number, pxPerMm: number, axis: 'x' | 'y') =>
  Math.min(Math.round(mm * pxPerMm), Math.round((axis === 'x' ? widthMm : heightMm) * pxPerMm) - 1);

/** Draws one side. Deterministic: the same request gives the same bytes. */
export async function drawSpecimen(request: SpecimenRequest): Promise<Specimen> {
  const { kind, seed, portrait = null, portraitPrint = {}, pxPerMm = 12 } = request;
  const layout = layouts[kind];
  const holder: Holder = { ...inventHolder(seed, layout.issuer), ...request.holder };
  const mrzLines = zoneOf(layout, holder, seed);
  const print = printSide(layout, holder, mrzLines);
  const px = (mm: number) => Math.round(mm * pxPerMm);

  const layers: OverlayOptions[] = [];
  const place = (input: Buffer, box: Box) =>
    layers.push({ input, left: clip(layout, box.x, pxPerMm, 'x'), top: clip(layout, box.y, pxPerMm, 'y') });
  if (portrait && layout.portrait) {
    const { width, height } = layout.portrait;
    place(await printedPortrait(portrait, px(width), px(height), portraitPrint), layout.portrait);
  }
  if (portrait && portraitPrint.guilloche) {
    const lines = Buffer.from(guillocheSvg(layout, pxPerMm, portraitPrint.guilloche));
    layers.push({ input: lines, blend: 'multiply' });
  }
  if (portrait && layout.ghost) {
    const { width, height } = layout.ghost;
    place(await ghostPortrait(portrait, px(width), px(height), layout.palette.label), layout.ghost);
  }
  const payload = layout.barcode ? licencePayload(holder, layout.words) : null;
  if (layout.barcode && payload) {
    place(await barcodePng(payload, px(layout.barcode.width), px(layout.barcode.height)), layout.barcode);
  }
  const over = overprint(layout) + (request.specimenMark ? specimenWord(layout) : '');
  layers.push({ input: Buffer.from(foregroundSvg(layout, pxPerMm, over + print.svg)) });

  const { data, info } = await sharp(Buffer.from(backgroundSvg(layout, seed, pxPerMm)))
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const baselines = layout.mrzBaselinesFromBottomMm ?? [];
  const mrzTop = layout.heightMm - (baselines[0] ?? 0) - mrzEmMm * 0.72;
  return {
    raster: { widthPx: info.width, heightPx: info.height, rgb: data },
    pxPerMm,
    cornerRadiusMm: layout.cornerRadiusMm,
    truth: {
      kind,
      side: layout.side,
      type: layout.type,
      language: layout.language,
      widthMm: layout.widthMm,
      heightMm: layout.heightMm,
      format: layout.mrz ?? null,
      mrzLines,
      fields: layout.mrz
        ? fieldsOf(layout, holder)
        : Object.fromEntries(print.printed.map(({ name, value }) => [name, value])),
      printed: print.printed,
      texts: print.texts,
      portraitMm: portrait && layout.portrait ? layout.portrait : null,
      mrzMm: layout.mrz
        ? {
            x: layout.mrzLeftMm!,
            y: mrzTop,
            width: Math.max(...mrzLines.map((line) => line.length)) * mrzPitchMm,
            height: layout.heightMm - baselines.at(-1)! - mrzTop,
          }
        : null,
      barcodeMm: layout.barcode ?? null,
      barcode: payload,
      holder,
    },
  };
}
