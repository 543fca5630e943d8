// Engine. An answered challenge from frames to findings: the moves, the light, and whether it was one person throughout.
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import type { Finding } from '../../shared/domain/check.ts';
import { selfieLiveActive } from '../checks/selfie-live-active.ts';
import { selfieLiveLight } from '../checks/selfie-live-light.ts';
import { selfieSamePerson } from '../checks/selfie-same-person.ts';
import type { ModelStore } from '../models/model-store.ts';
import { medianPose } from './moves.ts';
import { faceSessions } from './sessions.ts';
import { faceModels } from './single-image.ts';
import { templateModel, templateOf } from './template.ts';
import { type Watched, type WatchedFrame, watch } from './watch.ts';

/** Faces that are compared with the photograph's: the straightest of each of so many equal parts of the challenge, and the last. */
const comparedFrames = 4;

export interface WatchedChallenge {
  readonly answered: AnsweredChallenge;
  readonly watched: Watched;
  readonly ms: number;
}

export async function watchChallenge(
  models: ModelStore,
  answered: AnsweredChallenge,
): Promise<WatchedChallenge> {
  const startMs = performance.now();
  const watched = await watch(await faceSessions(models), answered);
  return { answered, watched, ms: performance.now() - startMs };
}

/** One finding for each part that was asked, and one about the person. `compared`: the template that goes on to the match. */
export async function judgeChallenge(
  models: ModelStore,
  { answered, watched, ms }: WatchedChallenge,
  compared: Float32Array | null,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (answered.challenge.moves.length > 0) {
    const model = models.reference(faceModels.detection);
    findings.push(selfieLiveActive({ answered, frames: watched.moves, model, ms }));
  }
  if (answered.challenge.light) findings.push(selfieLiveLight({ answered, frames: watched.light }));
  const startMs = performance.now();
  const others: { atMs: number; template: Float32Array }[] = [];
  if (compared) {
    const recognition = await models.session(faceModels.template);
    for (const { atMs, image, face } of straightest([...watched.moves, ...watched.light])) {
      others.push({ atMs, template: await templateOf(recognition, image, face, 'quick') });
    }
  }
  findings.push(
    selfieSamePerson({ compared, others, model: templateModel, ms: performance.now() - startMs }),
  );
  return findings;
}

type WithFace = WatchedFrame & { readonly face: NonNullable<WatchedFrame['face']> };

function straightest(frames: readonly WatchedFrame[]): WithFace[] {
  const faces = frames.flatMap((frame) => (frame.face ? [{ ...frame, face: frame.face }] : []));
  const [first, last] = [faces[0], faces.at(-1)];
  if (!first || !last) return [];
  const usual = medianPose(faces.flatMap(({ pose }) => (pose ? [pose] : [])));
  // A frame without a pose is one in which nobody was asked to move.
  const away = ({ pose }: WithFace) =>
    pose && usual ? Math.hypot(pose.side - usual.side, pose.height - usual.height) : 0;
  const span = (last.atMs - first.atMs) / comparedFrames || 1;
  const parts = Map.groupBy(faces, ({ atMs }) =>
    Math.min(comparedFrames - 1, Math.floor((atMs - first.atMs) / span)),
  );
  const chosen = [...parts.values()].map((part) => part.reduce((a, b) => (away(b) < away(a) ? b : a)));
  // Whoever steps in for the last seconds is in the last frame.
  return chosen.includes(last) ? chosen : [...chosen, last];
}
