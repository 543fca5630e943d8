// Renderer. Drawn pictograms of documents: shapes only, so that they are understood without reading.
import type { ReactNode } from 'react';
import type { DocumentType } from '../../shared/domain/document.ts';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.5, strokeLinecap: 'round' } as const;

/** Head and shoulders in a box of the given size. */
function Portrait({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  const centre = x + width / 2;
  const shoulders = y + height;
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx="3" fill="var(--picto-tint)" />
      <circle cx={centre} cy={y + height * 0.4} r={width * 0.2} fill="currentColor" />
      <path
        d={`M${x + width * 0.16} ${shoulders}a${width * 0.34} ${height * 0.3} 0 0 1 ${width * 0.68} 0Z`}
        fill="currentColor"
      />
    </g>
  );
}

const chevrons = (x: number, y: number, count: number) =>
  Array.from({ length: count }, (_, index) => `M${x + index * 8 + 4} ${y}l-4 3 4 3`).join('');

function Card({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 120 88" aria-hidden="true" className="pictogram">
      <rect x="7" y="10" width="106" height="68" rx="9" {...line} fill="var(--picto-paper)" />
      {children}
    </svg>
  );
}

const drawings: Record<DocumentType, () => ReactNode> = {
  passport: () => (
    <svg viewBox="0 0 120 88" aria-hidden="true" className="pictogram">
      <path d="M22 5h76a7 7 0 0 1 7 7v31H15V12a7 7 0 0 1 7-7Z" {...line} fill="var(--picto-tint)" />
      <path d="M15 43h90v33a7 7 0 0 1-7 7H22a7 7 0 0 1-7-7Z" {...line} fill="var(--picto-paper)" />
      <circle cx="60" cy="24" r="10" {...line} />
      <path d="M50 24h20M60 14c-7 6-7 14 0 20M60 14c7 6 7 14 0 20" {...line} strokeWidth="2" />
      <Portrait x={23} y={49} width={18} height={20} />
      <path d="M49 52h34M49 60h24" {...line} />
      <path d={chevrons(48, 70, 6)} {...line} strokeWidth="2" />
    </svg>
  ),
  identity_card: () => (
    <Card>
      <Portrait x={18} y={26} width={28} height={36} />
      <path d="M56 30h42M56 42h30M56 54h36" {...line} />
    </Card>
  ),
  residence_permit: () => (
    <Card>
      <Portrait x={18} y={34} width={24} height={30} />
      <path d="M52 38h44M52 50h30" {...line} />
      <path d="m78 66 7-7 7 7M80.5 65v6h9v-6" {...line} strokeWidth="2.2" strokeLinejoin="round" />
      <path d="M18 22h50" {...line} strokeWidth="5" />
    </Card>
  ),
  driving_licence: () => (
    <Card>
      <Portrait x={18} y={24} width={24} height={30} />
      <path d="M52 27h42M52 37h26" {...line} />
      <path
        d="M54 62c0-3 1.5-4 3-4.5l3-6.5c.6-1.300 1.600-2 3-2h18c1.400 0 2.500.7 3 2l3 6.5c1.5.5 3 1.5 3 4.5v4H54Z"
        {...line}
        fill="var(--picto-tint)"
        strokeLinejoin="round"
      />
      <circle cx="62" cy="67" r="4" {...line} fill="var(--picto-paper)" />
      <circle cx="82" cy="67" r="4" {...line} fill="var(--picto-paper)" />
    </Card>
  ),
  visa: () => (
    <Card>
      <Portrait x={18} y={22} width={22} height={28} />
      <path d="M50 26h36M50 38h26" {...line} />
      <path d={chevrons(18, 62, 10)} {...line} strokeWidth="2" />
      <circle cx="94" cy="42" r="10" {...line} strokeDasharray="4 5" />
    </Card>
  ),
};

export const DocumentPictogram = ({ type }: { type: DocumentType }) => drawings[type]();
