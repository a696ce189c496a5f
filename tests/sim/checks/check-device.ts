import { parseDocumentName } from '../../../src/lib/protocol/document-name.ts';
import type { World } from '../world.ts';
import type { DeviceDisk } from './audit.ts';
import { contentOf, type Content, type ServerContent } from './content.ts';
import { FORGED, type Journal } from './journal.ts';

/** What a segment says that the server has never opened: a restored one says it of what came later. */
const NOTHING = contentOf({ updates: [], version: 0, generation: 0 }).text;

/** I6 and I7 on a device's disk: the server's documents and nothing else, and nothing owed that has not come back. */
export function checkDevice({ journal }: World, server: ServerContent, { device, copies, outbox }: DeviceDisk): void {
	const joined = server.joined.get(device.userId) ?? new Set<string>();
	for (const [name, copy] of copies) {
		const parsed = parseDocumentName(name);
		const foreign = parsed !== undefined && 'roomId' in parsed && !joined.has(parsed.roomId);
		if (parsed !== undefined && 'roomId' in parsed && journal.forgers.has(`${device.name} ${parsed.roomId}`)) continue;
		if (foreign) journal.violate('I6', `${device.name} still has ${name}`);
		else {
			const there = server.documents.get(name);
			if (
				(there?.text ?? NOTHING) !== copy.text &&
				!(isOlder(server, parsed) && isBehindInChanges(journal, copy, there))
			)
				journal.violate('I7', `${device.name} has another ${name}: ${difference(copy, there)}`);
		}
	}
	for (const [name, { timeline }] of server.documents) {
		const parsed = parseDocumentName(name);
		const mine =
			parsed !== undefined &&
			parsed.kind !== 'workspace' &&
			('roomId' in parsed ? joined.has(parsed.roomId) : parsed.userId === device.userId);
		if (mine && !copies.has(name) && timeline.length > 0) journal.violate('I7', `${device.name} lacks ${name}`);
	}
	for (const { id, message, returned } of outbox) {
		// Under an id that the timeline has already, a receipt may overtake the forger's own write; the next start clears that up.
		if (message.body === FORGED) continue;
		if (returned === undefined) journal.violate('I2', `${device.name} still owes “${message.body}” (${id})`);
	}
}

/** Whether a document is a segment that has been followed by another. */
function isOlder({ segments }: ServerContent, name: ReturnType<typeof parseDocumentName>): boolean {
	return name?.kind === 'segment' && name.segment < (segments.get(name.roomId)?.length ?? 0) - 1;
}

/**
 * Whether a copy lacks nothing but edits and deletions. Of an older segment a device that was away hears of those when it next
 * looks at it (C3).
 */
function isBehindInChanges({ composed }: Journal, here: Content, there: Content | undefined): boolean {
	if (there === undefined || here.timeline.join() !== there.timeline.join()) return false;
	return here.timeline.every((id) => {
		const one = composed.get(id);
		const isChanged = one !== undefined && one.edits.length + one.deletions.length > 0;
		return isChanged || JSON.stringify(here.messages.get(id)) === JSON.stringify(there.messages.get(id));
	});
}

/** What one of the two has and the other has not, and where each believes to stand. */
function difference(here: Content, there: Content | undefined): string {
	const place = ({ version, generation }: Content) => `version ${version}, generation ${generation}`;
	if (there === undefined) return 'which the server has not';
	const lacks = there.timeline.filter((id) => !here.timeline.includes(id));
	const extra = [...here.messages.keys()].filter((id) => !there.timeline.includes(id));
	const other = here.text.split('"').findIndex((part, index) => part !== there.text.split('"')[index]);
	const around = ({ text }: Content) =>
		text
			.split('"')
			.slice(other - 5, other + 4)
			.join('"');
	if (lacks.length + extra.length === 0) return `here ${around(here)}; there ${around(there)}`;
	const sides = `here ${place(here)}; there ${place(there)}`;
	return `${sides}; lacks ${lacks.length} (${lacks.join(', ')}); extra ${extra.length} (${extra.join(', ')})`;
}
