// Builds what is missing, then becomes the server. The server runs in this very process: signals, environment and exit
// code need no passing on. `npm start` gives it a small young generation (--max-semi-space-size, MB): V8 lets it grow to 48 MB
// under any load, of which a server of small messages gains nothing.
import { stop } from 'esbuild';
import { build } from './build.mjs';

await build();
// Its helper process would stay for as long as the server runs.
await stop();
await import(new URL('../build/server/main.js', import.meta.url).href);
