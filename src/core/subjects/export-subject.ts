// Core. The files that one person gets. They are written in a thread of their own: embedding fonts takes a second, in
// which applicants at the kiosk would wait.
import { Worker } from 'node:worker_threads';
import { type SubjectExport, subjectExportSchema } from '../../shared/domain/receipt.ts';
import type { Language } from '../../shared/kernel/words.ts';

export interface SubjectFiles {
  /** Without an ending. Holds the reference or the session, which say nothing of who somebody is. */
  readonly baseName: string;
  readonly pdf: Uint8Array;
  /** `SubjectExport` in UTF-8, indented. */
  readonly json: Uint8Array;
}

/** Rejects where the data do not fit the format: that is a bug of whoever gathered them. */
export async function exportSubject(data: SubjectExport, language: Language): Promise<SubjectFiles> {
  const checked = subjectExportSchema.parse(data);
  const { reference, sessionId } = checked.subject;
  return {
    baseName: `proofdesk-${reference ?? sessionId}-${new Date(checked.exportedAtMs).toISOString().slice(0, 10)}`,
    pdf: await writePdf(checked, language),
    json: new TextEncoder().encode(`${JSON.stringify(checked, null, 2)}\n`),
  };
}

function writePdf(data: SubjectExport, language: Language): Promise<Uint8Array> {
  const worker = new Worker(new URL('./export-worker.ts', import.meta.url), {
    workerData: { data, language },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The PDF's thread ended with ${code} and no answer`)));
  });
}
