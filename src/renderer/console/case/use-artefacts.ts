// Console renderer. The images of a case as blob URLs, which end with the case.
import { useEffect, useState } from 'react';
import type { Artefact } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import { consoleApi } from '../../ui/api.ts';

/** `null`: could not be loaded. Absent: still loading. */
export type ImageUrls = Readonly<Record<string, string | null>>;

export function useArtefacts(caseId: CaseId, artefacts: readonly Artefact[] | null): ImageUrls {
  const [urls, setUrls] = useState<ImageUrls>({});
  // A decision brings a new detail with the same images: they are not fetched twice.
  const wanted = artefacts?.map(({ artefactId }) => artefactId).join(' ') ?? '';
  useEffect(() => {
    const made: string[] = [];
    let left = false;
    for (const artefactId of wanted.split(' ').filter(Boolean) as Artefact['artefactId'][]) {
      void consoleApi.call('case.artefact', { caseId, artefactId }).then((result) => {
        if (left) return;
        let url: string | null = null;
        if (result.ok) {
          const bytes = result.value.bytes as Uint8Array<ArrayBuffer>;
          url = URL.createObjectURL(new Blob([bytes], { type: result.value.mediaType }));
          made.push(url);
        }
        setUrls((before) => ({ ...before, [artefactId]: url }));
      });
    }
    return () => {
      left = true;
      for (const url of made) URL.revokeObjectURL(url);
      setUrls({});
    };
  }, [caseId, wanted]);
  return urls;
}
