// Tests. Which of several cameras the kiosk holds. Node has no cameras: these are what a page sees of them.
import { describe, expect, it } from 'vitest';
import { openAdmitted } from '../../../src/renderer/kiosk/camera/use-camera.ts';

/** Cameras by their labels; the first is the platform's choice, and a label is also its identifier here. */
function connect(...labels: string[]) {
  const held = new Set<string>();
  const streamOf = (label: string) => {
    held.add(label);
    const track = {
      label,
      getSettings: () => ({ deviceId: label, width: 1280, height: 720 }),
      stop: () => held.delete(label),
    };
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
  };
  const devices = {
    enumerateDevices: async () => labels.map((deviceId) => ({ kind: 'videoinput', deviceId })),
    getUserMedia: async ({ video }: MediaStreamConstraints) => {
      const { exact } = ((video as MediaTrackConstraints).deviceId ?? {}) as { exact?: string };
      const label = exact ?? labels[0];
      if (!label || !labels.includes(label)) throw new DOMException('none', 'NotFoundError');
      return streamOf(label);
    },
  } as unknown as MediaDevices;
  return { devices, held };
}

const allowing =
  (...allowed: string[]) =>
  async ({ label }: { label: string }) =>
    allowed.includes(label);

describe('the kiosk’s camera', () => {
  it('is the one that core allows, whatever the platform would choose; no other stays on', async () => {
    const { devices, held } = connect('program', 'broken', 'webcam', 'spare');
    const stream = await openAdmitted(devices, allowing('webcam', 'spare'), null);
    expect(stream?.getVideoTracks()[0]?.label).toBe('webcam');
    expect([...held]).toEqual(['webcam']);
  });

  it('is none where core allows none, and all are off again', async () => {
    const { devices, held } = connect('program', 'webcam');
    expect(await openAdmitted(devices, allowing(), null)).toBeNull();
    expect(held.size).toBe(0);
  });

  it('stays the same in a session: another one is not even tried, and one that is gone is waited for', async () => {
    const { devices, held } = connect('webcam', 'other');
    const stream = await openAdmitted(devices, allowing('webcam', 'other'), 'other');
    expect(stream?.getVideoTracks()[0]?.label).toBe('other');
    expect([...held]).toEqual(['other']);
    expect(await openAdmitted(devices, allowing('webcam'), 'other')).toBeNull();
    await expect(openAdmitted(devices, allowing('webcam'), 'gone')).rejects.toThrow();
  });
});
