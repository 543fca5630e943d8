// Electron main <-> core (child process, `process.send`, advanced serialization). The envelope around the two
// contracts that core serves; what is inside `input`, `value` and `payload` is validated by the contract itself.
import { z } from 'zod';
import { failureSchema } from '../kernel/failure.ts';
import { bytesSchema } from './contract.ts';

/** Which contract a message speaks: the kiosk's or the console's. */
export const doors = ['kiosk', 'console'] as const;
export const doorSchema = z.enum(doors);
export type Door = z.infer<typeof doorSchema>;

/** A window. Chosen by main, never by a renderer; new for every window. */
export const clientIdSchema = z.string().min(1).max(64);

/** What opens the store's master key. It travels in the first message alone: never in argv, a file or a log. */
export const unlockSchema = z.discriminatedUnion('kind', [
  /** 32 random bytes that the operating system's keychain keeps. */
  z.object({
    kind: z.literal('secret'),
    secret: bytesSchema.refine((secret) => secret.byteLength === 32, 'A secret has 32 bytes.'),
  }),
  z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1) }),
  /** As printed at set-up. */
  z.object({ kind: z.literal('recovery'), code: z.string() }),
]);
export type Unlock = z.infer<typeof unlockSchema>;

export const toCoreSchema = z.discriminatedUnion('type', [
  /** The first message, once. */
  z.object({
    type: z.literal('start'),
    dataFolder: z.string().min(1),
    unlock: unlockSchema,
    /** After a recovery: what opens it from now on. */
    changeUnlock: unlockSchema.nullable().default(null),
    policyFile: z.string().min(1),
    /** Specimens go through, for demonstrations and tests. */
    acceptSpecimens: z.boolean(),
    modelsFolder: z.string().min(1),
  }),
  z.object({
    type: z.literal('call'),
    id: z.number().int(),
    door: doorSchema,
    clientId: clientIdSchema,
    call: z.string(),
    input: z.unknown().optional(),
  }),
  /** The window is gone: its reviewer is signed out, claims are freed, its session may be resumed by another. */
  z.object({ type: z.literal('client_closed'), clientId: clientIdSchema }),
]);
export type ToCore = z.infer<typeof toCoreSchema>;

export const fromCoreSchema = z.discriminatedUnion('type', [
  /** Calls are accepted. The engine may still be starting: `station.describe` says so. */
  z.object({ type: z.literal('ready') }),
  /** Core cannot start and ends: newer or damaged store, wrong key, another instance, disk, policy. */
  z.object({ type: z.literal('refused'), failure: failureSchema }),
  z.object({
    type: z.literal('result'),
    id: z.number().int(),
    ok: z.boolean(),
    value: z.unknown().optional(),
    error: failureSchema.optional(),
  }),
  /** For every window at that door. */
  z.object({
    type: z.literal('event'),
    door: doorSchema,
    event: z.string(),
    payload: z.unknown().optional(),
  }),
]);
export type FromCore = z.infer<typeof fromCoreSchema>;
