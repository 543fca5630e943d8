// Tests, in the guest of tests/hardware alone. Makes a gadget with configfs and plugs it into dummy_hcd, which is host and
// device controller in one (Documentation/usb/gadget_configfs.rst): what hangs there is on a real kernel's real bus.
import { mkdirSync, openSync, readFileSync, symlinkSync, write, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serveFunctionFs } from './functionfs.ts';
import { type Gadget, PowerLossError, UnpluggedError } from './gadget.ts';

const configfs = '/sys/kernel/config/usb_gadget';

export interface KernelPlug {
  unplug(): void;
  replug(): void;
  readonly plugged: boolean;
}

/** `controller`: 0 for `dummy_udc.0`, and so on: one gadget each. `onBug`: what the gadget threw that no cable explains. */
export function raiseGadget(
  gadget: Gadget,
  name: string,
  controller: number,
  onBug: (error: unknown) => void,
): KernelPlug {
  const { description } = gadget;
  const root = `${configfs}/${name}`;
  const folder = (path: string): string => {
    mkdirSync(`${root}/${path}`, { recursive: true });
    return `${root}/${path}`;
  };
  const set = (path: string, value: string | Uint8Array): void => writeFileSync(`${root}/${path}`, value);
  mkdirSync(root);
  set('idVendor', `0x${description.vendorId.toString(16)}`);
  set('idProduct', `0x${description.productId.toString(16)}`);
  folder('strings/0x409');
  set('strings/0x409/manufacturer', description.manufacturer);
  set('strings/0x409/product', description.product);
  set('strings/0x409/serialnumber', description.serial);
  const configuration = folder('configs/c.1');

  let plugged = false;
  let backTimer: NodeJS.Timeout | undefined;
  const plug: KernelPlug = {
    get plugged() {
      return plugged;
    },
    unplug() {
      clearTimeout(backTimer);
      if (plugged) set('UDC', '\n');
      plugged = false;
    },
    replug() {
      clearTimeout(backTimer);
      if (!plugged) set('UDC', `dummy_udc.${controller}`);
      plugged = true;
    },
  };
  const onServed = (error: unknown): void => {
    if (!(error instanceof UnpluggedError || error instanceof PowerLossError)) {
      onBug(error);
      return;
    }
    plug.unplug();
    if (error instanceof PowerLossError) backTimer = setTimeout(() => plug.replug(), error.backAfterMs);
  };

  if (description.hid === undefined) {
    symlinkSync(folder(`functions/ffs.${name}`), `${configuration}/ffs`);
    serveFunctionFs(gadget, name, `/run/ffs-${name}`, onServed);
  } else {
    const path = folder(`functions/hid.${name}`);
    set(`functions/hid.${name}/protocol`, String(description.hid.bootProtocol));
    set(`functions/hid.${name}/subclass`, String(description.hid.bootProtocol));
    set(`functions/hid.${name}/report_length`, String(description.hid.reportBytes));
    set(`functions/hid.${name}/report_desc`, description.hid.reportDescriptor);
    symlinkSync(path, `${configuration}/hid`);
    const minor = readFileSync(`${path}/dev`, 'utf8').trim().split(':')[1];
    void serveHid(gadget, `/dev/hidg${minor}`, controller, onServed);
  }
  plug.replug();
  return plug;
}

/** The kernel's HID function does everything but the input reports: each write of its file is one. */
async function serveHid(
  gadget: Gadget,
  path: string,
  controller: number,
  onServed: (error: unknown) => void,
): Promise<void> {
  const isConfigured = (): boolean =>
    readFileSync(`/sys/class/udc/dummy_udc.${controller}/state`, 'utf8').trim() === 'configured';
  const writeAsync = promisify(write);
  let fd: number | null = null;
  for (;;) {
    // The function has no event that says so.
    if (!isConfigured()) {
      await sleep(hidPollMs);
      continue;
    }
    fd ??= openSync(path, 'r+');
    const file = fd;
    const gone = (): UnpluggedError => new UnpluggedError('The cable is out.');
    let isEnded = false;
    const ended = (async () => {
      while (isConfigured() && !isEnded) await sleep(hidPollMs);
      throw gone();
    })();
    ended.catch(() => undefined);
    const until = <T>(work: Promise<T>): Promise<T> => Promise.race([work, ended]);
    try {
      await gadget.serve({
        receive: () => until(new Promise<never>(() => undefined)),
        async send(_address, bytes) {
          await until(writeAsync(file, bytes, 0, bytes.length, null)).catch(
            (error: NodeJS.ErrnoException) => {
              throw error.code === 'ESHUTDOWN' ? gone() : error;
            },
          );
        },
        // The function has no way to halt its endpoint.
        stall: async () => undefined,
      });
      await ended;
    } catch (error) {
      if (isConfigured()) onServed(error);
    }
    isEnded = true;
  }
}

const hidPollMs = 20;
