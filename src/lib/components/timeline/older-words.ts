import { m } from '$lib/paraglide/messages';
import type { OlderMessages } from '../../room/model.ts';

/** What stands above the oldest message; nothing while there is simply more. */
export function olderWords(older: OlderMessages, room: string): string | undefined {
	switch (older) {
		case 'idle':
			return undefined;
		case 'loading':
			return m.older_loading();
		case 'waiting':
			return m.older_waiting();
		case 'beginning':
			return m.older_beginning({ room });
	}
}
