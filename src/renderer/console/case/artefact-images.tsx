// Console renderer. The images of a case, decoded once for everything that is cut out of them.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Artefact } from '../../../shared/domain/case.ts';
import type { ImageRole } from '../../../shared/domain/check.ts';
import type { ImageUrls } from './use-artefacts.ts';

/** `undefined`: still loading. `null`: there is none, or it cannot be shown. */
type Loaded = Promise<HTMLImageElement | null> | null | undefined;
const ImagesContext = createContext<(role: ImageRole) => Loaded>(() => undefined);
const UrlsContext = createContext<(role: ImageRole) => readonly (string | null | undefined)[]>(() => []);

async function decoded(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => image,
    () => null,
  );
}

export function ArtefactImages(props: {
  readonly artefacts: readonly Artefact[];
  readonly urls: ImageUrls;
  readonly children: ReactNode;
}) {
  const { artefacts, urls } = props;
  const byUrl = useMemo(() => new Map<string, Promise<HTMLImageElement | null>>(), []);
  const imageOf = useMemo(
    () =>
      (role: ImageRole): Loaded => {
        const artefact = artefacts.find((each) => each.role === role);
        const url = artefact ? urls[artefact.artefactId] : null;
        if (!url) return url === undefined ? undefined : null;
        const known = byUrl.get(url) ?? decoded(url);
        byUrl.set(url, known);
        return known;
      },
    [artefacts, urls, byUrl],
  );
  const urlsOf = useMemo(
    () => (role: ImageRole) =>
      artefacts.filter((each) => each.role === role).map(({ artefactId }) => urls[artefactId]),
    [artefacts, urls],
  );
  return (
    <ImagesContext value={imageOf}>
      <UrlsContext value={urlsOf}>{props.children}</UrlsContext>
    </ImagesContext>
  );
}

/** Addresses of all images of a role, in order. `undefined`: still loading. `null`: cannot be shown. */
export const useArtefactUrls = (role: ImageRole) => useContext(UrlsContext)(role);

/** The image of a role (of several, the first). */
export function useArtefactImage(role: ImageRole): HTMLImageElement | null | undefined {
  const loaded = useContext(ImagesContext)(role);
  const [image, setImage] = useState<HTMLImageElement | null | undefined>(undefined);
  useEffect(() => {
    let left = false;
    if (!loaded) setImage(loaded);
    else void loaded.then((each) => left || setImage(each));
    return () => {
      left = true;
    };
  }, [loaded]);
  return image;
}
