// Plain Node. Papers that carry no machine-readable zone, among them those that look most like one: listings with angle
// brackets, telegrams in capitals of one width, payment slips with a line of OCR-B.
import type { Sheet } from '../photograph/surface.ts';
import type { Random } from '../random.ts';
import { drawCharacters } from '../specimen/numbers.ts';
import { drawSheet, prose, rule, setLines } from './sheet.ts';

const ink = '#1c1c20';
const papers = ['#ffffff', '#f7f4ea', '#f3f3f0', '#eef2f6'] as const;
const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const letterPage = (random: Random): Promise<Sheet> => {
  const family = random.pick(['arimo', 'lora', 'inter'] as const);
  const emMm = random.between(3, 4.6);
  const text = prose(random, 20, Math.floor(240 / emMm));
  return drawSheet(
    { widthMm: 150, heightMm: 130, paper: random.pick(papers) },
    setLines(text, { family, emMm, fill: ink, maxWidthMm: 134 }, 8, 14, emMm * 1.45),
  );
};

const tablePage = (random: Random): Promise<Sheet> => {
  const family = random.pick(['arimo', 'mono', 'inter'] as const);
  const columns = [8, 40, 70, 96, 120];
  const rows = Array.from({ length: 15 }, (_, row) => {
    const y = 22 + row * 7;
    const cells = [
      random.pick(['Paper', 'Cable', 'Desk lamp', 'Chair', 'Printer', 'Screws', 'Toner']),
      drawCharacters(random, capitals, 2) + drawCharacters(random, digits, 6),
      String(random.integer(1, 400)),
      `${random.integer(1, 900)}.${drawCharacters(random, digits, 2)}`,
      `${random.integer(10, 28)}.${random.integer(10, 12)}.20${random.integer(10, 26)}`,
    ];
    return (
      cells
        .map((text, cell) => setLines([text], { family, emMm: 3.2, fill: ink }, columns[cell]!, y, 0))
        .join('') + rule(6, y + 1.9, 138, 0.2)
    );
  });
  const head = setLines(['INVENTORY'], { family, emMm: 5, fill: ink }, 8, 12, 0);
  return drawSheet({ widthMm: 150, heightMm: 132, paper: random.pick(papers) }, head + rows.join(''));
};

const listingLines = (random: Random): string[] => {
  const name = () => random.pick(['index', 'field', 'node', 'buffer', 'parser', 'value', 'record', 'queue']);
  const type = () => random.pick(['int', 'string', 'Node', 'Record<K>', 'vector<int>', 'map<K,V>']);
  return Array.from({ length: 24 }, () =>
    random.pick([
      () => `template <typename K, typename V> class ${name()} {`,
      () => `  std::vector<std::map<${type()}, ${type()}>> ${name()};`,
      () => `  for (let ${name()} = 0; ${name()} < ${random.integer(2, 64)}; i++) {`,
      () => `    cout << ${name()} << "<<" << ${name()} << endl;`,
      () => `<<<<<<< HEAD`,
      () => `>>>>>>> ${drawCharacters(random, '0123456789abcdef', 40)}`,
      () => `cat <<<<EOF > ${name()}.txt`,
      () => `<${name()}><${type()}></${name()}>`,
      () =>
        `#define ${name().toUpperCase()}_${name().toUpperCase()} 0x${drawCharacters(random, '0123456789ABCDEF', 8)}`,
      () => '',
      () => `    return ${name()} << ${random.integer(1, 31)};`,
      () => `// ${'<'.repeat(random.integer(20, 40))}`,
    ])(),
  );
};
const listing = (random: Random): Promise<Sheet> => {
  const [paper, fill] = random.pick([
    ['#ffffff', '#1c1c20'],
    ['#1e1f26', '#d6deeb'],
  ] as const);
  const style = {
    family: 'mono',
    emMm: 3.4,
    fill,
    pitchMm: random.between(2, 2.6),
    maxWidthMm: 138,
  } as const;
  return drawSheet({ widthMm: 150, heightMm: 126, paper }, setLines(listingLines(random), style, 6, 10, 5));
};

/** Capitals of one width in lines of 30 to 44: the shape of a zone, and none. */
const telegram = (random: Random): Promise<Sheet> => {
  const columns = random.pick([30, 36, 44]);
  const filler = random.pick([' ', '.', '-', '/', '=']);
  const words = prose(random, 12, columns).map((line) =>
    line.toUpperCase().replace(/[ .]/g, filler).padEnd(columns, filler),
  );
  const family = random.pick(['ocrB', 'mono'] as const);
  const style = { family, emMm: 3.53, fill: ink, pitchMm: 2.54 } as const;
  return drawSheet(
    { widthMm: 125, heightMm: 88, paper: random.pick(papers) },
    setLines(words, style, 6, 12, 6.35),
  );
};

/** A payment slip's lines of OCR-B: digits, `>` and `+`. */
const paymentSlip = (random: Random): Promise<Sheet> => {
  const number = (count: number) => drawCharacters(random, digits, count);
  const code = `01${number(11)}>${number(27)}+ 0${number(8)}>`;
  const box = (x: number, y: number, width: number, label: string, text: string) =>
    `<rect x="${x}" y="${y}" width="${width}" height="9" fill="#fff" stroke="#c2563c" stroke-width="0.25"/>` +
    setLines([label], { family: 'arimo', emMm: 1.9, fill: '#a34630' }, x, y - 0.8, 0) +
    setLines([text], { family: 'ocrB', emMm: 3.4, fill: ink, pitchMm: 2.54 }, x + 2, y + 6, 0);
  return drawSheet(
    { widthMm: 140, heightMm: 90, paper: '#f7e3d8' },
    box(8, 10, 56, 'Konto / Compte / Conto', `${number(2)}-${number(5)}-${number(1)}`) +
      box(74, 10, 58, 'Betrag / Montant / Importo', `${number(4)}.${number(2)}`) +
      box(
        8,
        30,
        124,
        'Referenz-Nr. / N° de référence',
        `${number(2)} ${number(5)} ${number(5)} ${number(5)} ${number(5)}`,
      ) +
      setLines(prose(random, 4, 50), { family: 'arimo', emMm: 3, fill: ink }, 8, 48, 4.6) +
      rule(0, 68, 140, 22, '#ffffff') +
      setLines([code], { family: 'ocrB', emMm: 3.53, fill: ink, pitchMm: 2.54 }, 5, 80, 0),
  );
};

const bookPages = (random: Random): Promise<Sheet> => {
  const style = { family: 'lora', emMm: 3.1, fill: '#2a2622', maxWidthMm: 76 } as const;
  const page = (x: number) =>
    setLines(prose(random, 25, 52), style, x, 16, 4.7) +
    setLines([String(random.integer(2, 480))], style, x + 36, 142, 0);
  const gutter =
    '<defs><linearGradient id="g"><stop offset="0.42" stop-color="#000" stop-opacity="0"/><stop offset="0.5" stop-color="#000" stop-opacity="0.5"/><stop offset="0.58" stop-color="#000" stop-opacity="0"/></linearGradient></defs><rect width="190" height="150" fill="url(#g)"/>';
  return drawSheet({ widthMm: 190, heightMm: 150, paper: '#f6efdf' }, page(10) + page(104) + gutter);
};

const newspaper = (random: Random): Promise<Sheet> => {
  const text = '北京上海广东四川浙江公安局出入境管理人民南路建国天河体育科技园中华共和国身份证';
  const lines = (count: number) => Array.from({ length: count }, () => drawCharacters(random, text, 14));
  const style = { family: 'hans', emMm: 3.6, fill: ink } as const;
  return drawSheet(
    { widthMm: 130, heightMm: 120, paper: '#efece4' },
    setLines([drawCharacters(random, text, 9)], { ...style, emMm: 9 }, 10, 18, 0) +
      setLines(lines(15), style, 8, 32, 5.6) +
      setLines(lines(15), style, 70, 32, 5.6),
  );
};

/** A form with boxes for single letters, filled in by hand in capitals. */
const form = (random: Random): Promise<Sheet> => {
  const rows = Array.from({ length: 7 }, (_, row) => {
    const y = 18 + row * 14;
    const boxes = Array.from(
      { length: 22 },
      (_, box) =>
        `<rect x="${8 + box * 6}" y="${y}" width="5.4" height="7.4" fill="#fff" stroke="#3b5f8a" stroke-width="0.25"/>`,
    );
    const text = drawCharacters(random, capitals + digits, random.integer(5, 22));
    return (
      setLines(
        [random.pick(['Surname', 'Street', 'Given names', 'Number', 'Place'])],
        { family: 'arimo', emMm: 2.4, fill: '#3b5f8a' },
        8,
        y - 1.4,
        0,
      ) +
      boxes.join('') +
      setLines([text], { family: 'inter', emMm: 5, fill: '#20306b', pitchMm: 6 }, 8, y + 5.8, 0)
    );
  });
  return drawSheet({ widthMm: 148, heightMm: 118, paper: '#eef3f8' }, rows.join(''));
};

export const papersWithoutZone = {
  letter: letterPage,
  table: tablePage,
  listing,
  telegram,
  'payment slip': paymentSlip,
  book: bookPages,
  newspaper,
  form,
} as const satisfies Record<string, (random: Random) => Promise<Sheet>>;
