// Any JavaScript. The kiosk's screen as a lamp before the face, and the room's own light on a surface that turns.

/** Red, green, blue of linear light. */
export type Light = readonly [number, number, number];

export const linearColour = (colour: readonly [number, number, number]): Light => {
  const linear = (byte: number) =>
    byte <= 10.31475 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
  return [linear(colour[0]), linear(colour[1]), linear(colour[2])];
};

/** Where a person sits before the camera, cm. */
export const restDistanceCm = 55;
/** A desktop screen of 24 inches below the camera, as a few points of light, cm: x, y, x, y; its plane is the camera's. */
const screenPoints = [-15, 8, 15, 8, -15, 24, 15, 24];
/** Direction towards the room's lamps: above, a little to the left, before the person. */
const lamp = [-0.35, -0.75, -0.56] as const;
/** How much of the room's light has a direction. */
const directed = 0.35;

/** Of a white screen at `point` (cm, camera's axes: x right, y down, z away) on a surface with this unit normal. */
function irradiance(x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
  let sum = 0;
  for (let at = 0; at < screenPoints.length; at += 2) {
    const dx = screenPoints[at]! - x;
    const dy = screenPoints[at + 1]! - y;
    const squared = dx * dx + dy * dy + z * z;
    const facing = nx * dx + ny * dy - nz * z;
    // Both cosines over the squared distance.
    if (facing > 0) sum += (facing * z) / (squared * squared);
  }
  return sum;
}

const unit = irradiance(0, 0, restDistanceCm, 0, 0, -1);

/** How much more of the room's directed light a surface gets with normal `now` than with normal `before`. */
export function roomLight(nx: number, ny: number, nz: number, bx: number, by: number, bz: number): number {
  const now = Math.max(0, nx * lamp[0] + ny * lamp[1] + nz * lamp[2]);
  const before = Math.max(0, bx * lamp[0] + by * lamp[1] + bz * lamp[2]);
  const ratio = (1 - directed + 2 * directed * now) / (1 - directed + 2 * directed * before);
  return Math.min(1.25, Math.max(0.75, ratio));
}

/**
 * Of a white screen, as a share of the room's light on a face that looks at the camera from `restDistanceCm`;
 * `gain` is that share there.
 */
export const screenLight = (
  gain: number,
  x: number,
  y: number,
  z: number,
  nx: number,
  ny: number,
  nz: number,
): number => (gain * irradiance(x, y, z, nx, ny, nz)) / unit;

/** The rectangle of the screen in the camera's plane, cm. */
const screenEdges = { left: -26, right: 26, top: 2, bottom: 31 } as const;

/** How much of the kiosk's screen a mirror at this point shows to the camera: 1 where the ray hits it, 0 beside it. */
export function screenMirrored(x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
  const along = 2 * (x * nx + y * ny + z * nz);
  const [rx, ry, rz] = [x - along * nx, y - along * ny, z - along * nz];
  if (rz >= -1e-6) return 0;
  const [hitX, hitY] = [x - (rx / rz) * z, y - (ry / rz) * z];
  const inside = (value: number, from: number, to: number) =>
    Math.min(1, Math.max(0, Math.min(value - from, to - value) / 3 + 0.5));
  return (
    inside(hitX, screenEdges.left, screenEdges.right) * inside(hitY, screenEdges.top, screenEdges.bottom)
  );
}
