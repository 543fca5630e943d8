// Kiosk renderer. Entry point.
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import './kiosk.css';
import './capture.css';
import './receipt.css';
import { App } from './app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
