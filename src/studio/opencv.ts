// Plain Node. OpenCV as WebAssembly, loaded once; and matrices that are freed whatever happens.
import { loadOpenCV, type OpenCV } from '@opencvjs/node';

type Cv = typeof OpenCV;
let loading: Promise<Cv> | null = null;

export const openCv = (): Promise<Cv> => {
  loading ??= loadOpenCV();
  return loading;
};

interface Deletable {
  delete(): void;
}

/** Runs `work`; everything that went through `keep` is deleted afterwards: WASM memory is not garbage-collected. */
export function withMats<T>(work: (keep: <M extends Deletable>(mat: M) => M) => T): T {
  const kept: Deletable[] = [];
  try {
    return work((mat) => {
      kept.push(mat);
      return mat;
    });
  } finally {
    for (const mat of kept) mat.delete();
  }
}
