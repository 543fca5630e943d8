// Devices process. The five requests of eSCL (Mopria eSCL Technical Specification 2.97), each with its answer.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { type EsclCapabilities, parseCapabilities } from './capabilities.ts';
import type { HttpClient, HttpExchange } from './http-client.ts';
import { type ScanSettings, writeSettings } from './settings.ts';
import { parseStatus, type ScannerStatus, unknownStatus } from './status.ts';
import { type By, sleep, timings, within } from './timings.ts';

export interface EsclClient {
  capabilities(): Promise<EsclCapabilities>;
  /** `unknownStatus` where the scanner has an answer to everything but this. */
  status(by: By): Promise<ScannerStatus>;
  /** The job's path, or the status code it was refused with. */
  createJob(
    settings: ScanSettings,
    by: By,
  ): Promise<{ readonly path: string } | { readonly refused: number }>;
  nextDocument(jobPath: string, by: By): Promise<HttpExchange>;
  deleteJob(jobPath: string, by: By): Promise<void>;
  readonly http: HttpClient;
}

const root = '/eSCL';

export function createEsclClient(http: HttpClient): EsclClient {
  const noticing = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof FailureError && error.kind === 'device.protocol') http.suspect();
      throw error;
    }
  };

  /** The status where the scanner refuses. Asked once more when the answer is garbled: the question changes nothing. */
  const read = async <T>(name: string, parse: (bytes: Uint8Array) => T, by: By): Promise<T | number> => {
    const once = async () => {
      const answer = await http.ask({ method: 'GET', path: `${root}/${name}` }, by);
      return answer.status === 200 ? parse(answer.bytes) : answer.status;
    };
    try {
      return await noticing(once());
    } catch (error) {
      if (!(error instanceof FailureError) || error.kind !== 'device.protocol') throw error;
      return await noticing(once());
    }
  };

  return {
    http,
    async capabilities() {
      const readyBy = within(timings.readyWithinMs);
      for (;;) {
        const found = await read('ScannerCapabilities', parseCapabilities, within(timings.answerWithinMs));
        if (typeof found !== 'number') return found;
        if (found === 401 || found === 403) throw refusedByPassword();
        if (found !== 503) {
          throw new FailureError('device.unsupported', 'The device prints, but does not scan by eSCL.');
        }
        // It has just been switched on.
        if (readyBy.isOver()) {
          throw new FailureError('device.busy', 'The scanner does not become ready. Switch it off and on.');
        }
        await sleep(timings.askAgainAfterMs);
      }
    },
    async status(by) {
      try {
        const found = await read('ScannerStatus', parseStatus, by);
        return typeof found === 'number' ? unknownStatus : found;
      } catch (error) {
        if (error instanceof FailureError && error.kind === 'device.protocol') return unknownStatus;
        throw error;
      }
    },
    createJob: (settings, by) =>
      noticing(
        (async () => {
          const xml = writeSettings(settings);
          const answer = await http.ask({ method: 'POST', path: `${root}/ScanJobs`, xml }, by);
          if (answer.status !== 201 && answer.status !== 200) return { refused: answer.status };
          return { path: pathOf(answer.headers.get('location')) };
        })(),
      ),
    nextDocument: (jobPath, by) => http.open({ method: 'GET', path: `${jobPath}/NextDocument` }, 'page', by),
    async deleteJob(jobPath, by) {
      await http.ask({ method: 'DELETE', path: jobPath }, by);
    },
  };
}

export const refusedByPassword = (): FailureError =>
  new FailureError(
    'device.denied',
    'The scanner asks for a password. Allow scanning without one in its settings.',
  );

/** Whatever host it names: the job is on this device. */
export function pathOf(location: string | undefined): string {
  const path =
    location
      ?.trim()
      .replace(/^https?:\/\/[^/]*/i, '')
      .replace(/\/+$/, '') ?? '';
  if (path === '' || !/^[\x21-\x7e]{1,1000}$/.test(path)) {
    throw new FailureError(
      'device.protocol',
      'The scanner took the order but does not say where its pages are.',
    );
  }
  if (path.startsWith('/')) return path;
  // Relative to the place it was created at (RFC 3986, 5.2), or to the root.
  return path.toLowerCase().startsWith('escl/')
    ? `/${path}`
    : `${root}/${path.replace(/^(?!ScanJobs\/)/, 'ScanJobs/')}`;
}
