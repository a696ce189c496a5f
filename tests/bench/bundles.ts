import { fileURLToPath } from 'node:url';

/** The folder of the bundles, with a slash at the end: each worker and process stands in it beside the benchmark. */
export const BUNDLES = fileURLToPath(new URL('./', import.meta.url));
