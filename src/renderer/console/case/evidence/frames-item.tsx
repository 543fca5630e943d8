// Console renderer. A recording as a strip of its frames; the one pointed at is shown large.
import { useState } from 'react';
import type { Evidence } from '../../../../shared/domain/check.ts';
import { useArtefactUrls } from '../artefact-images.tsx';

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export function FramesItem(props: {
  readonly evidence: Extract<Evidence, { kind: 'frames' }>;
  readonly name: string;
}) {
  const { evidence, name } = props;
  const urls = useArtefactUrls(evidence.image);
  const [shown, setShown] = useState<number | null>(null);
  const large = shown === null ? undefined : urls[evidence.frames[shown]!.position];
  return (
    <li className="frames" data-testid="evidence" data-kind="frames">
      <span className="evidence__label">{name}</span>
      <span className="frames__strip">
        {evidence.frames.map(({ position, atMs }, index) => {
          const url = urls[position];
          return (
            <button
              key={position}
              type="button"
              className="frames__frame"
              aria-pressed={shown === index}
              aria-label={`${name}, ${seconds(atMs)}`}
              onMouseEnter={() => setShown(index)}
              onFocus={() => setShown(index)}
              onClick={() => setShown(index)}
            >
              {url ? <img src={url} alt="" /> : null}
              <span>{seconds(atMs)}</span>
            </button>
          );
        })}
      </span>
      {large ? <img className="frames__large" src={large} alt={name} /> : null}
    </li>
  );
}
