import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import type { Attack } from '../support/attack.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { SyncClient } from '../support/sync-client.ts';
import { REFUSALS_PER_ACCOUNT } from '../../sync-server/access/account-limits.ts';
import { Battlefield, type Attacker } from './battlefield.ts';
import { loadCorpus } from './corpus.ts';
import { expectUnmoved } from './unmoved.ts';

const attacks = await loadCorpus();
/** Each attack is tried at both endpoints; an account stays well below what would have it cut off. */
const ATTEMPTS_PER_ATTACKER = REFUSALS_PER_ACCOUNT.points / 2;
const attackers = Math.ceil((2 * attacks.length) / ATTEMPTS_PER_ATTACKER);

let field: Battlefield;
beforeAll(async () => {
	field = await Battlefield.prepare(attackers);
});
afterAll(() => field.room.server.dispose());

function attackerOf(attack: Attack): Attacker {
	const attacker = field.attackers[attacks.indexOf(attack) % attackers];
	if (attacker === undefined) throw new Error('nobody to attack');
	return attacker;
}

async function atSync(attack: Attack, attacker: Attacker): Promise<unknown> {
	const { origin } = field.room.server;
	const [target, scene] = [attack.at ?? 'segment', field.scene(attack.at ?? 'segment', attacker)];
	const document = field.document(target, attacker);
	const client = await SyncClient.connect(origin, attacker.person);
	if ('message' in attack) {
		client.socket.send(Buffer.concat([Buffer.of(document.length), Buffer.from(document), attack.message(scene)]));
		return client.closed();
	}
	await client.sync(document);
	client.send({ kind: 'update', document, update: attack.update(scene) });
	const { ordinal, code } = await client.heard('reject', document);
	client.close();
	return { ordinal, code };
}

async function atStock(attack: Attack, attacker: Attacker): Promise<unknown> {
	const [target, scene] = [attack.at ?? 'segment', field.scene(attack.at ?? 'segment', attacker)];
	const socket = await RawSocket.open(field.room.server.origin, attacker.person, field.document(target, attacker));
	if ('message' in attack) socket.send(attack.message(scene));
	else socket.send(encodeStockFrame({ kind: 'update', update: attack.update(scene) }));
	return socket.closed();
}

it.each(attacks)('a member cannot $name, at /sync or at /sync/<document> (U1)', (attack) =>
	expectUnmoved(field, async () => {
		const isMessage = 'message' in attack;
		const attacker = attackerOf(attack);
		expect(await atSync(attack, attacker)).toEqual(isMessage ? attack.closes : { ordinal: 2, code: attack.code });
		const end = isMessage ? { code: attack.closes } : { code: CLOSE.rejected, reason: attack.code };
		expect(await atStock(attack, attacker)).toMatchObject(end);
	})
);
