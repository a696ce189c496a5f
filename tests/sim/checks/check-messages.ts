import type { World } from '../world.ts';
import { wordsOf } from './journal.ts';
import type { DeviceDisk } from './audit.ts';
import type { ServerContent } from './content.ts';

/** I2: whatever was sent stands in one place, and only what its writer gave up stands in none. */
export function checkMessages({ journal }: World, server: ServerContent, disks: DeviceDisk[]): void {
	for (const composed of journal.composed.values()) {
		const { id, roomId, device, message, kept, discarded, deletions } = composed;
		const inTimeline = (server.segments.get(roomId) ?? []).some(({ timeline }) => timeline.includes(id));
		const entry = disks.find((disk) => disk.device.name === device)?.outbox.find((owed) => owed.id === id);
		const what = `“${message.body}” of ${device} (${id})`;
		const taken = discarded || deletions.some(({ undone }) => !undone);
		if (kept && !taken && !inTimeline && entry === undefined) journal.violate('I2', `${what} is nowhere`);
		if (inTimeline && entry !== undefined && entry.returned !== 'no-access') {
			journal.violate('I2', `${what} is on the server and in the outbox (${entry.returned ?? 'pending'})`);
		}
		if (entry !== undefined && !wordsOf(composed).has(entry.message.body))
			journal.violate('I2', `${what} came back with other words`);
	}
}
