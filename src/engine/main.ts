// Engine. The program that core forks: native code (ONNX Runtime, sharp, OpenCV) lives here, where it may crash alone.
// It opens no file but its models and no network connection, and keeps nothing between calls.
import { join } from 'node:path';
import { engineContract } from '../shared/contract/engine-contract.ts';
import { parentPort } from '../shared/contract/parent-port.ts';
import { serve } from '../shared/contract/rpc.ts';
import { FailureError } from '../shared/kernel/failure.ts';
import { composeEngine, refuseAll } from './compose.ts';

/** Class names alone: a message may hold what was read from a document. */
const classOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.constructor.name : typeof thrown;
const log = (line: string) => process.stderr.write(`engine ${process.pid}: ${line}\n`);

process.on('uncaughtException', (thrown) => {
  log(`ends on an uncaught ${classOf(thrown)}`);
  process.exit(70);
});
// Ctrl-C in a terminal reaches children too; when to end is core's decision.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

const modelsFolder = process.env.PROOFDESK_MODELS ?? join(import.meta.dirname, '../../models');
const handlers = await composeEngine({ modelsFolder }).catch((thrown: unknown) => {
  if (thrown instanceof FailureError) return refuseAll(thrown);
  throw thrown;
});
const { emit } = serve(engineContract, parentPort(), handlers, (call, thrown) =>
  log(`a bug in ${call}: ${classOf(thrown)}`),
);
emit('ready', { pid: process.pid });
