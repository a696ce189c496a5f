import { m } from '$lib/paraglide/messages';
import type { RoomKind } from '../../protocol/head.ts';

/** What kind of room it is, in a word or two. */
export function kindWords(kind: RoomKind): string {
	const words = {
		public: m.admin_kind_public,
		private: m.admin_kind_private,
		group: m.admin_kind_group,
		direct: m.admin_kind_direct
	};
	return words[kind]();
}
