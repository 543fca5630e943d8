// Devices process. What a picture is, on its way from a camera. Pure.
import type { AcquireProgress, PageMediaType } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Acquired } from '../port/driver.ts';

/** No picture of a document is larger; whoever says so is not believed. */
export const maxPictureBytes = 67_108_864;

export interface Picture {
  readonly handle: number;
  readonly mediaType: PageMediaType;
  readonly hasThumbnail: boolean;
}

export const progress = (stage: AcquireProgress['stage']): Acquired => ({
  type: 'progress',
  progress: { stage, page: 1, receivedBytes: 0, fraction: null },
});

/** How files of each kind begin. */
const beginnings: readonly (readonly [PageMediaType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

export const isPicture = (bytes: Uint8Array, mediaType: PageMediaType): boolean =>
  beginnings.some(
    ([type, beginning]) => type === mediaType && beginning.every((byte, at) => bytes[at] === byte),
  );

export const noPicture = (): FailureError =>
  new FailureError(
    'device.timeout',
    'The camera took no picture. Look whether it shows a message, and try again.',
  );
export const nobodyPressed = (): FailureError =>
  new FailureError('device.timeout', 'Nobody pressed the button of the camera. Start again, then press it.');
