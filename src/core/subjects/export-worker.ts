// Core, in a thread of its own. Writes one PDF, answers with its bytes and ends.
import { parentPort, workerData } from 'node:worker_threads';
import type { SubjectExport } from '../../shared/domain/receipt.ts';
import type { Language } from '../../shared/kernel/words.ts';
import { subjectPdf } from './export-pdf.ts';
import { loadWords } from './words.ts';

const { data, language } = workerData as { data: SubjectExport; language: Language };
const pdf = await subjectPdf(data, loadWords(language));
// A copy in memory of its own can be handed over whole.
const bytes = new Uint8Array(pdf);
parentPort!.postMessage(bytes, [bytes.buffer]);
