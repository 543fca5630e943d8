// Command line. `evaluate --plot`: detection error trade-off (DET) curves with their 95 % bands, and histograms of the
// scores, as one SVG. ISO/IEC 19795-1 draws DET curves on normal-deviate axes, on which normal scores give straight lines.
import { rank } from '../../shared/kernel/rank.ts';
import { normalDeviate, wilson } from './statistics.ts';

export interface Plot {
  readonly title: string;
  /** What the two errors and the two kinds of scores are called: FMR and FNMR, APCER and BPCER. */
  readonly names: {
    readonly accept: string;
    readonly reject: string;
    readonly genuine: string;
    readonly impostor: string;
  };
  /** Each has its own curve. High scores are accepted. */
  readonly series: readonly Series[];
  /** That the policy decides with. */
  readonly threshold: number | null;
}

export interface Series {
  readonly name: string;
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
}

const width = 980;
const height = 520;
const det = { x: 70, y: 56, width: 400, height: 400 } as const;
const histogram = { x: 540, y: 56, width: 400, height: 400 } as const;
const colours = ['#1f5fa8', '#c2571a', '#2f855a', '#8a4baf', '#b03060', '#5f6b7a'] as const;
/** Shares that the axes of the DET are marked at. */
const ticks = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8] as const;
const highestShare = 0.9;
/** Thresholds that a curve is drawn through. */
const curvePoints = 200;
const bins = 60;

interface RatePoint {
  readonly accept: readonly [low: number, rate: number, high: number];
  readonly reject: readonly [low: number, rate: number, high: number];
}

/** One SVG document. */
export function drawPlot(plot: Plot): string {
  const { title, series, names } = plot;
  const curves = series.map(detOf);
  const trials = Math.max(1, ...series.flatMap(({ genuine, impostor }) => [genuine.length, impostor.length]));
  const axis = detAxis(
    Math.max(1e-6, Math.min(0.01, 1 / trials)),
    Math.max(1e-4, Math.min(0.01, 1 / Math.max(1, ...series.map(({ genuine }) => genuine.length)))),
  );
  // Top right: where curves of anything that works do not come.
  const key = series.map(({ name }, i) => {
    const y = det.y + 18 + 16 * i;
    return `<rect x="${det.x + det.width - 110}" y="${y - 5}" width="12" height="3" fill="${colourOf(i)}"/>${text(det.x + det.width - 92, y, name)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#223">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${text(det.x, 26, title, 'font-size="15" font-weight="bold"')}
${text(det.x, 46, `${names.reject} over ${names.accept}, bands 95 %`, 'fill="#556"')}
${text(histogram.x, 46, `Scores: ${names.genuine} filled, ${names.impostor} dashed${plot.threshold === null ? '' : '; line: threshold of the policy'}`, 'fill="#556"')}
${axis.svg(names)}
<g clip-path="url(#det)">${curves.map((points, i) => curveSvg(points, axis, colourOf(i))).join('')}
${plot.threshold === null ? '' : series.map((one, i) => pointSvg(one, plot.threshold!, axis, colourOf(i))).join('')}</g>
${key.join('')}
${histogramSvg(plot)}
<clipPath id="det"><rect x="${det.x}" y="${det.y}" width="${det.width}" height="${det.height}"/></clipPath>
</svg>
`;
}

const colourOf = (index: number) => colours[index % colours.length]!;

function detOf({ genuine, impostor }: Series): RatePoint[] {
  if (genuine.length === 0 || impostor.length === 0) return [];
  const same = Float64Array.from(genuine).sort();
  const other = Float64Array.from(impostor).sort();
  // Even steps of the genuine scores, and of the logarithm of how many impostors are left.
  const thresholds = Array.from({ length: curvePoints }, (_, i) => {
    const share = i / (curvePoints - 1);
    const left = Math.floor(other.length ** share) - 1;
    return [same[Math.floor(share * (same.length - 1))]!, other[other.length - 1 - left]!];
  }).flat();
  return [...new Set(thresholds)].sort((a, b) => a - b).map((threshold) => ratesAt(same, other, threshold));
}

function ratesAt(same: Float64Array, other: Float64Array, threshold: number): RatePoint {
  const accepted = other.length - rank(other, threshold);
  const rejected = rank(same, threshold);
  const bounds = (count: number, total: number) => {
    const [low, high] = wilson(count, total);
    return [low, count / total, high] as const;
  };
  return { accept: bounds(accepted, other.length), reject: bounds(rejected, same.length) };
}

interface DetAxis {
  readonly px: (accept: number) => number;
  readonly py: (reject: number) => number;
  readonly svg: (names: Plot['names']) => string;
}

function detAxis(lowestAccept: number, lowestReject: number): DetAxis {
  const scale = (lowest: number, from: number, length: number) => {
    const [start, end] = [normalDeviate(lowest), normalDeviate(highestShare)];
    return (share: number) =>
      from +
      (length * (normalDeviate(Math.min(highestShare, Math.max(lowest, share))) - start)) / (end - start);
  };
  const px = scale(lowestAccept, det.x, det.width);
  const py = scale(lowestReject, det.y + det.height, -det.height);
  const label = (share: number) =>
    share < 1e-3 ? share.toExponential(0) : `${Number((share * 100).toPrecision(2))} %`;
  const svg = (names: Plot['names']) => {
    const across = ticks
      .filter((share) => share >= lowestAccept)
      .map(
        (share) =>
          `<path d="M${at(px(share))} ${det.y}v${det.height}"/>${text(px(share), det.y + det.height + 15, label(share), 'stroke="none" text-anchor="middle"')}`,
      );
    const up = ticks
      .filter((share) => share >= lowestReject)
      .map(
        (share) =>
          `<path d="M${det.x} ${at(py(share))}h${det.width}"/>${text(det.x - 6, py(share) + 4, label(share), 'stroke="none" text-anchor="end"')}`,
      );
    return `<g stroke="#dde2e8" fill="#223">${across.join('')}${up.join('')}</g><rect x="${det.x}" y="${det.y}" width="${det.width}" height="${det.height}" fill="none" stroke="#99a"/>
${text(det.x + det.width / 2, det.y + det.height + 34, names.accept, 'text-anchor="middle"')}${text(0, 0, names.reject, `text-anchor="middle" transform="translate(${det.x - 48} ${det.y + det.height / 2}) rotate(-90)"`)}`;
  };
  return { px, py, svg };
}

function curveSvg(points: readonly RatePoint[], { px, py }: DetAxis, colour: string): string {
  if (points.length === 0) return '';
  const path = (which: 0 | 1 | 2, order: readonly RatePoint[] = points) =>
    order.map(({ accept, reject }) => `${at(px(accept[which]))} ${at(py(reject[which]))}`).join('L');
  return `<path d="M${path(0)}L${path(2, points.toReversed())}Z" fill="${colour}" opacity="0.14"/><path d="M${path(1)}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
}

/** Where the threshold lies on the curve. */
function pointSvg({ genuine, impostor }: Series, threshold: number, { px, py }: DetAxis, colour: string) {
  if (genuine.length === 0 || impostor.length === 0) return '';
  const { accept, reject } = ratesAt(
    Float64Array.from(genuine).sort(),
    Float64Array.from(impostor).sort(),
    threshold,
  );
  return `<circle cx="${at(px(accept[1]))}" cy="${at(py(reject[1]))}" r="4" fill="#fff" stroke="${colour}" stroke-width="2"/>`;
}

function histogramSvg({ series, threshold }: Plot): string {
  const { x, y, width: across, height: up } = histogram;
  let low = threshold ?? Number.POSITIVE_INFINITY;
  let high = threshold ?? Number.NEGATIVE_INFINITY;
  for (const { genuine, impostor } of series) {
    for (const score of [genuine, impostor].flat()) {
      // A face that was not found has no place among the scores.
      if (score > -1) low = Math.min(low, score);
      high = Math.max(high, score);
    }
  }
  const px = (score: number) => x + (across * (score - low)) / (high - low || 1);
  const shares = (scores: readonly number[]) => {
    const counts = new Array<number>(bins).fill(0);
    for (const score of scores) {
      const bin = Math.floor((bins * (score - low)) / (high - low || 1));
      counts[Math.max(0, Math.min(bins - 1, bin))]! += 1 / scores.length;
    }
    return counts;
  };
  const all = series.map(({ genuine, impostor }) => ({
    genuine: shares(genuine),
    impostor: shares(impostor),
  }));
  const most = Math.max(...all.flatMap(({ genuine, impostor }) => [...genuine, ...impostor]), 1e-9);
  const steps = (counts: readonly number[]) =>
    counts
      .map((share, bin) => {
        const level = at(y + up - (up * share) / most);
        return `${bin ? 'L' : ''}${at(x + (across * bin) / bins)} ${level}L${at(x + (across * (bin + 1)) / bins)} ${level}`;
      })
      .join('');
  const lines = all.map(({ genuine, impostor }, i) => {
    const colour = colourOf(i);
    return `<path d="M${x} ${y + up}L${steps(genuine)}L${x + across} ${y + up}Z" fill="${colour}" fill-opacity="0.12" stroke="${colour}"/><path d="M${steps(impostor)}" fill="none" stroke="${colour}" stroke-dasharray="4 3"/>`;
  });
  const line =
    threshold === null
      ? ''
      : `<path d="M${at(px(threshold))} ${y}v${up}" stroke="#223" stroke-width="1.4"/>${text(px(threshold) + 4, y + 12, String(threshold))}`;
  const ends = Array.from({ length: 5 }, (_, i) => {
    const score = low + ((high - low) * i) / 4;
    return text(
      px(score),
      y + up + 15,
      score.toFixed(2),
      `text-anchor="${i === 0 ? 'start' : i === 4 ? 'end' : 'middle'}"`,
    );
  });
  return `<rect x="${x}" y="${y}" width="${across}" height="${up}" fill="none" stroke="#99a"/>${lines.join('')}${line}${ends.join('')}${text(x + across / 2, y + up + 34, 'score', 'text-anchor="middle"')}`;
}

const at = (value: number) => Number(value.toFixed(1));
const escaped = (value: string) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const text = (x: number, y: number, words: string, attributes = '') =>
  `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escaped(words)}</text>`;
