// Benchmark. All face work of one applicant, from the frames in core to the findings in core: the burst, the answered challenge,
// the match with the document's portrait.
import type { Core } from '../../core/core.ts';
import type { Capture } from './capture.ts';
import { type Floor, measureOverFloor, required } from './floor.ts';

export interface FaceWork extends Floor {
  readonly ms: number;
  /** Photographs of the burst, and frames of the challenge. */
  readonly burstFrames: number;
  readonly challengeFrames: number;
}

const rounds = 7;

export async function measureFaceWork(core: Core, capture: Capture): Promise<FaceWork> {
  const { document, selfies, answered } = capture;
  const { portraitTemplate } = required(
    await core.engine.call('analyseDocument', { front: [document], back: null, nowMs: Date.now() }),
  );
  if (!portraitTemplate) throw new Error('the drawn document shows no portrait');
  const measured = await measureOverFloor(core, rounds, async () => {
    const startedAt = performance.now();
    const { template } = required(
      await core.engine.call('analyseSelfie', { frames: [...selfies], challenge: answered }),
    );
    if (!template) throw new Error('no face was found in the drawn selfie');
    required(await core.engine.call('compareFaces', { portrait: portraitTemplate, selfie: template }));
    return performance.now() - startedAt;
  });
  return {
    ...measured,
    burstFrames: selfies.length,
    challengeFrames: answered.moveFrames.length + answered.lightFrames.length,
  };
}
