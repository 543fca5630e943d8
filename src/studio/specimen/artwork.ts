// Plain Node. The security print of a specimen as SVG in millimetres: tinted paper, guilloche, emblem, header, chip.
import type { Box } from '../../shared/domain/geometry.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Layout } from './layout.ts';
import { letter, widthMm } from './lettering.ts';

const svg = (layout: Layout, pxPerMm: number, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(layout.widthMm * pxPerMm)}" height="${Math.round(layout.heightMm * pxPerMm)}" viewBox="0 0 ${layout.widthMm} ${layout.heightMm}" preserveAspectRatio="none">${content}</svg>`;

const polyline = (points: readonly (readonly [number, number])[], closed = false) =>
  `<path d="M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}${closed ? 'Z' : ''}"/>`;

/** A family of sine curves that run across the page and breathe: amplitude and phase drift from line to line. */
function waves(layout: Layout, random: Random, colour: string, count: number, opacity: number): string {
  const { widthMm: width, heightMm: height } = layout;
  const amplitude = random.between(3, 7);
  const turns = random.between(1.2, 2.6);
  const phase = random.between(0, 6.28);
  const lines: string[] = [];
  for (let line = 0; line < count; line++) {
    const level = (height * 1.3 * line) / count - height * 0.15;
    const points: [number, number][] = [];
    for (let x = -1; x <= width + 1; x += 0.9) {
      const along = (x / width) * 2 * Math.PI * turns + phase;
      const y =
        level +
        amplitude * Math.sin(along + line * 0.055) +
        1.4 * Math.sin(along * 3.1 - line * 0.16) * Math.cos(along * 0.5);
      points.push([x, y]);
    }
    lines.push(polyline(points));
  }
  return `<g fill="none" stroke="${colour}" stroke-width="0.09" opacity="${opacity}">${lines.join('')}</g>`;
}

/** A rosette as lathes cut it: closed curves of one radius law, each a little smaller and turned. */
function rosette(
  cx: number,
  cy: number,
  radius: number,
  petals: number,
  colours: readonly string[],
  opacity: number,
): string {
  const rings: string[] = [];
  for (let ring = 0; ring < 15; ring++) {
    const scale = radius * (1 - ring * 0.052);
    const points: [number, number][] = [];
    for (let step = 0; step < 300; step++) {
      const angle = (step / 300) * 2 * Math.PI;
      const r =
        scale *
        (0.76 +
          0.16 * Math.sin(petals * angle + ring * 0.22) +
          0.08 * Math.cos(petals * 2 * angle - ring * 0.4));
      points.push([cx + r * Math.cos(angle), cy + r * Math.sin(angle)]);
    }
    rings.push(`<g stroke="${colours[ring % colours.length]}">${polyline(points, true)}</g>`);
  }
  return `<g fill="none" stroke-width="0.1" opacity="${opacity}">${rings.join('')}</g>`;
}

/** Utopia's arms, invented: an island under a star between two laurel branches. */
function emblem(cx: number, cy: number, radius: number, colour: string): string {
  const leaves: string[] = [];
  for (const side of [-1, 1]) {
    for (let leaf = 0; leaf < 9; leaf++) {
      const angle = Math.PI / 2 + side * (0.35 + leaf * 0.27);
      const x = cx + radius * 0.86 * Math.cos(angle);
      const y = cy + radius * 0.86 * Math.sin(angle);
      const turn = (angle * 180) / Math.PI + side * 62;
      leaves.push(
        `<ellipse cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" rx="${(radius * 0.19).toFixed(2)}" ry="${(radius * 0.075).toFixed(2)}" transform="rotate(${turn.toFixed(1)} ${x.toFixed(2)} ${y.toFixed(2)})"/>`,
      );
    }
  }
  const star = Array.from({ length: 10 }, (_, corner) => {
    const r = radius * (corner % 2 ? 0.1 : 0.25);
    const angle = (corner / 10) * 2 * Math.PI - Math.PI / 2;
    return [cx + r * Math.cos(angle), cy - radius * 0.38 + r * Math.sin(angle)] as const;
  });
  const sea = [0.2, 0.34, 0.48].map((offset, index) => {
    const half = radius * (0.55 - index * 0.12);
    const y = cy + radius * offset;
    return `<path d="M${cx - half} ${y}q${half / 2} ${-radius * 0.12} ${half} 0t${half} 0" fill="none" stroke="${colour}" stroke-width="${radius * 0.05}"/>`;
  });
  return `<g fill="${colour}">${leaves.join('')}${polyline(star, true)}<path d="M${cx - radius * 0.48} ${cy + radius * 0.1}q${radius * 0.2} ${-radius * 0.3} ${radius * 0.38} ${-radius * 0.12}q${radius * 0.2} ${-radius * 0.34} ${radius * 0.58} ${radius * 0.12}z"/>${sea.join('')}</g>`;
}

/** Contact chip of a card, gold. */
function chip({ x, y, width, height }: Box): string {
  const third = height / 3;
  const cuts = [1, 2].map(
    (row) =>
      `M${x} ${y + row * third}h${width * 0.32}M${x + width * 0.68} ${y + row * third}h${width * 0.32}`,
  );
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="1.4" fill="url(#gold)" stroke="#8d7433" stroke-width="0.15"/><path d="${cuts.join('')}M${x + width * 0.32} ${y}v${height}M${x + width * 0.68} ${y}v${height}" stroke="#8d7433" stroke-width="0.18" fill="none"/><rect x="${x + width * 0.32}" y="${y + third * 0.7}" width="${width * 0.36}" height="${third * 1.6}" rx="0.7" fill="url(#gold)" stroke="#8d7433" stroke-width="0.18"/>`;
}

/** The issuer's name and the document's, beside the emblem. */
function headerSvg(layout: Layout): string {
  const { widthMm: width, headerHeightMm: header, palette, family = 'inter' } = layout;
  const plain = layout.header === 'plain';
  const left = 5 + header * 0.95;
  const title = {
    family,
    text: layout.title,
    emMm: header * 0.42,
    tracking: 0.16,
    bold: 0.05,
    xMm: left,
    yMm: header * 0.56,
    fill: plain ? palette.band : '#ffffff',
    maxWidthMm: width * 0.5,
  } as const;
  const titleWidth = Math.min(widthMm(title), title.maxWidthMm);
  const band = plain
    ? `<rect x="${left}" y="${header * 0.82}" width="${width - left - 4}" height="0.25" fill="${palette.band}"/>`
    : `<rect width="${width}" height="${header * 0.82}" fill="${palette.band}" opacity="0.92"/><rect y="${header * 0.82}" width="${width}" height="0.5" fill="#c9a961"/>`;
  return `${band}${emblem(4.4 + header * 0.36, header * 0.41, header * 0.36, plain ? palette.band : '#f2e3b4')}
    ${letter(title)}
    ${letter({ family, text: layout.subtitle, xMm: left + titleWidth + 3, yMm: header * 0.54, emMm: Math.max(header * 0.2, 1.8), tracking: 0.09, fill: plain ? palette.label : '#e9eef5', maxWidthMm: width - left - titleWidth - 8 })}`;
}

/** Everything that lies under the portrait and the text. */
export function backgroundSvg(layout: Layout, seed: number, pxPerMm: number): string {
  const random = seededRandom(seed).stream('artwork');
  const { widthMm: width, heightMm: height, palette } = layout;
  const [first, second, third] = palette.paper;
  const mrzTop = layout.mrz ? height - 23.2 : height;
  return svg(
    layout,
    pxPerMm,
    `<defs><linearGradient id="paper" x1="0" y1="0" x2="1" y2="0.55"><stop offset="0" stop-color="${first}"/><stop offset="0.52" stop-color="${second}"/><stop offset="1" stop-color="${third}"/></linearGradient>
    <linearGradient id="gold" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f0dd9c"/><stop offset="0.5" stop-color="#cfae57"/><stop offset="1" stop-color="#e9d48c"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#paper)"/>
    ${waves(layout, random.stream('a'), palette.line[0], 54, 0.62)}${waves(layout, random.stream('b'), palette.line[1], 44, 0.5)}${waves(layout, random.stream('c'), palette.line[2], 30, 0.45)}
    ${rosette(width * 0.62, mrzTop * 0.6, height * 0.3, 12, palette.line, 0.55)}${rosette(width * 0.9, mrzTop * 0.35, height * 0.17, 9, palette.line, 0.5)}${rosette(width * 0.12, mrzTop * 0.85, height * 0.2, 16, palette.line, 0.45)}
    ${layout.mrz ? `<rect y="${mrzTop + 0.4}" width="${width}" height="23" fill="#ffffff" opacity="0.42"/>` : `<rect y="${height - 3.6}" width="${width}" height="3.6" fill="${palette.band}" opacity="0.8"/>`}
    ${headerSvg(layout)}
    ${layout.chip ? chip(layout.chip) : ''}`,
  );
}

/** Overprint across the portrait's edge: fine lines that a swapped photograph would break. */
export function overprint({ portrait, palette, rows }: Layout): string {
  if (!portrait) return '';
  const textIsRight = rows[0]![1] > portrait.x;
  return rosette(
    portrait.x + (textIsRight ? portrait.width : 0),
    portrait.y + portrait.height - 5,
    6.5,
    10,
    [palette.line[0], palette.line[2]],
    0.55,
  );
}

/** Guilloche over the whole portrait, lines of this opacity on white: transparent ink, to be multiplied with what it lies on. */
export function guillocheSvg(layout: Layout, pxPerMm: number, opacity: number): string {
  const { portrait, palette } = layout;
  const paper = '<rect width="100%" height="100%" fill="#fff"/>';
  if (!portrait) return svg(layout, pxPerMm, paper);
  const { x, y, width, height } = portrait;
  const rosettes = [0.3, 0.75].map((down, i) =>
    rosette(x + width * (0.3 + 0.4 * i), y + height * down, height * 0.42, 9 + 5 * i, palette.line, opacity),
  );
  return svg(layout, pxPerMm, paper + rosettes.join(''));
}

/** The word SPECIMEN, faint, across the page. */
export function specimenWord(layout: Layout): string {
  const { portrait, widthMm: width, heightMm: height } = layout;
  const mrzTop = layout.mrz ? height - 23.2 : height - 4;
  const em = Math.min(width, height) * 0.15;
  const word = {
    family: 'inter',
    text: 'SPECIMEN',
    emMm: em,
    tracking: 0.08,
    bold: 0.06,
    xMm: 0,
    yMm: 0,
    fill: '#b3202c',
  } as const;
  const centreX = width * (portrait && portrait.x > width / 2 ? 0.34 : portrait ? 0.66 : 0.45);
  const centreY = (layout.headerHeightMm + mrzTop) / 2 + em * 0.3;
  return `<g transform="translate(${centreX} ${centreY}) rotate(-14) translate(${-widthMm(word) / 2} 0)" opacity="0.13">${letter(word)}</g>`;
}

export const foregroundSvg = (layout: Layout, pxPerMm: number, content: string): string =>
  svg(layout, pxPerMm, content);
