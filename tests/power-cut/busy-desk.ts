// Tests. The recording of a busy desk: kiosks, a reviewer, core ended and killed and started again, months gone by.
import { join } from 'node:path';
import { type Answer, CoreProcess, Dead } from '../fixtures/core-process.ts';
import { kiosk, reviewer, signIn } from '../fixtures/desk-work.ts';
import { type Operation, type Recorder, readRecording } from './recording.ts';

export interface Run {
  readonly forMs: number;
  /** Core is killed after so many operations. */
  readonly diesAfter?: number;
  /** How far its clock is ahead. */
  readonly aheadMs?: number;
}

/** A line that recorded-core.ts left in the recording. */
interface Mark {
  readonly run: string;
  /** The name of a call. */
  readonly asked?: string;
  /** The number of a call; `null`: core has started. */
  readonly answered?: number | null;
  readonly atMs: number;
}

export const marksIn = (operation: Operation | undefined): Mark[] =>
  operation?.kind === 'mark'
    ? operation.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

export interface Recording {
  readonly operations: readonly Operation[];
  /** What it was that core answered. */
  answer(mark: Mark): Answer | undefined;
}

export async function recordBusyDesk(
  recorder: Recorder,
  dataFolder: string,
  runs: readonly Run[],
  random: () => number,
): Promise<Recording> {
  const answers = new Map<string, Answer>();
  for (const [index, { forMs, diesAfter, aheadMs = 0 }] of runs.entries()) {
    const run = String(index);
    const core = new CoreProcess({
      dataFolder,
      program: join(import.meta.dirname, '../fixtures/recorded-core.ts'),
      env: {
        ...recorder.env,
        RECORDER_RUN: run,
        RECORDER_DIES_AFTER: String(diesAfter ?? 0),
        CLOCK_AHEAD_MS: String(aheadMs),
      },
      onAnswer: (id, answer) => answers.set(`${run}/${id}`, answer),
    });
    let over = false;
    const work = { core, random, until: () => over, photographBytes: 20_000 };
    const ignoreDeath = (thrown: unknown) => {
      if (!(thrown instanceof Dead)) throw thrown;
    };
    let stop: NodeJS.Timeout | undefined;
    try {
      await core.start();
      stop = setTimeout(() => {
        over = true;
      }, forMs);
      const desk = signIn(core, 'desk').then(() => reviewer(work, 'desk'));
      const everybody = [...['a', 'b', 'c'].map((client) => kiosk(work, client)), desk];
      await Promise.all(everybody.map((one) => one.catch(ignoreDeath)));
    } catch (thrown) {
      ignoreDeath(thrown);
    } finally {
      over = true;
      clearTimeout(stop);
      await core.stop();
    }
    const ended = await core.exited;
    if (ended !== 0 && !(diesAfter && ended === 'SIGKILL')) {
      throw new Error(`core ended with ${ended}: ${core.said}`);
    }
  }
  return {
    operations: readRecording(recorder.log),
    answer: ({ run, answered }) => answers.get(`${run}/${answered}`),
  };
}
