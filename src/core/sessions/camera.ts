// Core. Whether a session may be photographed by this camera: what its name claims, held against what the platform says
// and what the policy allows.
import { z } from 'zod';
import {
  type Camera,
  type CamerasPolicy,
  cameraSchema,
  isNamedVirtual,
  usbIdOf,
} from '../../shared/domain/camera.ts';
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { VideoDevice } from './usb-cameras.ts';

/** As it is sealed with the session. */
export const keptCameraSchema = z.object({
  camera: cameraSchema,
  /** `not_told`: the platform does not say which cameras are on it, so the name is all there is. */
  platform: z.enum(['confirmed', 'contradicted', 'not_told']),
  /** Of every USB device with these numbers; `null` for one without. */
  serials: z.array(z.string().nullable()),
});
export type KeptCamera = z.infer<typeof keptCameraSchema>;

/** @param devices `null` where the platform does not tell. */
export function describeCamera(camera: Camera, devices: readonly VideoDevice[] | null): KeptCamera {
  const usb = usbIdOf(camera.label);
  if (!devices) return { camera, platform: 'not_told', serials: [] };
  const found = devices.flatMap((device) =>
    device.usb && usb && device.usb.vendorId === usb.vendorId && device.usb.productId === usb.productId
      ? [device.usb]
      : [],
  );
  // A program can give its camera any name, that of a real one beside it too.
  const pretender = devices.some((device) => !device.usb && device.name === camera.label);
  const confirmed = found.length > 0 && !pretender;
  return {
    camera,
    platform: confirmed ? 'confirmed' : usb || pretender ? 'contradicted' : 'not_told',
    serials: [...new Set(found.map(({ serial }) => serial))],
  };
}

export type CameraVerdict =
  | 'allowed'
  | 'virtual_allowed'
  | 'virtual'
  | 'not_usb'
  | 'contradicted'
  | 'not_listed'
  | 'serial_not_listed';

export function judgeCamera(
  { camera, platform, serials }: KeptCamera,
  { allowed, allowVirtual }: CamerasPolicy,
): CameraVerdict {
  const usb = usbIdOf(camera.label);
  if (isNamedVirtual(camera.label) || !usb || platform === 'contradicted') {
    if (allowVirtual) return 'virtual_allowed';
    return isNamedVirtual(camera.label) ? 'virtual' : usb ? 'contradicted' : 'not_usb';
  }
  if (!allowed) return 'allowed';
  const listed = allowed.filter(
    ({ vendorId, productId }) => vendorId === usb.vendorId && productId === usb.productId,
  );
  if (listed.length === 0) return 'not_listed';
  if (listed.some(({ serial }) => serial === null)) return 'allowed';
  // Of several alike nobody knows which one is used: each must be on the list.
  const known = serials.length > 0 && serials.every((each) => listed.some(({ serial }) => serial === each));
  return known ? 'allowed' : 'serial_not_listed';
}

const isAccepted = (verdict: CameraVerdict): boolean =>
  verdict === 'allowed' || verdict === 'virtual_allowed';

/** Fails with `camera.refused`; then `told` hears why, without the camera's name, which may be a person's. */
export function requireAccepted(
  kept: KeptCamera,
  policy: CamerasPolicy,
  told: (verdict: CameraVerdict) => void,
): void {
  const verdict = judgeCamera(kept, policy);
  if (isAccepted(verdict)) return;
  told(verdict);
  throw new FailureError('camera.refused', `Policy does not allow this camera (${verdict}).`);
}

/** Whether a session that began with one (`null`: with none yet) goes on: the same device under the same name. */
export const isSameCamera = (before: KeptCamera | null, { camera }: KeptCamera): boolean =>
  before === null || (before.camera.deviceId === camera.deviceId && before.camera.label === camera.label);

/** Judged again when the case is filed: what is in it is by the policy it was filed under. */
export function cameraFinding(kept: KeptCamera, policy: CamerasPolicy): Finding {
  const { camera, platform, serials } = kept;
  const verdict = judgeCamera(kept, policy);
  const usb = usbIdOf(camera.label);
  const text = (label: string, value: string): Evidence => ({ kind: 'text', label, value });
  return {
    code: 'selfie.camera',
    score: null,
    status: isAccepted(verdict) ? 'passed' : 'failed',
    reasons: ['selfie.camera_refused'],
    evidence: [
      text('camera.label', camera.label),
      ...(usb ? [text('camera.usb', `${usb.vendorId}:${usb.productId}`)] : []),
      ...serials.flatMap((serial) => (serial === null ? [] : [text('camera.serial', serial)])),
      text('camera.verdict', verdict),
      text('camera.platform', platform),
      text('camera.size', `${camera.widthPx} × ${camera.heightPx}`),
    ],
    model: null,
    ms: 0,
  };
}
