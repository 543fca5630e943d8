// Core <-> devices. The process that drives scanners and readers: it keeps nothing, and knows nothing of sessions or cases.
import { z } from 'zod';
import {
  acquiredPageSchema,
  acquireProgressSchema,
  acquireRequestSchema,
  capabilitiesSchema,
  deviceIdSchema,
  deviceInfoSchema,
  deviceReadSchema,
} from '../domain/device.ts';
import { bytesSchema, type Contract, nothing } from './contract.ts';

/** One acquisition, named by who asks for it. */
const jobIdSchema = z.uuid();
const onDevice = z.object({ deviceId: deviceIdSchema });

export const devicesContract = {
  calls: {
    /** As last seen; `devices.changed` follows every change. */
    list: { input: nothing, output: z.array(deviceInfoSchema) },
    /** Opens the device for it. */
    capabilities: { input: onDevice, output: capabilitiesSchema },
    /**
     * Pages come as `acquired` events while it runs; it ends after the last. Fails with a `device.*` kind; pages that came
     * before stand. `tape`: keep what crosses the bus, to be fetched with `tape`.
     */
    acquire: {
      input: onDevice.extend({ jobId: jobIdSchema, request: acquireRequestSchema, tape: z.boolean() }),
      output: z.object({ pages: z.int() }),
    },
    /** The `acquire` ends with `device.cancelled`. Of a job that is not running: nothing. */
    cancel: { input: z.object({ jobId: jobIdSchema }), output: nothing },
    /** What crossed the bus in the last taped acquisition, personal data replaced; as lines of JSON. */
    tape: { input: nothing, output: z.string() },
    /** For Linux: rules that let the desk's user open what our drivers drive. */
    udevRules: { input: nothing, output: z.string() },
  },
  events: {
    ready: z.object({ pid: z.number() }),
    'devices.changed': z.array(deviceInfoSchema),
    'acquire.progress': z.object({ jobId: jobIdSchema, progress: acquireProgressSchema }),
    'acquire.preview': z.object({ jobId: jobIdSchema, jpeg: bytesSchema }),
    'acquire.page': z.object({ jobId: jobIdSchema, page: acquiredPageSchema }),
    /** Readers are held open as long as they are plugged in. */
    'reader.read': onDevice.extend({ read: deviceReadSchema }),
  },
} as const satisfies Contract;
export type DevicesContract = typeof devicesContract;
