// Console renderer. Entry point.
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import './console.css';
import './queue/queue.css';
import './sign-in/sign-in.css';
import './case/case.css';
import './case/images.css';
import './case/checks.css';
import './case/check-detail.css';
import './case/evidence/evidence.css';
import './case/evidence/characters.css';
import './case/evidence/comparison.css';
import './case/facts.css';
import './case/decide.css';
import './subjects/subjects.css';
import './keys/recovery.css';
import { App } from './app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
