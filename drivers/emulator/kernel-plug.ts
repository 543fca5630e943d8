// Tests, in the guest of tests/hardware alone. Makes a gadget with configfs and plugs it into dummy_hcd, which is host and
// device controller in one (Documentation/usb/gadget_configfs.rst): what hangs there is on a real kernel's real bus.
import { execFileSync } from 'node:child_process';
import {
  close,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  write,
  writeFileSync,
} from 'node:fs';
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

  const attach = (kind: string): string => {
    const path = folder(`functions/${kind}.${name}`);
    symlinkSync(path, `${configuration}/${kind}`);
    return path;
  };
  const isConfigured = (): boolean =>
    readFileSync(`/sys/class/udc/dummy_udc.${controller}/state`, 'utf8').trim() === 'configured';
  if (description.hid !== undefined) {
    const path = folder(`functions/hid.${name}`);
    set(`functions/hid.${name}/protocol`, String(description.hid.bootProtocol));
    set(`functions/hid.${name}/subclass`, String(description.hid.bootProtocol));
    set(`functions/hid.${name}/report_length`, String(description.hid.reportBytes));
    set(`functions/hid.${name}/report_desc`, description.hid.reportDescriptor);
    attach('hid');
    const minor = readFileSync(`${path}/dev`, 'utf8').trim().split(':')[1];
    void serveFile(gadget, `/dev/hidg${minor}`, isConfigured, onServed);
  } else if (description.acm) {
    const path = attach('acm');
    const port = `/dev/ttyGS${readFileSync(`${path}/port_num`, 'utf8').trim()}`;
    // A terminal would echo, and change line ends.
    execFileSync('stty', ['-F', port, 'raw', '-echo']);
    void serveFile(gadget, port, isConfigured, onServed);
  } else {
    attach('ffs');
    serveFunctionFs(gadget, name, `/run/ffs-${name}`, onServed);
  }
  plug.replug();
  return plug;
}

/** Functions that do everything by themselves but what the device has to say: that is written to a file. */
async function serveFile(
  gadget: Gadget,
  path: string,
  isConfigured: () => boolean,
  onServed: (error: unknown) => void,
): Promise<void> {
  const writeAsync = promisify(write);
  const never = new Promise<never>(() => undefined);
  const gone = (): UnpluggedError => new UnpluggedError('The cable is out.');
  for (;;) {
    // Nothing tells but looking.
    while (!isConfigured()) await sleep(lookEveryMs);
    let fd: number;
    try {
      fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
    } catch {
      // Pulled again before its file was there.
      await sleep(lookEveryMs);
      continue;
    }
    const over = Promise.withResolvers<never>();
    over.promise.catch(() => undefined);
    let isOver = false;
    const end = (): void => {
      isOver = true;
      over.reject(gone());
    };
    const watch = setInterval(() => {
      if (!isConfigured()) end();
    }, lookEveryMs);
    const serving = gadget.serve({
      receive: () => never,
      async send(_address, bytes) {
        if (isOver) throw gone();
        if (bytes.length === 0) return;
        try {
          await Promise.race([writeAsync(fd, bytes, 0, bytes.length, null), over.promise]);
        } catch (error) {
          if (!cut.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
          end();
          throw gone();
        }
      },
      // These functions have no way to halt an endpoint.
      stall: async () => undefined,
    });
    try {
      // A reader that waits for a hand does not notice that it is unplugged.
      await Promise.race([serving, over.promise]);
    } catch (error) {
      if (!isOver) onServed(error);
    }
    end();
    clearInterval(watch);
    close(fd, () => undefined);
    await sleep(lookEveryMs);
  }
}

const lookEveryMs = 20;
/** What a write ends with when the cable is pulled. */
const cut: ReadonlySet<string> = new Set(['ESHUTDOWN', 'EIO', 'ENXIO', 'ENODEV', 'EBADF']);
