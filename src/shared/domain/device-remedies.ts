// Any process. What to do about each way in which a device fails, and who: the applicant at the desk, or the staff. One
// sentence each, of nothing that depends on the case; the kiosk says it in the applicant's words, the command line prints it.
import type { FailureKind } from '../kernel/failure.ts';

export type DeviceFailureKind = Extract<FailureKind, `device.${string}`>;

export interface Remedy {
  readonly who: 'applicant' | 'staff';
  readonly what: string;
}

/** Every kind has one: the compiler sees to it. */
export const remedies: Readonly<Record<DeviceFailureKind, Remedy>> = {
  'device.unknown': { who: 'staff', what: 'List the attached devices again, and choose one of them.' },
  'device.gone': {
    who: 'staff',
    what: 'Plug the device in, switch it on, and look at both ends of its cable.',
  },
  'device.in_use': {
    who: 'staff',
    what: 'Close the other program that uses the device, or stop the service that holds it.',
  },
  'device.denied': {
    who: 'staff',
    what: 'Let Proofdesk open the device: on Linux, install the rules that `proofdesk devices --udev` prints, and plug it in again.',
  },
  'device.timeout': {
    who: 'staff',
    what: 'Switch the device off and on, wait until it is ready, and try again.',
  },
  'device.protocol': {
    who: 'staff',
    what: 'Unplug the device, plug it in again, and try once more; where it goes on, send a tape made with `proofdesk devices --record`.',
  },
  'device.jam': { who: 'staff', what: 'Open the scanner, take out the paper that is stuck, and close it.' },
  'device.cover_open': { who: 'applicant', what: 'Close the lid or cover of the scanner.' },
  'device.empty': { who: 'applicant', what: 'Lay the document into the scanner.' },
  'device.busy': {
    who: 'applicant',
    what: 'Wait until the device has finished what it does, and try again.',
  },
  'device.stopped': {
    who: 'staff',
    what: 'Look at the display of the device: it has stopped until somebody sees to what it says there.',
  },
  'device.unsupported': {
    who: 'staff',
    what: 'Use another device: no driver takes this one, or it cannot do what was asked for.',
  },
  'device.cancelled': { who: 'applicant', what: 'Begin again: it was cancelled.' },
  'device.unavailable': {
    who: 'staff',
    what: 'Wait a moment: the part of Proofdesk that drives devices starts again by itself.',
  },
};

export const isDeviceFailure = (kind: FailureKind): kind is DeviceFailureKind => kind in remedies;
