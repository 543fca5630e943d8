// Console renderer. A text cut out of its photograph and laid straight, as sharp as the photograph has it.
import { useEffect, useRef } from 'react';
import type { Quad } from '../../../../shared/domain/geometry.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { useArtefactImage } from '../artefact-images.tsx';
import type { Place } from './place.ts';
import { aspectOf, grown, sizeOf } from './quad.ts';
import { straighten } from './straighten.ts';

export function Crop(props: {
  readonly place: Place;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What it shows. */
  readonly name: string;
}) {
  const { t } = useWords();
  const { place, widthPx, heightPx } = props;
  const image = useArtefactImage(place.image);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && image) draw(canvas.current, image, place.quad, widthPx, heightPx);
  }, [image, place.quad, widthPx, heightPx]);
  if (image === null) {
    return (
      <span className="crop crop--none" style={{ width: widthPx, height: heightPx }}>
        {t('console.case.imageGone')}
      </span>
    );
  }
  return (
    <canvas
      ref={canvas}
      className="crop"
      data-testid="crop"
      data-drawn={image !== undefined}
      role="img"
      aria-label={t('console.evidence.cutOut', { name: props.name, image: t(`imageRole.${place.image}`) })}
      style={{ width: widthPx, height: heightPx }}
    />
  );
}

/** Paper around a field's text, in its heights: enough to see that nothing was cut off. */
const margins = { along: 0.35, across: 0.2 };
const fieldHeightPx = 40;

/** Whether a text would have to be shown at less than half the usual height to fit this width. */
export const isTooLong = ({ quad }: { readonly quad: Quad | null }, widthPx: number): boolean =>
  quad !== null && aspectOf(grown(quad, margins)) * (fieldHeightPx / 2) > widthPx;

/** The crop of a field: as high as its neighbours, or as wide as there is room. */
export function FieldCrop(props: {
  readonly place: Place;
  readonly mostWidthPx: number;
  readonly name: string;
}) {
  const { image, quad } = props.place;
  const around = grown(quad, margins);
  const { width, height } = sizeOf(around);
  const scale = Math.min(fieldHeightPx / Math.max(1, height), props.mostWidthPx / Math.max(1, width));
  return (
    <Crop
      place={{ image, quad: around }}
      widthPx={Math.max(1, Math.round(width * scale))}
      heightPx={Math.max(1, Math.round(height * scale))}
      name={props.name}
    />
  );
}

function draw(
  canvas: HTMLCanvasElement,
  image: HTMLImageElement,
  quad: Quad,
  widthPx: number,
  heightPx: number,
) {
  const width = Math.max(1, Math.round(widthPx * devicePixelRatio));
  const height = Math.max(1, Math.round(heightPx * devicePixelRatio));
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  // Two pixels more than the text, which the filter reaches for.
  const left = clamp(Math.floor(Math.min(...xs)) - 2, image.naturalWidth - 1);
  const top = clamp(Math.floor(Math.min(...ys)) - 2, image.naturalHeight - 1);
  const right = clamp(Math.ceil(Math.max(...xs)) + 2, image.naturalWidth);
  const bottom = clamp(Math.ceil(Math.max(...ys)) + 2, image.naturalHeight);
  const [across, down] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  // Where the photograph is finer than the screen, the browser averages; the filter only ever enlarges.
  const shrink = Math.min(1, width / Math.max(1, sizeOf(quad).width));
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(1, Math.round(across * shrink));
  sheet.height = Math.max(1, Math.round(down * shrink));
  const context = sheet.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, left, top, across, down, 0, 0, sheet.width, sheet.height);
  const onSheet = quad.map(([x, y]) => [
    (x - left) * (sheet.width / across),
    (y - top) * (sheet.height / down),
  ]) as Quad;
  const straight = straighten(context.getImageData(0, 0, sheet.width, sheet.height), onSheet, width, height);
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')!.putImageData(new ImageData(straight.data, width, height), 0, 0);
}
