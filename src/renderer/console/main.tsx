// Console renderer. Entry point.
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import './console.css';
import './queue/queue.css';
import './case/case.css';
import { App } from './app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
