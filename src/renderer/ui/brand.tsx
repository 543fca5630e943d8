// Renderer. The mark: a document's corner frame with a tick, and the name beside it.
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M9 13V10.5A1.5 1.5 0 0 1 10.5 9H13M19 9h2.5a1.5 1.5 0 0 1 1.5 1.5V13M23 19v2.5a1.5 1.5 0 0 1-1.5 1.5H19M13 23h-2.5A1.5 1.5 0 0 1 9 21.5V19"
        fill="none"
        stroke="#fff"
        strokeOpacity=".62"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="m12.4 16.3 2.6 2.6 4.9-5.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Brand({ suffix }: { suffix?: string }) {
  return (
    <span className="brand">
      <BrandMark />
      <span>Proofdesk</span>
      {suffix ? <span className="brand__suffix">{suffix}</span> : null}
    </span>
  );
}
