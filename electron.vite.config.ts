// Bundles what runs inside Electron: main, the two preloads and the two renderers. Core, engine and devices are plain
// Node programs and run from source; no native module ever enters an Electron process.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: { input: { index: at('src/main/index.ts') }, external: ['electron'] },
    },
  },
  preload: {
    build: {
      // A sandboxed preload cannot require packages: each is one CommonJS file.
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { kiosk: at('src/preload/kiosk.ts'), console: at('src/preload/console.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      // Inlined assets would need `data:` in more places of the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { kiosk: at('src/renderer/kiosk/index.html'), console: at('src/renderer/console/index.html') },
      },
    },
  },
});
