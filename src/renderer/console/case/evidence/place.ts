// Console renderer. Places in the images of a case that evidence can point at.
import type { Evidence, ImageRole } from '../../../../shared/domain/check.ts';
import type { Quad } from '../../../../shared/domain/geometry.ts';

export interface Place {
  readonly image: ImageRole;
  /** In that image's pixels. */
  readonly quad: Quad;
}

/** The places of one piece of evidence; the objects themselves, so that the one that is pointed at can be told by identity. */
export function placesOf(evidence: Evidence): Place[] {
  switch (evidence.kind) {
    case 'region':
    case 'characters':
      return [evidence];
    case 'comparison':
      return evidence.sources.flatMap((source) => (hasPlace(source) ? [source] : []));
    case 'text':
    case 'number':
    case 'plot':
    case 'frames':
    case 'case':
      return [];
    default:
      return evidence satisfies never;
  }
}

export const hasPlace = <T extends { readonly image: ImageRole; readonly quad: Quad | null }>(
  source: T,
): source is T & Place => source.quad !== null;

export type OnPoint = (place: Place | null) => void;

/** For a button that points at a place: while it is under the pointer, focused, or pressed. */
export const pointing = (place: Place, onPoint: OnPoint) => ({
  onMouseEnter: () => onPoint(place),
  onFocus: () => onPoint(place),
  onMouseLeave: () => onPoint(null),
  onBlur: () => onPoint(null),
  onClick: () => onPoint(place),
});
