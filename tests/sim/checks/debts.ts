import type { World } from '../world.ts';
import type { Violation } from './journal.ts';

/** What is still owed while the tabs are open; nothing, once everything has come to rest. */
export function debts(world: World): Violation[] {
	return world.tabs.flatMap(({ name, engine, ready }) => {
		if (engine === undefined || !ready) return [{ invariant: 'I10', what: `${name} does not start` }];
		const found: Violation[] = [];
		if (engine.connection.kind !== 'online') {
			found.push({ invariant: 'I9', what: `${name} is ${engine.connection.kind}` });
		}
		for (const { id, document, message, returned } of engine.outbox.entries) {
			if (returned !== undefined) continue;
			found.push({ invariant: 'I2', what: `${name} still owes “${message.body}” (${id}) to ${document}` });
		}
		for (const { command } of engine.commands.waiting) {
			found.push({ invariant: 'I2', what: `${name} still asks for ${JSON.stringify(command)}` });
		}
		if (engine.storageFailed) found.push({ invariant: 'I2', what: `${name} says that its disk has failed` });
		return found;
	});
}
