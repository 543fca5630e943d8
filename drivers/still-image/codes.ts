// Devices process. Numbers of the Picture Transfer Protocol (PIMA 15740:2000, ISO 15740) that this driver uses, and what its
// response codes mean to staff.
import type { PageMediaType } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';

/** PIMA 15740, table 17. */
export const operations = {
  getDeviceInfo: 0x1001,
  openSession: 0x1002,
  closeSession: 0x1003,
  getStorageIds: 0x1004,
  getObjectHandles: 0x1007,
  getObjectInfo: 0x1008,
  getObject: 0x1009,
  getThumb: 0x100a,
  deleteObject: 0x100b,
  initiateCapture: 0x100e,
  /** Of MTP 1.1, annex D, which phones and players speak under the same class. */
  getObjectPropertyValue: 0x9803,
} as const;

/** PIMA 15740, table 22. */
export const responses = {
  ok: 0x2001,
  sessionNotOpen: 0x2003,
  operationNotSupported: 0x2005,
  incompleteTransfer: 0x2007,
  storeFull: 0x200c,
  objectWriteProtected: 0x200d,
  storeReadOnly: 0x200e,
  accessDenied: 0x200f,
  storeNotAvailable: 0x2013,
  deviceBusy: 0x2019,
  sessionAlreadyOpen: 0x201e,
  transactionCancelled: 0x201f,
} as const;

/** PIMA 15740, table 25. */
export const events = {
  cancelTransaction: 0x4001,
  objectAdded: 0x4002,
  storeRemoved: 0x4005,
  requestObjectTransfer: 0x4009,
  storeFull: 0x400a,
  deviceReset: 0x400b,
  captureComplete: 0x400d,
  unreportedStatus: 0x400e,
} as const;

/** All stores, all formats, the whole of the device (PIMA 15740, 10.4). */
export const allStores = 0xffff_ffff;

/** PIMA 15740, table 15: an association. */
export const folderFormat = 0x3001;

/** PIMA 15740, table 15: what the pipeline behind can open. */
export const pictureFormats: ReadonlyMap<number, PageMediaType> = new Map([
  [0x3801, 'image/jpeg'], // EXIF/JPEG
  [0x3808, 'image/jpeg'], // JFIF
  [0x380b, 'image/png'],
  [0x380d, 'image/tiff'],
]);

export function failureOf(response: number): FailureError {
  switch (response) {
    case responses.deviceBusy:
      return new FailureError(
        'device.busy',
        'The camera is busy. Wait until it has finished, and try again.',
      );
    case responses.storeFull:
      return memoryIsFull();
    case responses.storeNotAvailable:
      return memoryIsMissing();
    case responses.storeReadOnly:
      return new FailureError('device.stopped', 'The memory card of the camera is locked. Unlock it.');
    case responses.accessDenied:
      return new FailureError(
        'device.denied',
        'The camera refuses access. Unlock it, and allow it on its screen.',
      );
    case responses.operationNotSupported:
      return new FailureError(
        'device.unsupported',
        'The camera cannot do this. Set it to PTP or "PC remote".',
      );
    case responses.transactionCancelled:
      return new FailureError('device.stopped', 'The picture was stopped at the camera. Try again.');
    case responses.incompleteTransfer:
      return new FailureError('device.protocol', 'The camera did not send the whole picture. Try again.');
    default:
      return new FailureError(
        'device.protocol',
        `The camera refused (response 0x${response.toString(16)}). Switch it off and on, and try again.`,
      );
  }
}

export const memoryIsFull = (): FailureError =>
  new FailureError('device.stopped', 'The memory of the camera is full. Delete pictures from it.');

export const memoryIsMissing = (): FailureError =>
  new FailureError('device.stopped', 'The camera has no memory to put a picture into. Insert its card.');

export const isAPhone = (): FailureError =>
  new FailureError(
    'device.unsupported',
    'This is a phone or a player, not a document camera. Nothing of it is opened; unplug it from the desk.',
  );

/** The device does not keep to the protocol: `what` says where. */
export const makesNoSense = (what: string): FailureError =>
  new FailureError(
    'device.protocol',
    `The camera sent something that makes no sense (${what}). Switch it off and on.`,
  );
