// Console renderer. Sign-in, and the making of the first reviewer.
import { CircleAlert, Eye, EyeOff, Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Reviewer } from '../../../shared/contract/console-contract.ts';
import { consoleApi } from '../../ui/api.ts';
import { BrandMark } from '../../ui/brand.tsx';
import { type Language, type MessageKey, useWords } from '../../ui/i18n.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { failureKey } from '../parts/failure-words.ts';

/** As core asks for (`auth.set_up`). */
const passwordLength = 10;

export function SignIn(props: {
  readonly needsSetUp: boolean;
  readonly onLanguage: (language: Language) => void;
  readonly onSignedIn: (reviewer: Reviewer) => void;
  readonly onSetUpDone: () => void;
}) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const { needsSetUp } = props;
  const mode = needsSetUp ? 'setUp' : 'signIn';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (needsSetUp && password.length < passwordLength) return setProblem('console.passwordShort');
    setBusy(true);
    setProblem(null);
    const result = await consoleApi.call(needsSetUp ? 'auth.set_up' : 'auth.sign_in', { name, password });
    setBusy(false);
    if (result.ok) return props.onSignedIn(result.value);
    if (result.error.kind === 'auth.set_up') props.onSetUpDone();
    setProblem(failureKey(result.error.kind));
  };

  return (
    <main className="sign-in">
      <div className="sign-in__language">
        <LanguageSwitch onChoose={props.onLanguage} />
      </div>
      <form className="sign-in__card" onSubmit={submit} data-testid="sign-in" data-mode={mode}>
        <span className="sign-in__mark">
          <BrandMark />
        </span>
        <div className="sign-in__head">
          <h1>{t(`console.${mode}.title`)}</h1>
          <p>{t(`console.${mode}.body`)}</p>
        </div>
        <label className="field">
          <span className="field__label">{t('console.name')}</span>
          <input
            className="input"
            data-testid="sign-in-name"
            name="name"
            autoComplete="username"
            maxLength={80}
            required
            // biome-ignore lint/a11y/noAutofocus: the one thing to do on this page
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="field__label">{t('console.password')}</span>
          <span className="password">
            <input
              className="input"
              data-testid="sign-in-password"
              name="password"
              type={shown ? 'text' : 'password'}
              autoComplete={needsSetUp ? 'new-password' : 'current-password'}
              maxLength={200}
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t(shown ? 'console.hidePassword' : 'console.showPassword')}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </button>
          </span>
          {needsSetUp ? <span className="field__help">{t('console.setUp.passwordHelp')}</span> : null}
        </label>
        {problem ? (
          <p className="problem" role="alert" data-testid="sign-in-problem">
            <CircleAlert aria-hidden />
            {t(problem)}
          </p>
        ) : null}
        <button
          type="submit"
          className="button button--primary sign-in__submit"
          data-testid="sign-in-submit"
          disabled={busy}
        >
          {t(`console.${mode}.submit`)}
        </button>
      </form>
      <p className="sign-in__local">
        <Lock aria-hidden />
        {t('console.local')}
      </p>
    </main>
  );
}
