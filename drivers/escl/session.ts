// Devices process. An opened scanner: one scan at a time, each ending with the scanner ready for the next.
import type { AcquireRequest } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Acquired, DeviceSession } from '../port/driver.ts';
import { describeCapabilities, type EsclCapabilities } from './capabilities.ts';
import type { EsclClient } from './escl-client.ts';
import { createScanContext, scan } from './scan.ts';

export function createEsclSession(scanner: {
  readonly client: EsclClient;
  readonly capabilities: EsclCapabilities;
  readonly name: string;
  readonly serial: string | null;
  close(): Promise<void>;
}): DeviceSession {
  const context = createScanContext(scanner.client, scanner.capabilities);
  const described = describeCapabilities(scanner.capabilities);
  let isScanning = false;

  async function* acquire(request: AcquireRequest, signal: AbortSignal): AsyncGenerator<Acquired> {
    if (request.kind !== 'scan') {
      throw new FailureError('device.unsupported', 'A scanner scans; it neither reads nor photographs.');
    }
    if (isScanning) throw new FailureError('device.busy', 'The scanner is scanning already.');
    isScanning = true;
    try {
      yield* scan(context, request, signal);
    } finally {
      isScanning = false;
    }
  }

  return {
    name: scanner.name,
    serial: scanner.serial,
    capabilities: async () => described,
    acquire,
    close: scanner.close,
  };
}
