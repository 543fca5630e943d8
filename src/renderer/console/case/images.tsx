// Console renderer. Document, portrait and selfie side by side. Pointing at evidence brings up the image it is in.
import { useMemo, useState } from 'react';
import type { Artefact, CaseDetail } from '../../../shared/domain/case.ts';
import type { Check, ImageRole } from '../../../shared/domain/check.ts';
import { useWords } from '../../ui/i18n.tsx';
import { type Place, placesOf } from './evidence/place.ts';
import { ImagePane, type Mark } from './image-pane.tsx';
import type { ImageUrls } from './use-artefacts.ts';

/** Roles of each pane, in the order in which they are offered: the first that is there is shown. */
const panes = {
  document: ['document.page', 'document.front', 'document.page_back', 'document.back'],
  portrait: ['document.portrait'],
  selfie: ['selfie.face', 'selfie'],
} as const satisfies Record<string, readonly ImageRole[]>;
type PaneName = keyof typeof panes;
const paneNames = Object.keys(panes) as PaneName[];

export function Images(props: {
  readonly detail: CaseDetail;
  readonly urls: ImageUrls;
  readonly check: Check | null;
  readonly pointed: Place | null;
}) {
  const { t } = useWords();
  const { detail, check, pointed } = props;
  const [chosen, setChosen] = useState<Partial<Record<PaneName, Artefact>>>({});
  const byPane = useMemo(() => {
    const of = (name: PaneName) =>
      panes[name].flatMap((role) => detail.artefacts.filter((artefact) => artefact.role === role));
    return { document: of('document'), portrait: of('portrait'), selfie: of('selfie') };
  }, [detail.artefacts]);

  // Places on a document are in the first of its frames; in which one a face is, the check says apart.
  const holdsPlaces = (artefact: Artefact) =>
    artefact.role === 'selfie' || artefact === detail.artefacts.find(({ role }) => role === artefact.role);
  const places = (check?.evidence ?? []).flatMap(placesOf);
  // A part of a place (one character) is marked while it is pointed at.
  const all = pointed && !places.includes(pointed) ? [...places, pointed] : places;
  const marksOf = (artefact: Artefact | undefined): Mark[] =>
    all.flatMap((place, index) =>
      artefact && place.image === artefact.role && holdsPlaces(artefact)
        ? [{ key: `${check?.code}-${index}`, quad: place.quad, strong: place === pointed }]
        : [],
    );

  return (
    <div className="images">
      {paneNames.map((name) => {
        const images = byPane[name];
        const wanted = pointed ? images.find(({ role }) => role === pointed.image) : undefined;
        const shown = wanted ?? chosen[name] ?? images[0];
        return (
          <ImagePane
            key={name}
            testId={`image-${name}`}
            title={t(`console.case.${name}`)}
            images={images}
            shown={shown}
            onShow={(artefact) => setChosen({ ...chosen, [name]: artefact })}
            urls={props.urls}
            marks={marksOf(shown)}
          />
        );
      })}
    </div>
  );
}
