import { m } from '$lib/paraglide/messages';
import { Announcer } from './announcer.svelte.ts';

/** The app's one voice. */
export const announcer = new Announcer({
	one: ({ author, text }) => m.announce_one({ author, text }),
	several: (room, count) => m.announce_several({ room, count })
});
