// Devices process. All that is attached to this computer, as one bus, and the watch for what comes and goes.
import type { Attachment, Bus, HidAttachment, LoopbackAttachment } from '../port/bus.ts';
import { createHidBus } from './hid-bus.ts';
import { createLoopbackBus } from './loopback-bus.ts';
import { createUsbBus } from './usb-bus.ts';
import { onUsbEvent } from './usb-device.ts';

/**
 * Unplugged is noticed within a second. On Linux a list of USB devices is a few files of sysfs, and events come only where
 * udev runs; elsewhere a list costs more, and events always come.
 */
const usbEveryMs = process.platform === 'linux' ? 400 : 2_000;
/** A connection each to the ports that policy lists. */
const loopbackEveryMs = 2_000;
/**
 * Listing HID devices opens each of them on some systems, so the watch does it only when something has changed. Where the
 * change of the USB list is all that tells, they come a little later: drivers are bound and nodes made first.
 */
const hidAfterMs = [0, 150, 400, 800, 1_500];

export function openBuses({ loopbackPorts }: { readonly loopbackPorts: readonly number[] }): Bus {
  const usb = createUsbBus();
  const hid = createHidBus();
  const loopback = createLoopbackBus(loopbackPorts);

  const listeners = new Set<() => void>();
  let usbKeys = '';
  let told = '';
  let hidSignature: string | null = null;
  let hidList: readonly HidAttachment[] | null = null;
  let loopbackList: readonly LoopbackAttachment[] = [];
  let loopbackAt = Number.NEGATIVE_INFINITY;
  let settling: NodeJS.Timeout[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopEvents: (() => void) | null = null;
  let isClosed = false;
  let looking: Promise<readonly Attachment[]> | null = null;

  const settle = (): void => {
    for (const each of settling) clearTimeout(each);
    settling = hidAfterMs.map((afterMs) =>
      setTimeout(() => {
        hidList = null;
        void look().catch(() => undefined);
      }, afterMs).unref(),
    );
  };

  const lookOnce = async (): Promise<readonly Attachment[]> => {
    const usbList = await usb.list();
    const keys = usbList.map((each) => each.key).join(' ');
    const signature = hid.signature();
    if (keys !== usbKeys) {
      usbKeys = keys;
      hidList = null;
      if (signature === null && listeners.size > 0) settle();
    }
    if (signature !== hidSignature) hidList = null;
    hidSignature = signature;
    hidList ??= await hid.list();
    if (loopbackPorts.length > 0 && performance.now() - loopbackAt >= loopbackEveryMs) {
      loopbackAt = performance.now();
      loopbackList = await loopback.list();
    }
    const all = [...usbList, ...hidList, ...loopbackList];
    const now = all.map((each) => each.key).join(' ');
    if (now !== told) {
      told = now;
      for (const listener of [...listeners]) listener();
    }
    return all;
  };
  /** One at a time: whoever asks meanwhile gets the next one. */
  const look = (): Promise<readonly Attachment[]> => {
    looking = (looking ?? Promise.resolve([])).catch(() => []).then(lookOnce);
    return looking;
  };

  const watch = (): void => {
    timer = setTimeout(async () => {
      // What cannot be listed now may be a moment later.
      await look().catch(() => undefined);
      if (!isClosed && listeners.size > 0) watch();
    }, usbEveryMs);
    timer.unref();
  };
  const stop = (): void => {
    clearTimeout(timer);
    for (const each of settling) clearTimeout(each);
    stopEvents?.();
    stopEvents = null;
  };

  return {
    list() {
      if (hid.signature() === null) hidList = null;
      return look();
    },
    onChange(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopEvents = onUsbEvent(() => void look().catch(() => undefined));
        watch();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    async close() {
      isClosed = true;
      listeners.clear();
      stop();
      await looking?.catch(() => undefined);
    },
  };
}
