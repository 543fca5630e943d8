// Tests and development. The state of an emulated eSCL scanner: what lies on its bed, its jobs, its faults; and its answer
// to each request (Mopria eSCL Technical Specification 2.97, chapter 4).
import {
  bed,
  type EmulatedJob,
  readSettings,
  writeCapabilities,
  writeImageInfo,
  writeStatus,
} from './documents.ts';
import type { EmulatedFault, EmulatedPage, EsclScannerModel } from './options.ts';

export interface EmulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly body: Uint8Array;
}

export interface EmulatedAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** A page: sent at the carriage's speed, until whole or the job is cancelled. */
  readonly page?: { readonly isCancelled: () => boolean; readonly onSent: () => void };
}

export interface EsclState {
  answer(request: EmulatedRequest): Promise<EmulatedAnswer>;
  /** Puts more pages into the feeder. */
  load(pages: readonly EmulatedPage[]): void;
  setFault(fault: EmulatedFault | null): void;
  /** Method and path of each request, in the order they came. */
  readonly requests: readonly string[];
  readonly openJobs: number;
  /** Switched off and on: jobs are forgotten, paper stays where it is. */
  restart(): void;
}

const root = '/eSCL';
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const empty = new Uint8Array();
const refuse = (status: number): EmulatedAnswer => ({ status, body: empty });

export function createEsclState(model: EsclScannerModel): EsclState {
  const { quirks } = model;
  const feeder: EmulatedPage[] = [...model.feeder];
  const requests: string[] = [];
  let jobs: EmulatedJob[] = [];
  /** Refusals still owed for the next page of each job. */
  let owed = new Map<EmulatedJob, number>();
  let fault = model.fault;
  let warming = model.ordersWhileWarming;
  let refusals = quirks.falselyEmpty ?? 0;
  let isAwake = false;
  let nextId = 1;

  const restart = (): void => {
    jobs = [];
    owed = new Map();
    if (quirks.abandonedJobAgeS !== undefined) {
      const settings = {
        source: 'platen',
        duplex: false,
        colourMode: 'RGB24',
        mediaType: 'image/jpeg',
        resolutionDpi: 300,
        region: { x: 0, y: 0, width: bed.width, height: bed.platenHeight },
      } as const;
      open(settings, quirks.abandonedJobAgeS);
    }
  };

  const open = (settings: EmulatedJob['settings'], ageS: number): EmulatedJob => {
    const job: EmulatedJob = {
      path: `${root}/ScanJobs/${String(nextId++).padStart(4, '0')}-proofdesk`,
      settings,
      state: 'Processing',
      reason: 'JobScanning',
      startedAt: performance.now() - ageS * 1_000,
      imagesCompleted: 0,
      imagesToTransfer: 1,
    };
    jobs = [job, ...jobs].slice(0, 10);
    return job;
  };

  const close = (job: EmulatedJob, state: EmulatedJob['state'], reason: string): void => {
    Object.assign(job, { state, reason, imagesToTransfer: 0 });
  };

  const running = (): EmulatedJob | undefined => jobs.find((job) => job.state === 'Processing');

  const status = (): EmulatedAnswer => {
    const state =
      fault === 'stopped'
        ? 'Stopped'
        : warming > 0
          ? 'Testing'
          : running() === undefined
            ? 'Idle'
            : 'Processing';
    const paper =
      fault === 'jam'
        ? 'ScannerAdfJam'
        : fault === 'cover_open'
          ? 'ScannerAdfHatchOpen'
          : feeder.length === 0 || quirks.falselyEmpty !== undefined
            ? 'ScannerAdfEmpty'
            : 'ScannerAdfLoaded';
    return xml(writeStatus(state, model.hasFeeder ? paper : null, jobs));
  };

  const xml = (text: string): EmulatedAnswer => ({
    status: 200,
    headers: [['Content-Type', 'text/xml; charset=UTF-8']],
    body: Buffer.from(quirks.byteOrderMark === true ? `\ufeff${text}` : text, 'utf8'),
  });

  const create = (request: EmulatedRequest): EmulatedAnswer => {
    const settings = readSettings(Buffer.from(request.body).toString('utf8'), model);
    if (typeof settings === 'number') return refuse(settings);
    if (warming > 0) {
      warming -= 1;
      return refuse(503);
    }
    if (running() !== undefined) return refuse(503);
    if (fault !== null) return refuse(fault === 'stopped' ? 503 : 409);
    const { failsAbove } = quirks;
    if (failsAbove !== undefined && failsAbove.at !== 'page' && settings.resolutionDpi > failsAbove.dpi) {
      return refuse(failsAbove.at);
    }
    if (settings.source === 'feeder') {
      if (refusals > 0) {
        refusals -= 1;
        return refuse(409);
      }
      if (feeder.length === 0) return refuse(409);
    }
    const job = open({ ...settings, resolutionDpi: quirks.alwaysAtDpi ?? settings.resolutionDpi }, 0);
    owed.set(job, quirks.pageUnavailable ?? 0);
    const locations = {
      absolute: `http://${request.host}${job.path}`,
      otherHost: `http://scanner.invalid:8080${job.path}/`,
      noSlash: job.path.slice(1),
      bare: job.path.split('/').at(-1) ?? '',
      path: job.path,
    };
    return { status: 201, headers: [['Location', locations[quirks.location ?? 'absolute']]], body: empty };
  };

  const next = async (job: EmulatedJob): Promise<EmulatedAnswer> => {
    const isFirst = job.imagesCompleted === 0;
    if (job.state !== 'Processing') return refuse(404);
    if (fault !== null) {
      close(job, 'Aborted', 'AbortedBySystem');
      return refuse(fault === 'stopped' ? 503 : 409);
    }
    const { settings } = job;
    const { failsAbove } = quirks;
    if (failsAbove?.at === 'page' && settings.resolutionDpi > failsAbove.dpi) return refuse(500);
    const hasMore = settings.source === 'platen' ? isFirst && model.platen !== null : feeder.length > 0;
    if (!hasMore) {
      if (quirks.keepsJobsOpen !== true) close(job, 'Completed', 'JobCompletedSuccessfully');
      job.imagesToTransfer = 0;
      return refuse(quirks.conflictAtEnd === true && settings.source === 'feeder' ? 409 : 404);
    }
    const refusalsLeft = owed.get(job) ?? 0;
    if (refusalsLeft > 0) {
      owed.set(job, refusalsLeft - 1);
      return refuse((quirks.pageUnavailable ?? 0) > 0 ? 503 : 404);
    }
    const page = settings.source === 'platen' ? model.platen : feeder.shift();
    if (page === null || page === undefined) return refuse(404);
    await sleep(quirks.firstByteAfterMs ?? 0);
    // Cancelled over another channel meanwhile.
    if (job.state !== 'Processing') return refuse(404);
    const bytes = typeof page === 'function' ? await page(settings) : page;
    return {
      status: 200,
      headers: [
        ['Content-Type', settings.mediaType],
        ['Content-Location', `${job.path}/NextDocument`],
      ],
      body: bytes.subarray(0, quirks.truncatesTo ?? bytes.length),
      page: {
        isCancelled: () => job.state !== 'Processing',
        onSent() {
          job.imagesCompleted += 1;
          owed.set(job, (quirks.pageUnavailable ?? 0) + (quirks.pageNotYetThere ?? 0));
          const isLast = settings.source === 'platen' || feeder.length === 0;
          if (!isLast) return;
          job.imagesToTransfer = 0;
          if (settings.source === 'platen' && quirks.keepsJobsOpen !== true) {
            close(job, 'Completed', 'JobCompletedSuccessfully');
          }
        },
      },
    };
  };

  restart();
  return {
    requests,
    restart,
    get openJobs() {
      return jobs.filter((job) => job.state === 'Processing').length;
    },
    load(pages) {
      feeder.push(...pages);
    },
    setFault(value) {
      fault = value;
    },
    async answer(request) {
      requests.push(`${request.method} ${request.path}`);
      if (!isAwake) {
        await sleep(model.wakesAfterMs);
        isAwake = true;
      }
      const { method, path } = request;
      if (path === `${root}/ScannerCapabilities` || path === `${root}/ScannerStatus`) {
        if (method !== 'GET') return refuse(405);
        return path.endsWith('Status') ? status() : xml(writeCapabilities(model));
      }
      if (path === `${root}/ScanJobs`) return method === 'POST' ? create(request) : refuse(405);
      const match = /^(\/eSCL\/ScanJobs\/[^/]+)(\/NextDocument|\/ScanImageInfo)?$/.exec(path);
      const job = jobs.find((each) => each.path === match?.[1]);
      if (job === undefined) return refuse(404);
      if (match?.[2] === '/NextDocument') return method === 'GET' ? await next(job) : refuse(405);
      if (match?.[2] === '/ScanImageInfo') return method === 'GET' ? xml(writeImageInfo(job)) : refuse(405);
      if (method !== 'DELETE') return refuse(405);
      if (job.state === 'Processing') close(job, 'Canceled', 'JobCanceledByUser');
      return { status: 200, body: empty };
    },
  };
}
