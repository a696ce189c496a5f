import type * as Y from 'yjs';
import { personalName } from '../../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../../src/lib/protocol/head.ts';
import { PERSONAL_ROOTS, type ReadMark } from '../../../src/lib/protocol/personal.ts';
import { UNREAD_MAX } from '../../../src/lib/sync/summarise.ts';
import { Copy } from './copy.ts';
import type { Counts, Place, World } from './world.ts';

/** How it is: from the messages in their order and from how far the server says that Anna has read. */
export class Truth {
	readonly #world: World;
	readonly #copies: Map<string, Copy>;
	#marks: Y.Map<ReadMark> | undefined;

	constructor(world: World) {
		this.#world = world;
		this.#copies = new Map(world.places.map(({ id }) => [id, new Copy(world.truth, id)]));
	}

	async counts(): Promise<Counts> {
		const counts: Counts = {};
		for (const place of this.#world.places) counts[place.id] = await this.#count(place);
		return counts;
	}

	async #count({ id, direct }: Place): Promise<Counts[string]> {
		const { anna, truth } = this.#world;
		this.#marks ??= (await truth.sync(personalName(anna.account.id))).getMap<ReadMark>(PERSONAL_ROOTS.reads);
		const mark = this.#marks.get(id);
		const copy = this.#copies.get(id) ?? new Copy(truth, id);
		const member = (await copy.head()).getMap<Member>(HEAD_ROOTS.members).get(anna.account.id);
		const isNew = ({ at }: { at: number }, seq: number) => {
			if (mark === undefined) return at >= (member?.joinedAt ?? 0);
			return seq > mark.seq || (mark.unreadFrom !== undefined && seq >= mark.unreadFrom);
		};
		const all = await copy.messages();
		const fresh = all
			.filter((entry, index) => isNew(entry, index + 1) && entry.message?.author !== anna.account.id)
			.slice(-UNREAD_MAX);
		const named = fresh.filter(({ message }) => message?.mentions?.includes(anna.account.id) === true);
		return { unread: fresh.length, mentions: direct ? 0 : named.length };
	}
}

/** Whatever any device says that is not so. */
export async function lies({ hers, places }: World, truth: Truth): Promise<string[]> {
	const counts = await truth.counts();
	const sum = Object.values(counts).reduce((total, { unread }) => total + unread, 0);
	const found: string[] = [];
	for (const { name, shown } of await Promise.all(
		hers.map(async (device) => ({ name: device.name, shown: await device.shown() }))
	)) {
		for (const place of places) {
			const [says, is] = [JSON.stringify(shown.counts[place.id]), JSON.stringify(counts[place.id])];
			if (says !== is) found.push(`${name} says of ${place.name} ${says}, and it is ${is}`);
		}
		if (shown.title !== sum) found.push(`${name} has ${String(shown.title)} in its title, and it is ${String(sum)}`);
	}
	return found;
}
