// Kiosk renderer. Holds the camera while a screen wants it, says plainly what is wrong when it cannot,
// and takes it back by itself when it returns.
import { useEffect, useState } from 'react';

export type CameraStatus = 'starting' | 'live' | 'missing' | 'denied' | 'busy' | 'lost';
export interface Camera {
  readonly status: CameraStatus;
  readonly stream: MediaStream | null;
}

/** `devicechange` is not sent on every platform for every camera, so we also look from time to time. */
const lookAgainMs = 2000;

/** 1080p where the camera has it: an MRZ of a passport held in the frame is then about 20 px high. */
const wanted: MediaStreamConstraints = {
  audio: false,
  video: { width: { ideal: 1920 }, height: { ideal: 1080 } },
};

function statusOf(error: unknown): CameraStatus {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

const stopTracks = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop();
};

/** Keeps trying until `stop`; calls `onChange` whenever what is to be shown changes. */
function holdCamera(onChange: (camera: Camera) => void): { stop(): void } {
  let stopped = false;
  let asking = false;
  let wasLive = false;
  let stream: MediaStream | null = null;

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
      const opened = await navigator.mediaDevices.getUserMedia(wanted);
      if (stopped) return stopTracks(opened);
      stream = opened;
      wasLive = true;
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
  navigator.mediaDevices.addEventListener('devicechange', onDeviceChange);
  const timer = setInterval(onDeviceChange, lookAgainMs);
  void look();
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      navigator.mediaDevices.removeEventListener('devicechange', onDeviceChange);
      if (stream) stopTracks(stream);
      stream = null;
    },
  };
}

const off: Camera = { status: 'starting', stream: null };

export function useCamera(isWanted: boolean): Camera {
  const [camera, setCamera] = useState<Camera>(off);
  useEffect(() => {
    if (!isWanted) return;
    const hold = holdCamera(setCamera);
    return () => {
      hold.stop();
      setCamera(off);
    };
  }, [isWanted]);
  return camera;
}
