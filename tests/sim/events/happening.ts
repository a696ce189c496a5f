import type { World } from '../world.ts';

/** Something that may happen; undefined where it cannot happen now. Answers with what happened, in a few words. */
export type Happening = (world: World) => string | undefined;
