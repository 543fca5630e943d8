// Benchmark. The writes of one applicant as core makes them, and nothing else: its transactions, sealing, image files and audit
// entries, without a kiosk that asks, an engine that looks, or a judgement.
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { Retention } from '../../../core/retention/retention.ts';
import { Cases } from '../../../core/review/cases.ts';
import { describeCamera } from '../../../core/sessions/camera.ts';
import type { CaseContent } from '../../../core/sessions/case-content.ts';
import { issueChallenge } from '../../../core/sessions/challenges.ts';
import { fileCase } from '../../../core/sessions/filing.ts';
import type { NewImage } from '../../../core/sessions/packs.ts';
import { SessionRecords } from '../../../core/sessions/session-records.ts';
import { imageFilesIn } from '../../../core/store/image-files.ts';
import { seal } from '../../../core/store/sealing.ts';
import { Store } from '../../../core/store/store.ts';
import { insertion } from '../../../core/store/templates.ts';
import { Subjects } from '../../../core/subjects/subjects.ts';
import type { Act } from '../../../shared/domain/audit.ts';
import type { ImageRole } from '../../../shared/domain/check.ts';
import type { SessionId } from '../../../shared/domain/identifiers.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { benchPolicy, benchUnlock, camera } from './desk.ts';
import type { Photographs, RecordedEngine } from './recorded-engine.ts';

export interface StoreDesk {
  applicant(photographs: Photographs): Promise<void>;
  close(): void;
}

/** @param content of a case. */
export function openStoreDesk(folder: string, recorded: RecordedEngine, content: CaseContent): StoreDesk {
  const policy = benchPolicy();
  const store = Store.open(folder, benchUnlock, systemClock);
  const images = imageFilesIn(join(folder, 'images'));
  const records = new SessionRecords(store, images, policy);
  const retention = new Retention(store, images, policy, () => {});
  const subjects = new Subjects(records, new Cases(records, retention), retention);

  const audit = (act: Act, id: SessionId, details = {}) => store.audit(act, 'kiosk', id, details);
  const act = (name: Act, id: SessionId, work: () => void) =>
    store.transaction(() => {
      work();
      audit(name, id);
    });
  const of = (role: ImageRole, frames: readonly Uint8Array[]): NewImage[] =>
    frames.map((bytes, position) => ({ role, position, bytes, widthPx: 1920, heightPx: 1080 }));

  /** What the engine made of it. */
  const keep = (id: SessionId, part: 'document' | 'selfie', replaces: readonly ImageRole[]) => {
    const { images: made, ...analysis } = recorded[part];
    const sealed = seal(records.key(id, 'fields'), `${id}/analysis/${part}`, serialize(analysis));
    const derived = made.map(({ jpeg, ...image }, position) => ({ ...image, bytes: jpeg, position }));
    return records.addImages({ session_id: id }, derived, replaces, () => {
      records.deleteAnalysis(id, part);
      store.run(insertion('analyses', { session_id: id, part, capture: 1, analysis_sealed: sealed }));
    });
  };

  return {
    async applicant({ document, selfies, moveFrames, lightFrames }) {
      const session = records.create('en');
      const id = session.session_id;
      act('session.consented', id, () =>
        records.update(id, { step: 'consented', consent_text: '2026-11-01', consented_at_ms: Date.now() }),
      );
      await records.dropParts(id, ['document'], () => {
        const choice = { step: 'document_chosen', document_type: 'passport', sides: 'front' } as const;
        records.update(id, { ...choice, document_capture: 1 });
        audit('session.document_chosen', id, { type: 'passport' });
      });
      act('session.camera', id, () => records.keepCamera(session, describeCamera(camera, null)));
      const front = of('document.front', document);
      await records.addImages(session, front, ['document.front', ...pageRoles], () => {
        records.deleteAnalysis(id, 'document');
        records.update(id, { step: 'document_captured', document_capture: 2, result_sealed: null });
        audit('session.captured', id, { role: 'document.front', images: front.length });
      });
      await keep(id, 'document', pageRoles);
      const challenge = { challenge: issueChallenge(policy.liveness), issuedAtMs: Date.now(), answer: null };
      act('session.challenged', id, () => records.keepChallenge(session, challenge));
      const frames = [
        ...of('selfie', selfies),
        ...of('selfie.moves', moveFrames),
        ...of('selfie.light', lightFrames),
      ];
      await records.addImages(session, frames, selfieRoles, () => {
        records.keepChallenge(session, challenge);
        records.deleteAnalysis(id, 'selfie');
        records.update(id, { step: 'selfie_captured', selfie_capture: 1, result_sealed: null });
        audit('session.captured', id, { role: 'selfie', images: frames.length });
      });
      await keep(id, 'selfie', ['selfie.face']);
      const { template } = recorded.selfie;
      const filing = {
        ...{ outcome: 'approve' as const, reasons: [], content },
        applicant: { outcome: 'approve' as const, advice: [], again: null, reference: session.reference },
        probe: {
          templates: {
            ...{ model: recorded.described.match.model, selfie: template },
            portrait: recorded.document.portraitTemplate,
          },
          documentHash: store.keyedHash('document', id),
          identityHash: store.keyedHash('identity', id),
        },
      };
      store.transaction(() => fileCase({ records, policy, retention }, session, filing));
      subjects.issueReceipt(id);
      act('session.closed', id, () =>
        records.update(id, { step: 'closed', close_reason: 'completed', closed_at_ms: Date.now() }),
      );
    },
    close: () => store.close(),
  };
}

const pageRoles: readonly ImageRole[] = ['document.page', 'document.page_back', 'document.portrait'];
const selfieRoles: readonly ImageRole[] = ['selfie', 'selfie.face', 'selfie.moves', 'selfie.light'];
