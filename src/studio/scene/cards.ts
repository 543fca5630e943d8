// Plain Node. Cards and labels that carry no machine-readable zone: of a bank, of a club, with barcodes.
import type { Sheet } from '../photograph/surface.ts';
import type { Random } from '../random.ts';
import { barcodeImage } from '../specimen/barcode.ts';
import { inventHolder } from '../specimen/holder.ts';
import { letter } from '../specimen/lettering.ts';
import { drawCharacters } from '../specimen/numbers.ts';
import { drawSheet, prose, rule, setLines, toPx } from './sheet.ts';

const digits = '0123456789';
/** ISO/IEC 7810, ID-1. */
const card = { widthMm: 85.6, heightMm: 53.98, cornerRadiusMm: 3.18 } as const;

/** Number, name and dates as banks emboss them; half of them show the back with its stripe. */
const bankCard = (random: Random): Promise<Sheet> => {
  const paper = random.pick(['#1f3b63', '#6b1f2a', '#20262b', '#c7b48a', '#2f6f5e']);
  const silver = { family: 'ocrB', fill: '#e8e6df' } as const;
  const holder = inventHolder(random.integer(0, 1e6));
  const name = `${holder.givenNames} ${holder.surname}`.toUpperCase();
  const number = Array.from({ length: 4 }, () => drawCharacters(random, digits, 4)).join(' ');
  if (random.next() < 0.4) {
    return drawSheet(
      { ...card, paper },
      rule(0, 6, 85.6, 12, '#111') +
        rule(5, 22, 60, 8, '#f2f0ea') +
        letter({ family: 'lora', text: name, emMm: 4, fill: '#223', xMm: 8, yMm: 28, maxWidthMm: 44 }) +
        letter({ ...silver, text: number, emMm: 3.5, pitchMm: 2.54, xMm: 6, yMm: 40 }) +
        setLines(prose(random, 2, 60), { family: 'arimo', emMm: 1.8, fill: '#dcdcdc' }, 6, 46, 2.6),
    );
  }
  return drawSheet(
    { ...card, paper },
    letter({ family: 'lora', text: 'Bank of Utopia', emMm: 5, fill: '#f4f1e8', xMm: 6, yMm: 10 }) +
      '<rect x="8" y="18" width="12" height="9.5" rx="1.4" fill="#d8b863" stroke="#8d7433" stroke-width="0.2"/>' +
      letter({ ...silver, text: number, emMm: 5.2, pitchMm: 3.7, xMm: 7, yMm: 36 }) +
      letter({ ...silver, text: 'VALID THRU 09/31', emMm: 2.4, pitchMm: 1.7, xMm: 34, yMm: 42 }) +
      letter({ ...silver, text: name, emMm: 3.2, pitchMm: 2.2, xMm: 7, yMm: 48.5 }),
  );
};

const membershipCard = async (random: Random): Promise<Sheet> => {
  const holder = inventHolder(random.integer(0, 1e6));
  const number = drawCharacters(random, digits, 12);
  const png = await barcodeImage(number, 'Code128', toPx(52), toPx(9));
  return drawSheet(
    { ...card, paper: random.pick(['#f5f0e2', '#ffffff', '#dfeaf2', '#f2dede']) },
    rule(0, 0, 85.6, 13, random.pick(['#355c7d', '#6c5b7b', '#2a6f57'])) +
      letter({ family: 'inter', text: 'CITY LIBRARY', emMm: 5.4, fill: '#fff', xMm: 6, yMm: 9, bold: 0.04 }) +
      letter({
        family: 'inter',
        text: `${holder.givenNames} ${holder.surname}`,
        emMm: 4,
        fill: '#223',
        xMm: 6,
        yMm: 22,
        maxWidthMm: 74,
      }) +
      letter({ family: 'mono', text: `NO ${number}`, emMm: 3.2, fill: '#223', xMm: 6, yMm: 29 }) +
      letter({ family: 'ocrB', text: number, emMm: 3.2, fill: '#223', xMm: 22, yMm: 50, pitchMm: 2.54 }),
    [{ png, xMm: 16, yMm: 34 }],
  );
};

const visitingCard = (random: Random): Promise<Sheet> => {
  const holder = inventHolder(random.integer(0, 1e6));
  const name = `${holder.givenNames} ${holder.surname}`;
  return drawSheet(
    { widthMm: 85, heightMm: 55, paper: random.pick(['#ffffff', '#f4efe4', '#22252b']) },
    setLines(
      [
        name,
        random.pick(['Surveyor', 'Registry', 'Accounts']),
        '',
        holder.address,
        `T +99 ${drawCharacters(random, digits, 9)}`,
      ],
      { family: random.pick(['lora', 'inter'] as const), emMm: 3.4, fill: '#7a7468', maxWidthMm: 72 },
      8,
      16,
      6.4,
    ),
  );
};

/** A parcel's label: several kinds of barcode, an address, numbers in OCR-B. */
const parcelLabel = async (random: Random): Promise<Sheet> => {
  const number = `JJD${drawCharacters(random, digits, 17)}`;
  const holder = inventHolder(random.integer(0, 1e6));
  const [linear, matrix, stacked] = await Promise.all([
    barcodeImage(number, 'Code128', toPx(84), toPx(20)),
    barcodeImage(`${number}/${holder.surname}`, 'QRCode', toPx(24), toPx(24)),
    barcodeImage(prose(random, 3, 60).join(' '), 'PDF417', toPx(60), toPx(16)),
  ]);
  return drawSheet(
    { widthMm: 100, heightMm: 130, paper: '#fdfdfb' },
    setLines(
      [`${holder.givenNames} ${holder.surname}`, holder.address, 'UTOPIA'],
      { family: 'arimo', emMm: 4, fill: '#111', maxWidthMm: 60 },
      8,
      12,
      6,
    ) +
      rule(4, 36, 92, 0.5) +
      setLines([number], { family: 'ocrB', emMm: 3.5, fill: '#111', pitchMm: 2.54 }, 8, 70, 0) +
      rule(4, 76, 92, 0.5) +
      setLines(prose(random, 3, 44), { family: 'mono', emMm: 2.8, fill: '#111' }, 8, 108, 4.6),
    [
      { png: linear, xMm: 8, yMm: 42 },
      { png: matrix, xMm: 70, yMm: 8 },
      { png: stacked, xMm: 8, yMm: 80 },
    ],
  );
};

export const cardsWithoutZone = {
  'bank card': bankCard,
  'membership card': membershipCard,
  'visiting card': visitingCard,
  'parcel label': parcelLabel,
} as const satisfies Record<string, (random: Random) => Promise<Sheet>>;
