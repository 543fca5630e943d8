// Command line: verify, read, doctor.

import type { z } from 'zod';
import type { Core, VerificationReport } from '../core/core.ts';
import type { documentReadingSchema } from '../shared/domain/document.ts';
import { type Failure, FailureError, toFailure } from '../shared/kernel/failure.ts';
import { diagnose } from './doctor.ts';
import { unreadableInput } from './exit-code.ts';
import { named, readInput, readNamedInput } from './input.ts';
import { withCore } from './with-core.ts';

interface Output {
  readonly json?: boolean;
}
const print = (line: string) => process.stdout.write(`${line}\n`);

export async function verifyCommand(
  options: Output & {
    readonly document: string;
    readonly documentBack?: string;
    readonly selfie: readonly string[];
  },
): Promise<void> {
  const files = [options.document, options.documentBack, ...options.selfie].filter(
    (file) => file !== undefined,
  );
  try {
    const images = new Map(
      await Promise.all(files.map(async (file) => [file, await readNamedInput(file)] as const)),
    );
    await withCore(async (core) => {
      const result = await core.verifyFiles({
        document: images.get(options.document)!,
        documentBack: options.documentBack === undefined ? null : images.get(options.documentBack)!,
        selfies: options.selfie.map((file) => images.get(file)!),
        documentType: null,
      });
      if (!result.ok) throw await blame(core, images, result.error);
      print(options.json ? JSON.stringify(verifyOutput(result.value)) : verifyText(result.value));
    });
  } catch (thrown) {
    const error = toFailure(thrown);
    if (options.json) print(JSON.stringify({ error }));
    throw thrown;
  }
}

/** Core knows no file names: where it met an unreadable image, each is looked at once more to say which. */
async function blame(
  core: Core,
  images: ReadonlyMap<string, Uint8Array>,
  failure: Failure,
): Promise<FailureError> {
  if (unreadableInput(failure)) {
    for (const [file, image] of images) {
      const probe = await core.engine.call('liveness', { image });
      if (probe.ok || !unreadableInput(probe.error)) continue;
      const { kind, message } = named(file, probe.error);
      return new FailureError(kind, message);
    }
  }
  return new FailureError(failure.kind, failure.message);
}

/** The documented shape: the reading without what only the console draws. */
function verifyOutput(report: VerificationReport) {
  const { document } = report;
  return {
    ...report,
    document: document && {
      type: document.type,
      country: document.country,
      format: document.format,
      fields: document.fields,
      mrz: document.mrz && { lines: document.mrz.lines, valid: document.mrz.valid },
    },
    models: report.models.map(({ name, version, sha256 }) => ({ name, version, sha256 })),
  };
}

function verifyText(report: VerificationReport): string {
  const number = (value: number | null) => (value === null ? '' : value.toFixed(3));
  const rows = report.checks.map(
    (check) =>
      `  ${check.status.padEnd(13)}${check.code.padEnd(30)}${number(check.score).padStart(8)}  ${check.reasons.join(', ')}`,
  );
  const nobodyAsked = report.reasons.includes('selfie.not_challenged');
  return [
    `${report.outcome}${report.reasons.length > 0 ? `: ${report.reasons.join(', ')}` : ''}`,
    ...rows,
    ...(nobodyAsked
      ? [
          'The policy asks for somebody who answers a challenge at the kiosk: photographs alone are never approved.',
        ]
      : []),
  ].join('\n');
}

type Read = { readonly file: string } & (
  | { readonly reading: z.infer<typeof documentReadingSchema> }
  | { readonly error: Failure }
);

export async function readCommand(files: readonly string[], options: Output): Promise<void> {
  await withCore(async (core) => {
    const one = async (file: string): Promise<Read> => {
      try {
        const result = await core.engine.call('readDocument', { image: await readInput(file), print: true });
        if (result.ok) return { file, reading: result.value };
        if (!unreadableInput(result.error)) throw new FailureError(result.error.kind, result.error.message);
        return { file, error: result.error };
      } catch (thrown) {
        const error = toFailure(thrown);
        if (!unreadableInput(error)) throw thrown;
        return { file, error };
      }
    };
    let readable = 0;
    for (const file of files) {
      const read = await one(file);
      if ('reading' in read) readable++;
      print(options.json ? JSON.stringify(readOutput(read)) : readText(read));
    }
    if (readable === 0) process.exitCode = 3;
  });
}

function readOutput(read: Read) {
  if ('error' in read)
    return {
      file: read.file,
      error: named(read.file, read.error),
    };
  const { format, type, country, mrz, fields, quad, timings } = read.reading;
  return {
    file: read.file,
    format,
    type,
    country,
    mrz: mrz && { lines: mrz.lines, valid: mrz.valid, confidences: mrz.confidences },
    fields,
    quad,
    timings,
  };
}

function readText(read: Read): string {
  if ('error' in read) return `${read.file}: ${read.error.message}`;
  const { format, mrz } = read.reading;
  if (!mrz) return `${read.file}: no machine-readable zone`;
  return [
    `${read.file}: ${format}, check digits ${mrz.valid ? 'right' : `wrong (${mrz.invalidFields.join(', ')})`}`,
    ...mrz.lines.map((line) => `  ${line}`),
  ].join('\n');
}

export async function doctorCommand(options: Output): Promise<void> {
  const diagnoses = await diagnose();
  if (options.json) print(JSON.stringify(diagnoses));
  else {
    for (const { part, ok, found, remedy } of diagnoses) {
      print(
        `${ok ? 'ok     ' : 'MISSING'}  ${part.padEnd(32)} ${found}${remedy ? `\n         -> ${remedy}` : ''}`,
      );
    }
  }
  if (diagnoses.some((diagnosis) => !diagnosis.ok)) process.exitCode = 4;
}
