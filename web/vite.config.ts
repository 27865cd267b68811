import {defineConfig} from 'vite';
import {viteSingleFile} from 'vite-plugin-singlefile';

// One file that needs no other: script and style are inlined, nothing is loaded from anywhere.
export default defineConfig({
  plugins: [viteSingleFile({removeViteModuleLoader: true})],
  build: {target: 'es2022', modulePreload: false, assetsInlineLimit: Number.MAX_SAFE_INTEGER},
});
