// Devices process. What a camera is asked for, each a transaction.
import type { PageMediaType } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { deadlines } from '../port/deadlines.ts';
import { allStores, operations, pictureFormats, responses } from './codes.ts';
import {
  type DeviceInfo,
  decodeDeviceInfo,
  decodeHandles,
  decodeObjectInfo,
  type ObjectInfo,
} from './datasets.ts';
import { isPicture, maxPictureBytes } from './picture.ts';
import type { Transport } from './transport.ts';

type Signal = AbortSignal | null;

const maxDataSetBytes = 1_048_576;
/** Any but zero (PIMA 15740, 9.3.1); one host, one session. */
const sessionId = 1;

export async function getDeviceInfo(transport: Transport, signal: Signal): Promise<DeviceInfo> {
  const { data } = await transport.ask({
    operation: operations.getDeviceInfo,
    maxBytes: maxDataSetBytes,
    signal,
  });
  return decodeDeviceInfo(data);
}

export async function openSession(transport: Transport, signal: Signal): Promise<void> {
  const request = { operation: operations.openSession, parameters: [sessionId], signal };
  const { response } = await transport.ask({ ...request, accept: [responses.sessionAlreadyOpen] });
  if (response.code !== responses.sessionAlreadyOpen) return;
  // Of a host that went away without a word; its transactions are counted, so it is begun anew.
  await closeSession(transport, signal);
  await transport.ask(request);
}

export async function closeSession(transport: Transport, signal: Signal): Promise<void> {
  const accept = [responses.sessionNotOpen];
  await transport.ask({ operation: operations.closeSession, accept, signal });
}

/** `null`: the session has ended. */
export async function getStores(transport: Transport, signal: Signal): Promise<readonly number[] | null> {
  const { data, response } = await transport.ask({
    operation: operations.getStorageIds,
    maxBytes: maxDataSetBytes,
    accept: [responses.sessionNotOpen],
    signal,
  });
  return response.code === responses.sessionNotOpen ? null : decodeHandles(data);
}

export async function getHandles(transport: Transport, signal: Signal): Promise<readonly number[]> {
  const { data } = await transport.ask({
    operation: operations.getObjectHandles,
    parameters: [allStores, 0, 0],
    maxBytes: maxDataSetBytes,
    signal,
  });
  return decodeHandles(data);
}

export async function getObjectInfo(
  transport: Transport,
  handle: number,
  signal: Signal,
): Promise<ObjectInfo & { readonly mediaType: PageMediaType | null; readonly hasThumbnail: boolean }> {
  const { data } = await transport.ask({
    operation: operations.getObjectInfo,
    parameters: [handle],
    maxBytes: maxDataSetBytes,
    signal,
  });
  const info = decodeObjectInfo(data);
  return {
    ...info,
    mediaType: pictureFormats.get(info.format) ?? null,
    hasThumbnail: pictureFormats.get(info.thumbnailFormat) === 'image/jpeg' && info.thumbnailBytes > 0,
  };
}

export const getObject = (transport: Transport, handle: number, signal: Signal) =>
  transport.transact({
    operation: operations.getObject,
    parameters: [handle],
    maxBytes: maxPictureBytes,
    firstByteWithinMs: deadlines.firstByteWithinMs,
    signal,
  });

/** `null` where the camera does not give it after all: nobody loses a picture over that. */
export async function getThumb(
  transport: Transport,
  handle: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const parameters = [handle];
  const request = { operation: operations.getThumb, parameters, maxBytes: maxDataSetBytes, signal };
  try {
    const { data } = await transport.ask(request);
    return isPicture(data, 'image/jpeg') ? new Uint8Array(data) : null;
  } catch (thrown) {
    if (!(thrown instanceof FailureError) || signal.aborted || transport.isBroken) throw thrown;
    return null;
  }
}

/** The device chooses store and format. The picture comes later, as an event. */
export async function initiateCapture(transport: Transport, signal: Signal): Promise<void> {
  await transport.ask({ operation: operations.initiateCapture, parameters: [0, 0], signal });
}

/** `false`: it is busy, and the object is still there. */
export async function deleteObject(transport: Transport, handle: number): Promise<boolean> {
  const { response } = await transport.ask({
    operation: operations.deleteObject,
    parameters: [handle],
    accept: [responses.deviceBusy],
    signal: null,
  });
  return response.code === responses.ok;
}
