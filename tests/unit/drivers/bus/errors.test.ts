// What the packages say, in their own words as they were seen on a real bus, and what becomes of it.
import { describe, expect, it } from 'vitest';
import { translate } from '../../../../drivers/bus/bus-errors.ts';
import { StallError } from '../../../../drivers/port/bus.ts';
import { isDeviceFailure, remedies } from '../../../../src/shared/domain/device-remedies.ts';
import { FailureError, failureKinds } from '../../../../src/shared/kernel/failure.ts';

describe('an error of the bus', () => {
  it.each([
    ['transferIn error: Disconnected', 'device.gone'],
    ['reset error: device disconnected (errno 19)', 'device.gone'],
    ['open error: permission denied (errno 13)', 'device.denied'],
    ['claimInterface error: interface is busy (errno 16)', 'device.in_use'],
    ['transferIn error: Cancelled', 'device.timeout'],
    ['controlTransferOut error: transfer was cancelled', 'device.timeout'],
    ['transferIn error: Fault', 'device.protocol'],
    ['transferIn error: hardware fault or protocol violation', 'device.protocol'],
    ['transferIn error: Unknown(75)', 'device.protocol'],
    ['something that nobody has seen yet', 'device.protocol'],
  ])('%s is %s', (message, kind) => {
    const cause = new Error(message);
    expect(translate(cause)).toMatchObject({ kind, cause });
  });

  it.each(['transferIn error: Stall', 'controlTransferIn error: endpoint stalled'])(
    '%s is a stall',
    (message) => {
      expect(translate(new Error(message))).toBeInstanceOf(StallError);
    },
  );

  it('is translated once', () => {
    const failure = new FailureError('device.gone', 'gone');
    expect(translate(failure)).toBe(failure);
  });
});

describe('a remedy', () => {
  it('is one sentence for each way in which a device fails', () => {
    expect(Object.keys(remedies).sort()).toEqual(failureKinds.filter(isDeviceFailure).sort());
    for (const { what } of Object.values(remedies)) expect(what).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('is there for failures of devices alone', () => {
    const devices = failureKinds.filter((kind) => kind.startsWith('device.'));
    expect(failureKinds.filter(isDeviceFailure)).toEqual(devices);
  });
});
