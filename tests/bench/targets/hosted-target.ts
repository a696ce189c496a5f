import type { Hosted } from './hosted.ts';
import type { Target } from './target.ts';

/** What is particular about one kind of server: how its clients speak. */
export type Dialect = Pick<Target, 'enter' | 'writer' | 'copy'>;

/** A running server with the way to speak to it. */
export function target(hosted: Hosted, dialect: Dialect): Target {
	return {
		get pid() {
			return hosted.pid;
		},
		get port() {
			return hosted.port;
		},
		...dialect,
		restart: () => hosted.restart(),
		collectGarbage: () => hosted.collectGarbage(),
		[Symbol.asyncDispose]: () => hosted.dispose()
	};
}
