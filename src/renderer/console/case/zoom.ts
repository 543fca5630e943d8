// Console renderer. Zoom and pan of one image as pure arithmetic, in fractions of the pane.

export interface View {
  readonly scale: number;
  /** Shift of the image's centre from the pane's, in pane widths and heights. */
  readonly x: number;
  readonly y: number;
}
export const fitted: View = { scale: 1, x: 0, y: 0 };
const largestScale = 12;

/** The image always covers the pane's centre, so that it cannot be lost. */
const bounded = ({ scale, x, y }: View): View => {
  const reach = (scale - 1) / 2;
  const clamp = (value: number) => Math.min(reach, Math.max(-reach, value));
  return { scale, x: clamp(x), y: clamp(y) };
};

/** Zooms by `factor`, keeping what is under (`atX`, `atY`) in its place; both from -0.5 to 0.5 of the pane. */
export function zoomed(view: View, factor: number, atX = 0, atY = 0): View {
  const scale = Math.min(largestScale, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return bounded({ scale, x: atX - (atX - view.x) * ratio, y: atY - (atY - view.y) * ratio });
}

export const moved = (view: View, dx: number, dy: number): View =>
  bounded({ ...view, x: view.x + dx, y: view.y + dy });
