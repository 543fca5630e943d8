// Core. What devices at the desk gave to a session: how each side was taken, and what readers read. One sealed record.
import { z } from 'zod';
import { captureSourceSchema } from '../../shared/domain/device.ts';

/** How one side was taken. */
export const takenSchema = z.object({
  source: captureSourceSchema,
  /** Pixels an inch; `null` where a camera took it. */
  resolutionDpi: z.number().positive().nullable(),
});
export type Taken = z.infer<typeof takenSchema>;

export const byCamera: Taken = { source: 'camera', resolutionDpi: null };

export const deviceRecordSchema = z.object({
  front: takenSchema.nullable(),
  back: takenSchema.nullable(),
  /** In order; the last complete set, or what has come of one so far. */
  reads: z.array(z.string()),
});
export type DeviceRecord = z.infer<typeof deviceRecordSchema>;

export const noDevices: DeviceRecord = { front: null, back: null, reads: [] };
