// Plain Node. Draws a specimen document of ICAO's Utopia: what it shows is invented, what it measures follows Doc 9303.
import sharp, { type OverlayOptions } from 'sharp';
import type { DocumentFields } from '../../shared/domain/document.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import type { Raster } from '../raster.ts';
import { backgroundSvg, foregroundSvg, overprint } from './artwork.ts';
import { type Holder, inventHolder } from './holder.ts';
import { type Layout, layouts, type PrintedField, type SpecimenKind } from './layouts.ts';
import { letter } from './lettering.ts';
import { composeMrz, type SpecimenMrzFormat } from './mrz.ts';
import { ghostPortrait, type PortraitSource, printedPortrait } from './portrait.ts';

export interface SpecimenRequest {
  readonly kind: SpecimenKind;
  readonly seed: number;
  /** Replaces parts of the invented holder. */
  readonly holder?: Partial<Holder>;
  readonly portrait?: PortraitSource | null;
  /** 12 suits a 1280 x 720 camera, 24 a 12-megapixel one. */
  readonly pxPerMm?: number;
}

export interface SpecimenTruth {
  readonly kind: SpecimenKind;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly format: SpecimenMrzFormat | null;
  /** Empty where this side has none. */
  readonly mrzLines: readonly string[];
  /** As the zone says them; for a side without zone, as printed. */
  readonly fields: DocumentFields;
  readonly portraitMm: Box | null;
  /** Around all MRZ lines. */
  readonly mrzMm: Box | null;
  readonly holder: Holder;
}

export interface Specimen {
  readonly raster: Raster;
  readonly pxPerMm: number;
  readonly cornerRadiusMm: number;
  readonly truth: SpecimenTruth;
}

// 9303-3, 4.1: OCR-B size 1, ten characters an inch. The font's em for that pitch is 10 points.
const mrzPitchMm = 2.54;
const mrzEmMm = 3.528;
const mrzInk = '#14161a';
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const printedDate = (iso: string) =>
  `${iso.slice(8)} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;

function printedValue(field: PrintedField, holder: Holder, kind: SpecimenKind): string {
  switch (field) {
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate':
      return printedDate(holder[field]);
    case 'type':
      return kind === 'td3' ? 'P' : kind.startsWith('mrv') ? 'V' : 'I';
    case 'nationality':
      return holder.nationality === 'UTO' ? 'UTOPIAN' : holder.nationality;
    case 'entries':
      return 'MULTIPLE';
    case 'visaClass':
      return 'C';
    default:
      return holder[field].toUpperCase();
  }
}

const fieldsOf = (holder: Holder, format: SpecimenMrzFormat | null): DocumentFields => ({
  documentNumber: holder.documentNumber,
  surname: holder.surname,
  givenNames: holder.givenNames,
  nationality: holder.nationality,
  issuingState: holder.issuingState,
  birthDate: holder.birthDate,
  sex: holder.sex,
  expiryDate: holder.expiryDate,
  // Only a passport's zone has a place for it.
  ...(format === 'TD3' && holder.personalNumber ? { personalNumber: holder.personalNumber } : {}),
});

function textSvg(layout: Layout, kind: SpecimenKind, holder: Holder, mrzLines: readonly string[]): string {
  const { palette, valueEmMm: em } = layout;
  const rows = layout.rows.map(
    ([field, xMm, yMm, maxWidthMm, label]) =>
      letter({
        family: 'inter',
        text: label,
        xMm,
        yMm: yMm - em * 1.04,
        emMm: em * 0.46,
        fill: palette.label,
        maxWidthMm,
      }) +
      letter({
        family: 'inter',
        text: printedValue(field, holder, kind),
        xMm,
        yMm,
        emMm: em,
        bold: 0.035,
        fill: palette.ink,
        maxWidthMm,
      }),
  );
  const zone = mrzLines.map((text, index) =>
    letter({
      family: 'ocrB',
      text,
      xMm: layout.mrzLeftMm,
      yMm: layout.heightMm - layout.mrzBaselinesFromBottomMm[index]!,
      emMm: mrzEmMm,
      pitchMm: mrzPitchMm,
      fill: mrzInk,
    }),
  );
  return rows.join('') + overprint(layout) + zone.join('');
}

/** Draws one side. Deterministic: the same request gives the same bytes. */
export async function drawSpecimen(request: SpecimenRequest): Promise<Specimen> {
  const { kind, seed, portrait = null, pxPerMm = 12 } = request;
  const layout = layouts[kind];
  const holder: Holder = { ...inventHolder(seed), ...request.holder };
  const mrzLines = layout.mrz ? composeMrz(layout.mrz, holder) : [];
  const px = (mm: number) => Math.round(mm * pxPerMm);

  const layers: OverlayOptions[] = [];
  if (portrait && layout.portrait) {
    const { x, y, width, height } = layout.portrait;
    layers.push({ input: await printedPortrait(portrait, px(width), px(height)), left: px(x), top: px(y) });
  }
  if (portrait && layout.ghost) {
    const { x, y, width, height } = layout.ghost;
    const ghost = await ghostPortrait(portrait, px(width), px(height), layout.palette.label);
    layers.push({ input: ghost, left: px(x), top: px(y) });
  }
  layers.push({
    input: Buffer.from(foregroundSvg(layout, pxPerMm, textSvg(layout, kind, holder, mrzLines))),
  });

  const { data, info } = await sharp(Buffer.from(backgroundSvg(layout, seed, pxPerMm)))
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const mrzTop = layout.heightMm - (layout.mrzBaselinesFromBottomMm[0] ?? 0) - mrzEmMm * 0.72;
  return {
    raster: { widthPx: info.width, heightPx: info.height, rgb: data },
    pxPerMm,
    cornerRadiusMm: layout.cornerRadiusMm,
    truth: {
      kind,
      widthMm: layout.widthMm,
      heightMm: layout.heightMm,
      format: layout.mrz,
      mrzLines,
      fields: fieldsOf(holder, layout.mrz),
      portraitMm: portrait ? layout.portrait : null,
      mrzMm: layout.mrz
        ? {
            x: layout.mrzLeftMm,
            y: mrzTop,
            width: mrzLines[0]!.length * mrzPitchMm,
            height: layout.heightMm - layout.mrzBaselinesFromBottomMm.at(-1)! - mrzTop,
          }
        : null,
      holder,
    },
  };
}
