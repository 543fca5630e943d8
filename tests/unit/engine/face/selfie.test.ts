// The selfie as the engine judges it: one person, well photographed, live; each defect is named.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { componentNames } from '../../../../src/engine/face/quality.ts';
import { decodeImage } from '../../../../src/engine/image/decode.ts';
import type { SelfieAnalysis } from '../../../../src/shared/contract/engine-contract.ts';
import { selfieAnalysisSchema } from '../../../../src/shared/contract/engine-contract.ts';
import type { CheckCode } from '../../../../src/shared/domain/check.ts';
import {
  drawSpecimen,
  encodeJpeg,
  photograph,
  prepareHead,
  subjectImage,
  subjects,
} from '../../../../src/studio/index.ts';
import { headFrame, joined, withCover } from './face-scenes.ts';
import { faces, liveFrame, portrait, scene } from './samples.ts';

const asset = await prepareHead('emily-2');

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
    const two = joined(headFrame(asset, { xCm: -14 }), headFrame(asset, { xCm: 14 }));
    const behind = await scene([
      { name: 'emily-1', heightPx: 700, x: 500 },
      { name: 'jessica-1', heightPx: 160, x: 1150, y: 120 },
    ]);
    expect(finding(await analyse(await encodeJpeg(two, 92)), 'selfie.one_face')).toMatchObject({
      status: 'failed',
      reasons: ['selfie.several_faces'],
    });
    expect(finding(await analyse(behind), 'selfie.one_face').status).toBe('passed');
  });

  it('tells a poster on the wall from a person: it stays where it is while the person sways', async () => {
    const poster = await sharp(portrait('jessica-1')).resize({ height: 190 }).removeAlpha().toBuffer();
    const swayed = async (xCm: number) => {
      const { rgb, widthPx, heightPx } = headFrame(asset, { xCm: xCm - 9 });
      return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
        .composite([{ input: poster, left: 450, top: 10 }])
        .jpeg({ quality: 92 })
        .toBuffer();
    };
    const oneFace = finding(
      await analyse(await swayed(0), await swayed(0.25), await swayed(0.5)),
      'selfie.one_face',
    );
    expect(oneFace.status).toBe('passed');
    expect(oneFace.evidence).toContainEqual(
      expect.objectContaining({ kind: 'region', label: 'selfie.face_on_paper' }),
    );
  });

  it('names a document that is held up in place of a face, and shows where it is', async () => {
    const specimen = await drawSpecimen({
      kind: 'td3',
      seed: 4,
      portrait: { image: await subjectImage('jessica-1'), face: subjects['jessica-1'].face },
    });
    const { jpeg, truth } = await photograph({
      specimen,
      seed: 4,
      background: 'room',
      camera: { widthPx: 1280, heightPx: 720 },
      pose: { fill: 0.8, yawDegrees: 8, rollDegrees: 4 },
    });
    const oneFace = finding(await analyse(jpeg), 'selfie.one_face');
    expect(oneFace).toMatchObject({ status: 'failed', reasons: ['selfie.document_shown'] });
    const page = oneFace.evidence.find(({ label }) => label === 'selfie.document');
    if (page?.kind !== 'region') throw new Error('no region for the document');
    page.quad.forEach(([x, y], corner) => {
      const [tx, ty] = truth.quad[corner]!;
      expect(Math.hypot(x - tx, y - ty)).toBeLessThan(60);
    });
    const { hint } = await faces.guide(await liveFrame(jpeg));
    expect(hint).toBe('show_yourself');
  });

  it('gives every component of the standard as evidence', async () => {
    const { evidence } = finding(
      await analyse(await scene([{ name: 'emily-1', heightPx: 700 }])),
      'selfie.quality',
    );
    expect(evidence.map(({ label }) => label)).toEqual(componentNames.map((name) => `selfie.${name}`));
  });

  it.each([
    ['selfie.covered', { shape: 'surgical', colour: '#a9d2e6' }],
    ['selfie.covered', { shape: 'thing', colour: '#111111' }],
    ['selfie.eyes_covered', { shape: 'dark glasses', colour: '#101012' }],
  ] as const)('says %s of a face behind %o', async (reason, cover) => {
    const bare = await decodeImage(await scene([{ name: 'emily-1', heightPx: 700 }]), {
      maxPixels: 2_100_000,
    });
    const covered = await encodeJpeg(await withCover(bare, cover), 92);
    expect(finding(await analyse(covered), 'selfie.quality').reasons).toContain(reason);
  });

  it('names what is wrong with the photograph', async () => {
    const good = await scene([{ name: 'jessica-3', heightPx: 700 }]);
    const small = await scene([{ name: 'jessica-3', heightPx: 100 }]);
    const blurred = await sharp(good).blur(9).jpeg().toBuffer();
    const dark = await sharp(good).linear(0.12, 0).jpeg().toBuffer();
    const tilted = await sharp(good).rotate(38, { background: '#8a8f94' }).jpeg().toBuffer();
    const bright = await sharp(good).linear(4, 0).jpeg().toBuffer();
    const asleep = await scene([{ name: 'emily-eyes-closed', heightPx: 700 }]);
    const reasons = async (frame: Buffer) => finding(await analyse(frame), 'selfie.quality').reasons;
    expect(await reasons(small)).toContain('selfie.too_small');
    expect(await reasons(blurred)).toContain('selfie.blurred');
    expect(await reasons(dark)).toContain('selfie.too_dark');
    expect(await reasons(tilted)).toContain('selfie.turned_away');
    expect(await reasons(bright)).toContain('selfie.too_bright');
    expect(await reasons(asleep)).toContain('selfie.eyes_closed');
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
