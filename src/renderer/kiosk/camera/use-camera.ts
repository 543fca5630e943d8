// Kiosk renderer. Holds the camera while a screen wants it, says plainly what is wrong when it cannot,
// and takes it back by itself when it returns. Core says which camera may be used; a session has one.
import { useEffect, useRef, useState } from 'react';
import type { Camera as CameraDescription } from '../../../shared/domain/camera.ts';

export type CameraStatus = 'starting' | 'live' | 'missing' | 'denied' | 'busy' | 'lost' | 'refused';
export interface Camera {
  readonly status: CameraStatus;
  readonly stream: MediaStream | null;
}

/** Whether core allows this camera in this session. */
export type Admit = (camera: CameraDescription) => Promise<boolean>;

/** `devicechange` is not sent on every platform for every camera, so we also look from time to time. */
const lookAgainMs = 2000;

/** 1080p where the camera has it: an MRZ of a passport held in the frame is then about 20 px high. */
const wanted: MediaTrackConstraints = { width: { ideal: 1920 }, height: { ideal: 1080 } };

type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

const open = (devices: Devices, deviceId: string | null): Promise<MediaStream> =>
  devices.getUserMedia({
    audio: false,
    video: deviceId === null ? wanted : { ...wanted, deviceId: { exact: deviceId } },
  });

function describe(stream: MediaStream): CameraDescription {
  const track = stream.getVideoTracks()[0];
  const { deviceId = '', groupId, width = 0, height = 0, frameRate } = track?.getSettings() ?? {};
  return {
    label: track?.label ?? '',
    deviceId,
    widthPx: width,
    heightPx: height,
    ...(groupId === undefined ? {} : { groupId }),
    ...(frameRate === undefined ? {} : { frameRate }),
  };
}

const connectedCameras = async (devices: Devices): Promise<string[]> =>
  (await devices.enumerateDevices())
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId }) => deviceId);

/** The session's camera; at first the platform's choice, else any other that core allows. `null`: it allows none. */
export async function openAdmitted(
  devices: Devices,
  admit: Admit,
  ofSession: string | null,
): Promise<MediaStream | null> {
  const first = await open(devices, ofSession);
  if (await admit(describe(first))) return first;
  const { deviceId } = describe(first);
  stopTracks(first);
  const others = ofSession === null ? await connectedCameras(devices) : [];
  for (const other of others.filter((each) => each !== deviceId)) {
    const stream = await open(devices, other).catch(() => null);
    if (stream && (await admit(describe(stream)))) return stream;
    if (stream) stopTracks(stream);
  }
  return null;
}

function statusOf(error: unknown): CameraStatus {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

const stopTracks = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop();
};

/** Keeps trying until `stop`; calls `onChange` whenever what is to be shown changes. `device`: the session's camera. */
function holdCamera(
  device: { current: string | null },
  admit: Admit,
  onChange: (camera: Camera) => void,
): { stop(): void } {
  const devices = navigator.mediaDevices;
  let stopped = false;
  let asking = false;
  let wasLive = false;
  let stream: MediaStream | null = null;
  /** What was connected when core allowed none of it: nothing is opened again until that changes. */
  let refused: string | null = null;

  const lose = () => {
    if (!stream || stopped) return;
    stopTracks(stream);
    stream = null;
    onChange({ status: 'lost', stream: null });
    void look();
  };

  const look = async () => {
    if (stopped || asking) return;
    // `ended` is not fired for a track that was stopped from within; its state tells either way.
    if (stream) return stream.getVideoTracks()[0]?.readyState === 'live' ? undefined : lose();
    asking = true;
    try {
      if (refused !== null && refused === (await connectedCameras(devices)).join()) return;
      const opened = await openAdmitted(devices, admit, device.current);
      if (stopped) return opened ? stopTracks(opened) : undefined;
      if (!opened) {
        refused = (await connectedCameras(devices)).join();
        onChange({ status: 'refused', stream: null });
        return;
      }
      stream = opened;
      wasLive = true;
      refused = null;
      device.current = describe(opened).deviceId || null;
      opened.getVideoTracks()[0]?.addEventListener('ended', lose);
      onChange({ status: 'live', stream: opened });
    } catch (error) {
      const status = statusOf(error);
      // A camera that was there and is gone was unplugged, whatever words the platform has for it.
      if (!stopped) onChange({ status: wasLive && status !== 'denied' ? 'lost' : status, stream: null });
    } finally {
      asking = false;
    }
  };

  const onDeviceChange = () => void look();
  devices.addEventListener('devicechange', onDeviceChange);
  const timer = setInterval(onDeviceChange, lookAgainMs);
  void look();
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      devices.removeEventListener('devicechange', onDeviceChange);
      if (stream) stopTracks(stream);
      stream = null;
    },
  };
}

const off: Camera = { status: 'starting', stream: null };

/** The page is loaded anew for each applicant, so that what is remembered here is of one session. */
export function useCamera(isWanted: boolean, admit: Admit): Camera {
  const [camera, setCamera] = useState<Camera>(off);
  const device = useRef<string | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const hold = holdCamera(device, admit, setCamera);
    return () => {
      hold.stop();
      setCamera(off);
    };
  }, [isWanted, admit]);
  return camera;
}
