// Kiosk renderer. What to do at the scanner, or under the document camera, without words.
export type ScanDrawn =
  | 'lay'
  | 'turn'
  | 'working'
  | 'under'
  | 'empty'
  | 'several'
  | 'unplugged'
  | 'attention';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 3,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** A card, in millimetres of ID-1: the side with the portrait, or the one that is seen when it lies face down. */
function Card(props: {
  readonly x: number;
  readonly y: number;
  readonly tilt?: number;
  readonly isFace?: boolean;
}) {
  const { x, y, tilt = 0, isFace = false } = props;
  return (
    <g transform={`translate(${x} ${y}) rotate(${tilt})`}>
      <rect width="86" height="54" rx="6" {...line} fill="#fff" />
      {isFace ? (
        <>
          <rect x="9" y="12" width="22" height="29" rx="3" fill="currentColor" opacity=".22" />
          <circle cx="20" cy="22" r="5" fill="currentColor" opacity=".7" />
          <path d="M11.5 41a8.5 9 0 0 1 17 0Z" fill="currentColor" opacity=".7" />
          <path d="M40 17h34M40 28h22M40 39h28" {...line} strokeWidth="3.4" opacity=".55" />
        </>
      ) : (
        <path d="M0 11h86v11H0Z" fill="currentColor" opacity=".3" />
      )}
    </g>
  );
}

/** The glass, seen from above at a slant, its lid up behind it. */
function Bed() {
  return (
    <>
      <path d="M52 78 66 14h188l14 64" {...line} fill="var(--surface)" />
      <path
        d="M38 78h244a10 10 0 0 1 10 9l6 100a10 10 0 0 1-10 11H32a10 10 0 0 1-10-11l6-100a10 10 0 0 1 10-9Z"
        {...line}
        fill="var(--accent-soft)"
      />
      <path d="M56 94h208l5 82H51Z" {...line} strokeWidth="2.4" fill="#fff" />
    </>
  );
}

function CameraArm() {
  return (
    <>
      <path d="M60 196h200" {...line} />
      <path d="M84 196V40a12 12 0 0 1 12-12h58" {...line} />
      <rect x="150" y="14" width="46" height="30" rx="7" {...line} fill="var(--accent-soft)" />
      <path d="m158 50-18 96m50-96 18 96" {...line} strokeDasharray="2 9" opacity=".6" />
    </>
  );
}

const arrowDown = (
  <path className="scan__arrow" d="M216 36c24 12 26 58-4 84m4-20-5 21 21-3" {...line} strokeWidth="5" />
);
const cross = (
  <g>
    <circle cx="262" cy="60" r="24" fill="var(--warn)" />
    <path d="m253 51 18 18m0-18-18 18" stroke="#fff" strokeWidth="5" strokeLinecap="round" />
  </g>
);

export function ScanDrawing({ shows }: { readonly shows: ScanDrawn }) {
  return (
    <svg className="scan__drawing" data-shows={shows} viewBox="0 0 320 214" aria-hidden="true">
      {shows === 'under' ? <CameraArm /> : <Bed />}
      {shows === 'lay' || shows === 'turn' ? (
        <>
          <Card x={117} y={2} isFace={shows === 'lay'} />
          <Card x={117} y={108} isFace={shows === 'turn'} />
          {arrowDown}
        </>
      ) : null}
      {shows === 'under' ? <Card x={130} y={140} isFace /> : null}
      {shows === 'several' ? (
        <>
          <Card x={62} y={98} />
          <Card x={166} y={112} tilt={8} />
        </>
      ) : null}
      {shows === 'working' ? (
        <>
          <Card x={117} y={108} />
          <path className="scan__light" d="M62 98v74" {...line} strokeWidth="7" stroke="var(--good-bright)" />
        </>
      ) : null}
      {shows === 'unplugged' ? (
        <path d="M296 150h10a10 10 0 0 0 10-10v-34" {...line} strokeDasharray="5 7" />
      ) : null}
      {shows === 'several' || shows === 'empty' || shows === 'unplugged' || shows === 'attention'
        ? cross
        : null}
    </svg>
  );
}
