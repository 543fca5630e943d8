// The selfie as the engine judges it: one person, well photographed, live; each defect is named.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SelfieAnalysis } from '../../../../src/shared/contract/engine-contract.ts';
import { selfieAnalysisSchema } from '../../../../src/shared/contract/engine-contract.ts';
import type { CheckCode } from '../../../../src/shared/domain/check.ts';
import { faces, portrait, scene } from './samples.ts';

const finding = (analysis: SelfieAnalysis, code: CheckCode) => {
  const found = analysis.findings.find((one) => one.code === code);
  if (!found) throw new Error(`no finding ${code}`);
  return found;
};
const analyse = async (...frames: Uint8Array[]) => {
  const analysis = await faces.analyseSelfie({ frames });
  // What leaves the engine keeps to the contract.
  return selfieAnalysisSchema.parse(analysis);
};

describe('a selfie', () => {
  it('of one person, sharp and straight, passes and gives a template and the picture of the face', async () => {
    const frame = await scene([{ name: 'emily-1', heightPx: 700 }]);
    const analysis = await analyse(frame, frame, frame);
    expect(finding(analysis, 'selfie.one_face').status).toBe('passed');
    expect(finding(analysis, 'selfie.quality').score).toBeGreaterThan(0.5);
    expect(finding(analysis, 'selfie.quality').reasons).toEqual([]);
    expect(finding(analysis, 'selfie.live.passive').score).toBeGreaterThanOrEqual(0);
    expect(analysis.template).toHaveLength(128);
    const [picture] = analysis.images;
    expect(picture?.role).toBe('selfie.face');
    expect(await sharp(picture!.jpeg).metadata()).toMatchObject({
      format: 'jpeg',
      width: picture!.widthPx,
      height: picture!.heightPx,
    });
  });

  it('without a face says so and has nothing to match', async () => {
    const wall = await scene([]);
    const analysis = await analyse(wall);
    expect(finding(analysis, 'selfie.one_face')).toMatchObject({
      status: 'failed',
      reasons: ['selfie.no_face'],
    });
    expect(finding(analysis, 'selfie.quality').status).toBe('not_run');
    expect(analysis.template).toBeNull();
    expect(analysis.images).toEqual([]);
  });

  it('of two people side by side is refused; a small face behind is not a second person', async () => {
    const two = await scene([
      { name: 'emily-1', heightPx: 600, x: 350 },
      { name: 'jessica-1', heightPx: 600, x: 950 },
    ]);
    const behind = await scene([
      { name: 'emily-1', heightPx: 700, x: 500 },
      { name: 'jessica-1', heightPx: 160, x: 1150, y: 120 },
    ]);
    expect(finding(await analyse(two), 'selfie.one_face')).toMatchObject({
      status: 'failed',
      reasons: ['selfie.several_faces'],
    });
    expect(finding(await analyse(behind), 'selfie.one_face').status).toBe('passed');
  });

  it('names what is wrong with the photograph', async () => {
    const good = await scene([{ name: 'jessica-3', heightPx: 700 }]);
    const small = await scene([{ name: 'jessica-3', heightPx: 100 }]);
    const blurred = await sharp(good).blur(9).jpeg().toBuffer();
    const dark = await sharp(good).linear(0.12, 0).jpeg().toBuffer();
    const tilted = await sharp(good).rotate(38, { background: '#8a8f94' }).jpeg().toBuffer();
    const reasons = async (frame: Buffer) => finding(await analyse(frame), 'selfie.quality').reasons;
    expect(await reasons(small)).toContain('selfie.too_small');
    expect(await reasons(blurred)).toContain('selfie.blurred');
    expect(await reasons(dark)).toContain('selfie.too_dark');
    expect(await reasons(tilted)).toContain('selfie.turned_away');
  });

  it('goes on with the best of its frames, and a broken one costs nothing', async () => {
    const good = await scene([{ name: 'tara-1', heightPx: 700 }]);
    const blurred = await sharp(good).blur(12).jpeg().toBuffer();
    const cut = good.subarray(0, 2000);
    const analysis = await analyse(blurred, cut, good, blurred);
    const { evidence } = finding(analysis, 'selfie.one_face');
    expect(evidence).toContainEqual({ kind: 'number', label: 'selfie.frame', value: 2 });
    expect(evidence).toContainEqual({ kind: 'number', label: 'selfie.unreadable_frames', value: 1 });
    const alone = await analyse(good);
    expect(analysis.template).toEqual(alone.template);
  });

  it('with no readable frame fails with the cause', async () => {
    await expect(analyse(new Uint8Array())).rejects.toMatchObject({ kind: 'image.empty' });
    await expect(analyse(portrait('tara-1').subarray(0, 500))).rejects.toMatchObject({
      kind: 'image.corrupt',
    });
  });

  it('counts as live only when the compared frame is', async () => {
    // The liveness model sees the printed look of a small flat picture; whatever it says, the lower score counts.
    const sharpest = await scene([{ name: 'laura-2', heightPx: 250 }]);
    const others = await sharp(await scene([{ name: 'laura-2', heightPx: 720 }]))
      .blur(10)
      .jpeg()
      .toBuffer();
    const mixed = finding(await analyse(others, sharpest, others), 'selfie.live.passive');
    const alone = finding(await analyse(sharpest), 'selfie.live.passive');
    expect(mixed.score).toBeLessThanOrEqual(alone.score! + 1e-6);
  });
});
