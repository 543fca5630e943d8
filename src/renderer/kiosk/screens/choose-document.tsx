// Kiosk renderer. Which document: large tiles with pictograms.
import { CircleHelp } from 'lucide-react';
import type { DocumentType } from '../../../shared/domain/document.ts';
import { useWords } from '../../ui/i18n.tsx';
import { DocumentPictogram } from '../../ui/pictograms.tsx';
import { Title } from '../parts/title.tsx';

export function ChooseDocument(props: {
  readonly types: readonly DocumentType[];
  readonly busy: boolean;
  readonly onChoose: (type: DocumentType) => void;
  readonly onNone: () => void;
}) {
  const { t } = useWords();
  return (
    <main className="screen choose">
      <div className="screen__head">
        <Title>{t('kiosk.choose.title')}</Title>
        <p className="lead">{t('kiosk.choose.body')}</p>
      </div>
      <ul className="choose__tiles" data-count={props.types.length}>
        {props.types.map((type) => (
          <li key={type}>
            <button
              type="button"
              className="card choose__tile"
              data-testid={`choose-${type}`}
              disabled={props.busy}
              onClick={() => props.onChoose(type)}
            >
              <DocumentPictogram type={type} />
              <span>{t(`documentType.${type}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button
          type="button"
          className="button button--quiet button--big"
          data-testid="choose-none"
          onClick={props.onNone}
        >
          <CircleHelp aria-hidden />
          {t('kiosk.choose.none')}
        </button>
      </div>
    </main>
  );
}
