// Console renderer. One place for images of the case: which of its images, zoom, pan, and evidence drawn over it.
import { ImageOff, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Artefact } from '../../../shared/domain/case.ts';
import type { Quad } from '../../../shared/domain/geometry.ts';
import { useWords } from '../../ui/i18n.tsx';
import type { ImageUrls } from './use-artefacts.ts';
import { fitted, moved, type View, zoomed } from './zoom.ts';

export interface Mark {
  readonly key: string;
  readonly quad: Quad;
  /** The one that is pointed at. */
  readonly strong: boolean;
}

const step = 1.3;
const nudge = 0.08;

export function ImagePane(props: {
  readonly testId: string;
  readonly title: string;
  readonly images: readonly Artefact[];
  readonly shown: Artefact | undefined;
  readonly onShow: (artefact: Artefact) => void;
  readonly urls: ImageUrls;
  readonly marks: readonly Mark[];
}) {
  const { t } = useWords();
  const { images, shown } = props;
  const [view, setView] = useState<View>(fitted);
  const shownId = shown?.artefactId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image starts fitted
  useEffect(() => setView(fitted), [shownId]);
  const url = shownId ? props.urls[shownId] : null;
  return (
    <figure className="pane" data-testid={props.testId}>
      <figcaption className="pane__head">
        {images.length > 1 ? (
          <span className="segments segments--small">
            {images.map((artefact, index) => (
              <button
                key={artefact.artefactId}
                type="button"
                className="segments__item"
                aria-pressed={artefact.artefactId === shownId}
                aria-label={`${t(`imageRole.${artefact.role}`)} ${numberOf(images, index)}`}
                onClick={() => props.onShow(artefact)}
              >
                {images[index - 1]?.role !== artefact.role && t(`imageRole.${artefact.role}`)}{' '}
                {numberOf(images, index)}
              </button>
            ))}
          </span>
        ) : (
          <span className="pane__title">{props.title}</span>
        )}
        <span className="pane__tools">
          <Tool
            label={t('console.case.zoomOut')}
            Icon={ZoomOut}
            onUse={() => setView(zoomed(view, 1 / step))}
          />
          <Tool label={t('console.case.zoomIn')} Icon={ZoomIn} onUse={() => setView(zoomed(view, step))} />
          <Tool label={t('console.case.zoomReset')} Icon={Maximize2} onUse={() => setView(fitted)} />
        </span>
      </figcaption>
      {shown && url ? (
        <Picture
          title={props.title}
          artefact={shown}
          url={url}
          marks={props.marks}
          view={view}
          onView={setView}
        />
      ) : (
        <div className="pane__none">
          {shown && url === undefined ? (
            <span className="spinner" />
          ) : (
            <>
              <ImageOff aria-hidden />
              {t(shown ? 'console.case.imageGone' : 'console.case.noImage')}
            </>
          )}
        </div>
      )}
    </figure>
  );
}

/** Several images of one role (frames of a selfie) are told apart by number; only the first repeats the role. */
function numberOf(images: readonly Artefact[], index: number): string {
  const { role } = images[index]!;
  if (images.filter((each) => each.role === role).length < 2) return '';
  return `${images.slice(0, index + 1).filter((each) => each.role === role).length}`;
}

function Tool({ label, Icon, onUse }: { label: string; Icon: typeof ZoomIn; onUse: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onUse}>
      <Icon aria-hidden />
    </button>
  );
}

function Picture(props: {
  readonly title: string;
  readonly artefact: Artefact;
  readonly url: string;
  readonly marks: readonly Mark[];
  readonly view: View;
  readonly onView: (change: (view: View) => View) => void;
}) {
  const { t } = useWords();
  const pane = useRef<HTMLDivElement>(null);
  const { artefact, view, onView } = props;
  // As shown: a file's head may count the pixels of a turned photograph the other way round.
  const [size, setSize] = useState([artefact.widthPx, artefact.heightPx]);

  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY / 400);
      onView((before) =>
        zoomed(before, factor, (event.clientX - left) / width - 0.5, (event.clientY - top) / height - 0.5),
      );
    };
    // React listens passively for wheels, and the page would scroll along.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [onView]);

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { clientWidth, clientHeight } = event.currentTarget;
    const { movementX, movementY } = event;
    onView((before) => moved(before, movementX / clientWidth, movementY / clientHeight));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const change = keys[event.key];
    if (!change) return;
    event.preventDefault();
    onView(change);
  };
  const percent = (value: number) => `${value * 100}%`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture that is moved by keys has no element of its own
    <div
      ref={pane}
      className={view.scale > 1 ? 'picture picture--zoomed' : 'picture'}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom and move
      tabIndex={0}
      aria-label={t('console.case.imageHelp', { name: props.title })}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onView((before) => (before.scale > 1 ? fitted : zoomed(before, 2.5)))}
      onKeyDown={onKeyDown}
    >
      <div
        className="picture__moving"
        style={{
          transform: `translate(${percent(view.x)}, ${percent(view.y)}) scale(${view.scale})`,
        }}
      >
        <img
          src={props.url}
          alt={t(`imageRole.${artefact.role}`)}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSize([naturalWidth, naturalHeight])
          }
        />
        <svg className="picture__marks" viewBox={`0 0 ${size.join(' ')}`} aria-hidden="true">
          {props.marks.map((mark) => (
            <polygon
              key={mark.key}
              className={mark.strong ? 'mark mark--strong' : 'mark'}
              points={mark.quad.map((point) => point.join(',')).join(' ')}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}

const keys: Record<string, ((view: View) => View) | undefined> = {
  '+': (view) => zoomed(view, step),
  '=': (view) => zoomed(view, step),
  '-': (view) => zoomed(view, 1 / step),
  '0': () => fitted,
  ArrowLeft: (view) => moved(view, nudge, 0),
  ArrowRight: (view) => moved(view, -nudge, 0),
  ArrowUp: (view) => moved(view, 0, nudge),
  ArrowDown: (view) => moved(view, 0, -nudge),
};
