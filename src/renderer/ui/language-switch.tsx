// Renderer. Each language by its own name, so that it is found by who cannot read the present one.
import { type Language, languages, nameOfLanguage, useWords } from './i18n.tsx';

export function LanguageSwitch({ onChoose }: { onChoose: (language: Language) => void }) {
  const { language, t } = useWords();
  return (
    <fieldset className="segments language-switch">
      <legend className="visually-hidden">{t('language.choose')}</legend>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          className="segments__item"
          aria-pressed={each === language}
          data-testid={`language-${each}`}
          onClick={() => onChoose(each)}
        >
          {nameOfLanguage(each)}
        </button>
      ))}
    </fieldset>
  );
}
