import { expect } from '@playwright/test';
import { TestServer } from '../../support/server.ts';
import { INSTALLED, test } from '../../support/test.ts';
import type { HerDevice } from './her-device.ts';
import { lies, Truth } from './truth.ts';
import { prepare, type Place, type World } from './world.ts';

test.use(INSTALLED);

// Three browsers and forty steps: a minute and a half on a machine with other work, four where that is ten times its cores.
test.describe.configure({ timeout: 480_000 });

/** `SEED=7` runs another storm; a failure prints its seed and its steps. */
const SEED = Number(process.env['SEED'] ?? 1);
const STEPS = 40;

async function blow(world: World): Promise<void> {
	const { random, hers, places, log } = world;
	for (let step = 0; step < STEPS; step++) {
		const [place, who] = [random.oneOf(places), random.oneOf(hers)];
		if (place === undefined || who === undefined) throw new Error('a storm needs a place');
		await test.step(`step ${String(step)}`, async () => {
			log.push(`${String(step)}: ${await happens(world, place, who)}`);
		});
	}
}

async function happens(world: World, place: Place, who: HerDevice): Promise<string> {
	const { random } = world;
	const chance = random.fraction();
	if (chance < 0.45) return writes(world, place);
	if (chance < 0.65) {
		await who.read(place);
		if (random.chance(0.5)) await who.goToList();
		return `${who.name} reads ${place.name}`;
	}
	if (chance < 0.77) {
		const from = await who.markUnread(place, random);
		if (random.chance(0.5)) await who.goToList();
		return `${who.name} marks ${place.name} unread from ${from}`;
	}
	if (chance < 0.89) {
		await who.toggleNetwork();
		return `${who.name} goes ${who.online ? 'online' : 'offline'}`;
	}
	if (chance < 0.95) {
		await who.enter(place);
		await who.device.send(`Anna ${String(random.uint32())}`);
		return `${who.name} writes in ${place.name}`;
	}
	await who.reload();
	return `${who.name} reloads`;
}

async function writes({ random, anna }: World, place: Place): Promise<string> {
	const writer = random.oneOf(place.writers);
	const count = random.int(1, 5);
	for (let index = 0; index < count; index++) {
		const named = random.chance(0.3);
		const body = `${writer?.name ?? ''} ${String(random.uint32())}${named ? ' @anna' : ''}`;
		await writer?.says(place.id, body, named ? [anna.account.id] : []);
	}
	return `${writer?.name ?? ''} writes ${String(count)} in ${place.name}`;
}

test('unread counts are true after a storm of reads, messages and reconnects on three devices', async ({ browser }) => {
	await using server = await TestServer.start();
	const world = await prepare(browser, server.origin, SEED);
	const { hers, log } = world;
	const story = () => `seed ${String(SEED)}\n${log.join('\n')}`;
	await blow(world).catch((error: unknown) => {
		throw new Error(story(), { cause: error });
	});
	// Three screens cannot have four rooms open: whatever the storm has read, something is unread at its end.
	for (const place of world.places) log.push(await writes(world, place));
	for (const device of hers) {
		if (!device.online) await device.toggleNetwork();
		await device.goToList();
		await device.device.isOnline();
	}
	for (const device of hers) await device.hasSentAll();
	const truth = new Truth(world);
	await expect.poll(() => lies(world, truth), story()).toEqual([]);
	// From the disk, as the next morning.
	for (const device of hers) await device.reload();
	await expect.poll(() => lies(world, truth), story()).toEqual([]);
});
