// Engine, main thread. The face half as the rest of the engine sees it; the work is done in face-worker.ts.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Input, Output } from '../../shared/contract/contract.ts';
import { connect } from '../../shared/contract/rpc.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { FaceAnalyser } from './face.ts';
import { type FaceContract, faceContract } from './face-contract.ts';

/** Never the first to give up: core's own deadlines are shorter, and end the whole engine. */
const deadlineMs = 10 * 60 * 1000;

type Call = keyof FaceContract['calls'];

export interface FaceThread extends FaceAnalyser {
  /** Throws the failure that the call ended in. */
  call<N extends Call>(
    name: N,
    ...input: Input<FaceContract, N> extends undefined ? [] : [Input<FaceContract, N>]
  ): Promise<Output<FaceContract, N>>;
}

export function startFaceThread(modelsFolder: string): FaceThread {
  const worker = new Worker(join(import.meta.dirname, 'face-worker.ts'), { workerData: { modelsFolder } });
  // The engine without half of itself is no engine: it ends, and core starts another.
  worker.on('error', (thrown) => {
    throw thrown;
  });
  const client = connect(
    faceContract,
    {
      send: (message) => worker.postMessage(message),
      onMessage: (listener) => {
        worker.on('message', listener);
        return () => worker.off('message', listener);
      },
    },
    () => deadlineMs,
  );
  const call: FaceThread['call'] = async (name, ...input) => {
    const result = await client.call(name, ...input);
    if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
    return result.value;
  };
  return {
    call,
    findFaces: (raster) => call('findFaces', { raster }),
    template: (raster, face) => call('template', { raster, face }),
  };
}
