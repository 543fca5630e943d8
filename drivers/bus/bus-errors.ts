// Devices process. What the packages `usb` and `node-hid` say when something fails, translated once. They have no codes
// that tell (always `GenericFailure`), so their texts are read; all of these were seen on a real bus (tests/hardware).
import { FailureError, type FailureKind } from '../../src/shared/kernel/failure.ts';
import { StallError } from '../port/bus.ts';

const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/disconnected|no such device|not found \(errno|errno (?:2|19|108)\b/i, 'device.gone'],
  [/permission|denied|errno 1(?:3)?\b/i, 'device.denied'],
  [/busy|exclusive|in use|errno 16\b/i, 'device.in_use'],
  [/cancelled|timed? ?out/i, 'device.timeout'],
];

const messages = {
  'device.gone': 'The device was unplugged or switched off.',
  'device.denied':
    'This computer does not let Proofdesk open the device. On Linux, install the rules that `proofdesk devices --udev` prints.',
  'device.in_use':
    'Another program is using the device. Close it, or stop the service that holds the device.',
  'device.timeout': 'The device did not answer in time.',
  'device.protocol': 'The device broke the rules of the bus. Unplug it and plug it in again.',
} as const;
export type BusFailureKind = keyof typeof messages;

export function busFailure(kind: BusFailureKind, cause?: unknown): FailureError {
  return new FailureError(kind, messages[kind], cause === undefined ? undefined : { cause });
}

export function translate(thrown: unknown): Error {
  if (thrown instanceof FailureError || thrown instanceof StallError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (/stall/i.test(text)) return new StallError('The device refused the transfer.', { cause: thrown });
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'device.protocol';
  return busFailure(kind as BusFailureKind, thrown);
}
