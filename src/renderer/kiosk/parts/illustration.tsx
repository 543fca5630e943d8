// Kiosk renderer. The drawing on the first screen: a document and a face that belong together.
export function Illustration() {
  return (
    <svg className="illustration" viewBox="0 0 520 520" aria-hidden="true">
      <circle cx="260" cy="260" r="248" fill="var(--accent-soft)" />
      <circle cx="260" cy="260" r="190" fill="#fff" opacity=".45" />
      <g className="illustration__card">
        <rect x="66" y="232" width="262" height="184" rx="20" fill="#fff" />
        <rect
          x="66"
          y="232"
          width="262"
          height="184"
          rx="20"
          fill="none"
          stroke="var(--accent)"
          strokeOpacity=".16"
          strokeWidth="2"
        />
        <path d="M66 252a20 20 0 0 1 20-20h222a20 20 0 0 1 20 20v14H66Z" fill="var(--accent)" />
        <circle cx="90" cy="249" r="6" fill="#fff" opacity=".8" />
        <rect x="104" y="245" width="66" height="8" rx="4" fill="#fff" opacity=".55" />
        <rect x="88" y="286" width="72" height="88" rx="9" fill="var(--accent-soft)" />
        <circle cx="124" cy="319" r="15" fill="var(--accent)" />
        <path d="M98 374a26 28 0 0 1 52 0Z" fill="var(--accent)" />
        <g fill="#c9d8df">
          <rect x="178" y="290" width="118" height="10" rx="5" />
          <rect x="178" y="314" width="78" height="10" rx="5" />
          <rect x="178" y="338" width="100" height="10" rx="5" />
        </g>
        <path
          d="M90 396h10m6 0h16m6 0h10m6 0h30m6 0h10m6 0h10m6 0h34m6 0h10m6 0h28"
          stroke="#8fb0be"
          strokeWidth="5"
          strokeLinecap="round"
        />
      </g>
      <g className="illustration__face">
        <circle cx="338" cy="192" r="118" fill="var(--accent)" />
        <clipPath id="illustration-face">
          <circle cx="338" cy="192" r="118" />
        </clipPath>
        <g clipPath="url(#illustration-face)">
          <circle cx="338" cy="172" r="44" fill="#f3d9c4" />
          <path
            d="M294 170c-4-40 18-60 46-60s50 18 44 60c-6-20-18-32-30-34-18 10-44 10-60 34Z"
            fill="#2b3f49"
          />
          <path d="M248 330c0-62 40-96 90-96s90 34 90 96Z" fill="#fff" />
          <path d="M322 206h32v24c0 9-7 16-16 16s-16-7-16-16Z" fill="#e9c7ae" />
        </g>
        <circle
          cx="338"
          cy="192"
          r="134"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="4"
          strokeLinecap="round"
          strokeDasharray="120 90.5"
          opacity=".38"
        />
      </g>
      <circle cx="338" cy="372" r="40" fill="#fff" />
      <circle cx="338" cy="372" r="33" fill="var(--good)" />
      <path
        d="m323 373 10.5 10.5 20-21.5"
        fill="none"
        stroke="#fff"
        strokeWidth="6.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
