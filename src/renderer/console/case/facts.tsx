// Console renderer. What was read, and how the case was decided.
import type { CaseDetail } from '../../../shared/domain/case.ts';
import { documentFieldNames } from '../../../shared/domain/document.ts';
import { humanise } from '../../../shared/kernel/words.ts';
import { useWords } from '../../ui/i18n.tsx';
import { dateOnly } from '../parts/time.ts';

export function DocumentFacts({ detail }: { detail: CaseDetail }) {
  const { t, open } = useWords();
  const { document } = detail;
  const shown = documentFieldNames.filter(
    (name) => document?.fields[name] !== undefined || document?.unread.includes(name),
  );
  const mrz = document?.mrz;
  return (
    <section className="panel facts" data-testid="document-fields">
      <header className="panel__head">
        <h2>{t('console.case.fields')}</h2>
        {document?.format ? <span className="pill">{document.format}</span> : null}
      </header>
      {shown.length === 0 ? (
        <p className="quiet">{t('console.case.noFields')}</p>
      ) : (
        <dl className="facts__list">
          {shown.map((name) => (
            <div key={name} data-field={name}>
              <dt>{t(`field.${name}`)}</dt>
              <dd>{document?.fields[name] ?? <span className="quiet">{t('console.case.unread')}</span>}</dd>
            </div>
          ))}
        </dl>
      )}
      {mrz ? (
        <div className="facts__mrz">
          <h3>
            {t('console.case.mrz')}
            <span className={mrz.valid ? 'pill pill--good' : 'pill pill--bad'}>
              {mrz.valid
                ? t('console.case.mrzValid')
                : t('console.case.mrzInvalid', {
                    fields: mrz.invalidFields.map((name) => open('evidence', `mrz.${name}`)).join(', '),
                  })}
            </span>
          </h3>
          <pre>{mrz.lines.join('\n')}</pre>
        </div>
      ) : null}
    </section>
  );
}

export function TechnicalFacts({ detail }: { detail: CaseDetail }) {
  const { t, language } = useWords();
  return (
    <details className="panel facts technical" data-testid="technical">
      <summary>
        <h2>{t('console.case.technical')}</h2>
        <span className="quiet">
          {t('console.case.underPolicy', { version: detail.policyVersion })} ·{' '}
          {t('console.case.deleteAt', { date: dateOnly(detail.deleteAtMs, language) })}
        </span>
      </summary>
      <h3>{t('console.case.models')}</h3>
      <ul className="technical__models">
        {detail.models.map((model) => (
          <li key={`${model.name}-${model.sha256}`}>
            <span>
              {model.name} {model.version}
            </span>
            <code title={model.sha256}>{model.sha256.slice(0, 12)}</code>
          </li>
        ))}
      </ul>
      <h3>{t('console.case.timings')}</h3>
      <dl className="technical__timings">
        {Object.entries(detail.timings).map(([name, ms]) => (
          <div key={name}>
            <dt>{humanise(name.replace(/Ms$/, ''))}</dt>
            <dd>{ms.toFixed(0)} ms</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
