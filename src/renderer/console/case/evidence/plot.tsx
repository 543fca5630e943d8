// Console renderer. A curve of the evidence as a small drawing.
import type { Evidence } from '../../../../shared/domain/check.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { formatScore } from '../score-bar.tsx';

const [width, height, pad] = [240, 72, 4];

export function Plot({ plot }: { plot: Extract<Evidence, { kind: 'plot' }> }) {
  const { t } = useWords();
  const pointsOf = (values: readonly number[]) =>
    plot.x.flatMap((x, index) => {
      const y = values[index];
      return y === undefined || !Number.isFinite(x) || !Number.isFinite(y) ? [] : [[x, y] as const];
    });
  const points = pointsOf(plot.y);
  if (points.length < 2) return null;
  const expected = pointsOf(plot.expected ?? []);
  const xs = points.map(([x]) => x);
  const ys = [...points, ...expected].map(([, y]) => y);
  const marks = plot.mark === undefined ? [] : [plot.mark];
  const [x0, x1] = [Math.min(...xs, ...marks), Math.max(...xs, ...marks)];
  const [y0, y1] = [Math.min(...ys, 0), Math.max(...ys, 0)];
  const px = (x: number) => pad + ((x - x0) / (x1 - x0 || 1)) * (width - 2 * pad);
  const py = (y: number) => height - pad - ((y - y0) / (y1 - y0 || 1)) * (height - 2 * pad);
  const pathOf = (line: typeof points) =>
    line.map(([x, y], index) => `${index ? 'L' : 'M'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');
  const path = pathOf(points);
  // The area hangs from zero, so that curves which swing about it look as they are.
  const floor = py(0);
  // Tenths of a second are as fine as anybody looks.
  const end = (x: number) => (plot.unit === 's' ? `${x.toFixed(1)} s` : formatScore(x));
  return (
    <span className="plot">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="plot__area" d={`${path}L${px(xs.at(-1)!)} ${floor}L${px(xs[0]!)} ${floor}Z`} />
        <path className="plot__line" d={path} />
        {expected.length > 1 ? <path className="plot__expected" d={pathOf(expected)} /> : null}
        {plot.mark === undefined ? null : (
          <line className="plot__mark" x1={px(plot.mark)} x2={px(plot.mark)} y1="0" y2={height} />
        )}
      </svg>
      <span className="plot__ends">
        <span>{end(x0)}</span>
        {plot.mark === undefined ? null : <span className="plot__mark-value">{end(plot.mark)}</span>}
        {expected.length > 1 ? (
          <span className="plot__key">
            <span className="plot__key-line" /> {t('console.evidence.measured')}
            <span className="plot__key-line plot__key-line--expected" /> {t('console.evidence.expected')}
          </span>
        ) : null}
        <span>{end(x1)}</span>
      </span>
    </span>
  );
}
