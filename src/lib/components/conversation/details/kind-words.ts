import { m } from '$lib/paraglide/messages';
import type { RoomKind } from '../../../protocol/head.ts';

const EXPLAINED: Record<RoomKind, () => string> = {
	public: m.public_explained,
	private: m.private_explained,
	group: m.group_explained,
	direct: m.direct_explained
};

/** Who can find a room and read it, in a sentence. */
export function kindWords(kind: RoomKind): string {
	return EXPLAINED[kind]();
}
