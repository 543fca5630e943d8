// The portrait on a document: found, told the right way up, and as its holder, however it is printed.
import { describe, expect, it } from 'vitest';
import policyFile from '../../../../resources/policy/default.json' with { type: 'json' };
import { cosine } from '../../../../src/engine/face/template.ts';
import {
  drawSpecimen,
  type PortraitPrint,
  photograph,
  type SpecimenKind,
  subjectImage,
  subjects,
} from '../../../../src/studio/index.ts';
import { faces, portrait } from '../face/samples.ts';
import { startRealEngine } from './real-engine.ts';

const { engine } = await startRealEngine();
const threshold = policyFile.checks['match.selfie_portrait'].threshold;

async function templateOf(kind: SpecimenKind, print: PortraitPrint = {}, rollDegrees = 0) {
  const specimen = await drawSpecimen({
    kind,
    seed: 5,
    portrait: { image: await subjectImage('emily-1'), face: subjects['emily-1'].face },
    portraitPrint: print,
  });
  const { jpeg } = await photograph({ specimen, seed: 5, pose: { rollDegrees, fill: 0.85 } });
  const { template } = await engine.portrait(jpeg);
  if (!template) throw new Error('no portrait was found');
  return template;
}
const selfieOf = async (name: string) => (await faces.templateOf(portrait(name))).template!;

describe('the portrait on a document', () => {
  it.each([
    ['in colour', {}],
    ['engraved, under guilloche', { engraved: true, guilloche: 0.3 }],
    ['faded', { faded: 0.6 }],
  ] as const)('is its holder and nobody else, printed %s', async (_, print) => {
    const template = await templateOf('td1-front', print);
    expect(cosine(template, await selfieOf('emily-2'))).toBeGreaterThan(threshold);
    expect(cosine(template, await selfieOf('jessica-1'))).toBeLessThan(threshold);
  });

  it.each(['td3', 'card-without-mrz'] as const)('is found with the page upside down: %s', async (kind) => {
    const upright = await templateOf(kind);
    const turned = await templateOf(kind, {}, 180);
    expect(cosine(upright, turned)).toBeGreaterThan(0.9);
  });
});
