// Tests and development. An emulated eSCL scanner: a gadget for a bus, emulated or real, and the same scanner at a port of
// 127.0.0.1, as ipp-usb would serve it. Never part of a package.
import { createServer, type Socket } from 'node:net';
import type { UsbInterface } from '../../port/bus.ts';
import type { Gadget, GadgetEndpoints } from '../gadget.ts';
import { makeAndModel } from './documents.ts';
import { type EsclScannerModel, type EsclScannerOptions, modelOf } from './options.ts';
import { type ServerStream, serveHttp } from './server.ts';
import { createEsclState, type EsclState } from './state.ts';

export interface EsclScanner extends Omit<EsclState, 'answer' | 'restart'> {
  readonly gadget: Gadget;
  /** Port 0: any that is free. */
  serveLoopback(port?: number): Promise<{ readonly port: number; close(): Promise<void> }>;
}

/** Of pid.codes, for tests. */
const vendorId = 0x1209;
const productId = 0x0001;
const printerClass = 7;
/** What one read of the device's side asks for: requests are shorter. */
const receiveBytes = 16 * 1024;

export function createEsclScanner(options: EsclScannerOptions = {}): EsclScanner {
  const model = modelOf(options);
  const state = createEsclState(model);
  return {
    requests: state.requests,
    load: state.load,
    setFault: state.setFault,
    get openJobs() {
      return state.openJobs;
    },
    gadget: createGadget(model, state),
    serveLoopback: (port = 0) => serveLoopback(port, model, state),
  };
}

const addressesOf = (index: number) => ({ output: index + 1, input: 0x80 | (index + 1) });

/** As printers have it: the older bidirectional protocol at alternate setting 0, IPP over USB at 1. */
function interfacesOf(model: EsclScannerModel): readonly UsbInterface[] {
  return Array.from({ length: model.interfaces }, (_, index) =>
    (model.alternateSettings ? [2, 4] : [4]).map((protocol, alternateSetting) => ({
      interfaceNumber: index,
      alternateSetting,
      interfaceClass: printerClass,
      interfaceSubclass: 1,
      interfaceProtocol: protocol,
      endpoints: Object.values(addressesOf(index)).map((address) => ({
        address,
        type: 'bulk' as const,
        packetBytes: model.packetBytes,
      })),
    })),
  ).flat();
}

function createGadget(model: EsclScannerModel, state: EsclState): Gadget {
  /** IEEE 1284 device ID (USB Printer Class 1.1, 4.2.1): two bytes of length, then keys and values. */
  const deviceId = Buffer.from(`xxMFG:Proofdesk;MDL:Emulated MFP;CLS:PRINTER;SN:${model.serial};`, 'latin1');
  deviceId.writeUInt16BE(deviceId.length, 0);

  return {
    description: {
      vendorId,
      productId,
      manufacturer: 'Proofdesk',
      product: makeAndModel,
      serial: model.serial,
      interfaces: interfacesOf(model),
    },
    async serve(endpoints) {
      state.restart();
      const streams = Array.from({ length: model.interfaces }, (_, index) =>
        usbStream(endpoints, addressesOf(index), model),
      );
      await Promise.all(streams.map((stream) => serveHttp(stream, state, model)));
    },
    control(setup) {
      // GET_DEVICE_ID, GET_PORT_STATUS (selected, no error), SOFT_RESET.
      if (setup.requestType === 0xa1 && setup.request === 0) return deviceId;
      if (setup.requestType === 0xa1 && setup.request === 1) return Uint8Array.of(0x18);
      return setup.requestType === 0x21 && setup.request === 2 ? new Uint8Array() : 'stall';
    },
  };
}

function usbStream(
  endpoints: GadgetEndpoints,
  addresses: { readonly input: number; readonly output: number },
  model: EsclScannerModel,
): ServerStream {
  return {
    close: null,
    receive: () => endpoints.receive(addresses.output, receiveBytes),
    send: (bytes, isLast) =>
      endpoints.send(addresses.input, bytes, isLast && model.quirks.endsWithEmptyPacket === true),
  };
}

async function serveLoopback(port: number, model: EsclScannerModel, state: EsclState) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A client that goes away ends the stream.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const pieces = socket.iterator({ destroyOnReturn: false });
    const stream: ServerStream = {
      close: () => socket.destroy(),
      async receive() {
        const { done, value } = await pieces.next();
        return done === true ? null : value;
      },
      send: (bytes) =>
        new Promise((resolve, reject) => {
          socket.write(bytes, (error) => (error ? reject(error) : resolve()));
        }),
    };
    serveHttp(stream, state, model).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
