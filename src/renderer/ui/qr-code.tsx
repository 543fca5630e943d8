// Renderer. A QR code, as one path in modules of 1 x 1. Dark on white with the quiet zone of the standard (ISO/IEC
// 18004: four modules), whatever it stands on.
import { useMemo } from 'react';
import { encode } from 'uqr';

/** Error correction M: up to 15 % may be dirty or torn. Capitals, figures and a few signs make the smallest codes. */
export function qrPath(text: string): { readonly d: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const rows = data.map((row, y) => {
    let path = '';
    for (let x = 0; x < size; x++) {
      if (!row[x] || row[x - 1]) continue;
      let end = x;
      while (row[end]) end++;
      path += `M${x} ${y}h${end - x}v1H${x}z`;
    }
    return path;
  });
  return { d: rows.join(''), size };
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const { d, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img">
      <title>{label}</title>
      <rect width={size} height={size} fill="#fff" />
      <path d={d} fill="#000" />
    </svg>
  );
}
