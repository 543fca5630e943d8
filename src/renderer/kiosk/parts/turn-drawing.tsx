// Kiosk renderer. A card that turns over and shows its back with the machine-readable lines.
export function TurnDrawing() {
  return (
    <svg
      className="capture__turn"
      viewBox="0 0 150 110"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M28 22c26-20 68-20 94 0" />
      <path d="m124 8-1 15-15-1" />
      <g className="capture__turn-card">
        <rect x="25" y="36" width="100" height="64" rx="8" />
        <path d="M37 50h30" strokeWidth="7" />
        <path d="M37 76h10m5 0h26m5 0h30M37 87h34m5 0h8m5 0h24" />
      </g>
    </svg>
  );
}
