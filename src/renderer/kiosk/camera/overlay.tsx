// Kiosk renderer. Drawn over the live picture: where to hold the thing, where it is seen, how near the shutter is.
import type { Coaching } from './use-coach.ts';

export type GuideShape = 'page' | 'card' | 'face';

/** Width over height: TD3 page 125 x 88 mm, ID-1 card 85.6 x 53.98 mm (ICAO Doc 9303 parts 4 and 5). */
const aspect = { page: 125 / 88, card: 85.6 / 53.98 } as const;

function guidePath(shape: GuideShape, width: number, height: number): string {
  const cx = width / 2;
  // A little above the middle: the hint covers the lower edge of the picture.
  const cy = height * 0.485;
  if (shape === 'face') {
    const ry = Math.min(height * 0.4, width * 0.5);
    const rx = ry * 0.76;
    return `M${cx} ${cy - ry}a${rx} ${ry} 0 1 1 0 ${2 * ry}a${rx} ${ry} 0 1 1 0 ${-2 * ry}Z`;
  }
  const guideHeight = Math.min(height * 0.79, (width * 0.86) / aspect[shape]);
  const guideWidth = guideHeight * aspect[shape];
  const r = guideHeight * 0.06;
  const [x, y] = [cx - guideWidth / 2, cy - guideHeight / 2];
  const [w, h] = [guideWidth - 2 * r, guideHeight - 2 * r];
  return `M${x + r} ${y}h${w}a${r} ${r} 0 0 1 ${r} ${r}v${h}a${r} ${r} 0 0 1 ${-r} ${r}h${-w}a${r} ${r} 0 0 1 ${-r} ${-r}v${-h}a${r} ${r} 0 0 1 ${r} ${-r}Z`;
}

export function Overlay(props: {
  readonly shape: GuideShape;
  readonly mirrored: boolean;
  readonly coaching: Coaching<string> | null;
  /** The shutter has fired. */
  readonly complete: boolean;
}) {
  const { coaching } = props;
  const width = coaching?.frame?.widthPx ?? 640;
  const height = coaching?.frame?.heightPx ?? 360;
  const path = guidePath(props.shape, width, height);
  const progress = props.complete ? 1 : (coaching?.progress ?? 0);
  return (
    <svg
      className={props.mirrored ? 'overlay overlay--mirrored' : 'overlay'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <path className="overlay__shade" fillRule="evenodd" d={`M0 0H${width}V${height}H0Z${path}`} />
      <path className="overlay__guide" d={path} />
      <path
        className="overlay__progress"
        d={path}
        pathLength={1}
        strokeDasharray={`${progress} 1`}
        opacity={progress > 0 ? 1 : 0}
      />
      {coaching?.quad && props.shape !== 'face' ? (
        <polygon
          className={coaching.hint === 'hold_still' ? 'overlay__quad overlay__quad--good' : 'overlay__quad'}
          points={coaching.quad.map((point) => point.join(',')).join(' ')}
        />
      ) : null}
      {coaching?.region ? (
        <polygon
          className="overlay__region"
          points={coaching.region.map((point) => point.join(',')).join(' ')}
        />
      ) : null}
    </svg>
  );
}
