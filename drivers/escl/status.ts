// Devices process. How a scanner is (eSCL ScannerStatus), and which failure that is.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { child, children, integer, parseXml, text } from './xml.ts';

export interface JobStatus {
  readonly path: string;
  readonly isUnfinished: boolean;
  /** Ended by the scanner, or by somebody at its panel. */
  readonly isBroken: boolean;
  readonly imagesCompleted: number | null;
  readonly imagesToTransfer: number | null;
  /** Seconds. */
  readonly age: number | null;
}

export interface ScannerStatus {
  /** `Idle`, `Processing`, `Testing`, `Stopped`, `Down`; `null` where it does not tell. */
  readonly state: string | null;
  /** As the scanner says it: `ScannerAdfLoaded` and so on. */
  readonly feeder: string | null;
  readonly jobs: readonly JobStatus[];
}

export const unknownStatus: ScannerStatus = { state: null, feeder: null, jobs: [] };

export function parseStatus(bytes: Uint8Array): ScannerStatus {
  const root = parseXml(bytes, 'ScannerStatus');
  return {
    state: text(child(root, 'State')),
    feeder: text(child(root, 'AdfState')),
    jobs: children(child(root, 'Jobs'), 'JobInfo').map((job) => {
      const state = text(child(job, 'JobState'));
      return {
        path: text(child(job, 'JobUri')) ?? '',
        isUnfinished: state === 'Processing' || state === 'Pending' || state === 'PendingHeld',
        isBroken: state === 'Canceled' || state === 'Aborted',
        imagesCompleted: integer(child(job, 'ImagesCompleted')),
        imagesToTransfer: integer(child(job, 'ImagesToTransfer')),
        age: integer(child(job, 'Age')),
      };
    }),
  };
}

/** By the last part of their paths: scanners write the same job as a path, with a host, and with or without a slash. */
export function jobOf(status: ScannerStatus, jobPath: string): JobStatus | null {
  const id = jobPath.split('/').at(-1);
  return status.jobs.find((job) => job.path.replace(/\/$/, '').split('/').at(-1) === id) ?? null;
}

export const isLoaded = (status: ScannerStatus): boolean =>
  // One make writes it with this slip of the pen (cyanfish/naps2#699).
  status.feeder === 'ScannerAdfLoaded' || status.feeder === 'ScannedAdfLoaded';

export const isEmpty = (status: ScannerStatus): boolean => status.feeder === 'ScannerAdfEmpty';

/** What a person has to see to before this scanner scans from `source`; `null` where nothing is wrong with it. */
export function faultOf(status: ScannerStatus, source: 'platen' | 'feeder'): FailureError | null {
  // The state of the feeder concerns the platen too, once the scanner has refused: its lid is the same.
  switch (status.feeder) {
    case 'ScannerAdfJam':
    case 'ScannerAdfMispick':
    case 'ScannerAdfMultipickDetected':
    case 'ScannerAdfDuplexPageTooShort':
    case 'ScannerAdfDuplexPageTooLong':
    case 'ScannerAdfInputTrayFailed':
    case 'ScannerAdfInputTrayOverloaded':
      return new FailureError('device.jam', 'Paper is stuck in the scanner’s document feeder. Take it out.');
    case 'ScannerAdfHatchOpen':
    case 'ScannerAdfDoorOpen':
    case 'ScannerAdfCoverOpen':
      return new FailureError('device.cover_open', 'The scanner’s cover is open. Close it.');
    case 'ScannerAdfEmpty':
      if (source === 'platen') break;
      return new FailureError('device.empty', 'There is no paper in the scanner’s document feeder.');
    default:
  }
  if (status.state === 'Stopped' || status.state === 'Down') {
    return new FailureError('device.stopped', 'The scanner has stopped. Look at its panel.');
  }
  return null;
}
