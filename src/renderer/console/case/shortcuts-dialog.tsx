// Console renderer. The list of shortcuts.
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/i18n.tsx';

const shortcuts = [
  [['A'], 'console.help.approve'],
  [['D'], 'console.help.decline'],
  [['Ctrl', '↵'], 'console.help.submit'],
  [['N'], 'console.help.next'],
  [['Esc'], 'console.help.back'],
  [['↑', '↓'], 'console.help.checks'],
  [['+', '−'], 'console.help.zoom'],
  [['0'], 'console.help.fit'],
  [['?'], 'console.help.help'],
] as const;

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog labelledBy="shortcuts-title" onClose={onClose} className="shortcuts">
      <h2 id="shortcuts-title">{t('console.help.title')}</h2>
      <dl>
        {shortcuts.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="button button--plain" onClick={onClose}>
        {t('console.help.close')}
      </button>
    </Dialog>
  );
}
