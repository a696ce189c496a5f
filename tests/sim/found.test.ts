import { expect, it } from 'vitest';
import { runSeed } from './run.ts';
import { report } from './simulate.ts';

/** Seeds that once broke a promise, and what was wrong. */
const FOUND: [number, string][] = [
	[
		74,
		'A tab told the leader what it wrote and died before its own write: the server had the message, but this device’s disk ' +
			'lacked its words under a version that promised them, so it would never have asked for them (I7).'
	],
	[123, 'The same, where the tab crashed within a millisecond of sending.'],
	[
		12,
		'A tab that was suspended while it led woke up and told the tab that leads now how things stood: everyone showed ' +
			'“offline”, with an old list of rooms, until the connection next changed.'
	],
	[
		405,
		'Somebody who was removed from a room and came back at once had asked for it twice: the answer about the copy that ' +
			'was gone, next to nothing, was taken for the whole of the new one, under the version of the whole (I7).'
	],
	[934, 'The same, where the answer was half of the room’s messages.'],
	[
		693,
		'A tab was closed before its message reached the disk: the tab that led next had stored the words and not the outbox ' +
			'entry, so they stayed on this device, owed by nobody (I7).'
	],
	[
		598,
		'A message that was in the timeline before it was written here was confirmed first and written to the outbox after ' +
			'that: it was owed until the next start (I2).'
	],
	[
		473,
		'Two tabs typed within a millisecond, and Yjs took the first: this check held that the last must stand (the ' +
			'simulator’s mistake).'
	],
	[
		6476,
		'A tab that was suspended while it led woke up and stored again, for a tab whose messages had long been delivered, what ' +
			'it owed: nobody paid it any more (I2).'
	],
	[6484, 'The same, with seven messages.'],
	[
		6237,
		'Somebody had written over a message offline; the server, restored to before both, took that for a message of their ' +
			'own, and then had no room for the true one, which every device could prove (I2).'
	],
	[
		5213,
		'Joining was reported as failed and was on the disk all the same: this check held that the removal before still stood ' +
			'(the simulator’s mistake).'
	],
	[
		11054,
		'A restored server had not opened the segment that a message was owed to: the device sent it there again and again, until ' +
			'the server hung up on it for good (I2).'
	],
	[10979, 'The same, with two messages.'],
	[
		10030,
		'A restored server began a new generation and told everybody to renew, also those whose copies held what it had lost: ' +
			'seven messages were gone everywhere (I2).'
	],
	[
		20089,
		'A tab that slept was made the leader, and another took its place before it woke: it did not stand again, so that nobody ' +
			'led once the others had closed, and nothing was sent (I9, I2).'
	],
	[20793, 'The same, where the others crashed.']
];

it.each(FOUND)('stays repaired (seed %i): %s', async (seed) => {
	expect(report(await runSeed(seed))).toBe('');
});
