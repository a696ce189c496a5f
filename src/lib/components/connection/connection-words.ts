import { m } from '$lib/paraglide/messages';
import type { ConnectionState } from '../../room/model.ts';

/** What the connection line says. Nothing, when everything is as it should be. */
export function connectionWords(connection: ConnectionState, unsent: number): string {
	switch (connection.kind) {
		case 'online':
			return '';
		case 'connecting':
			return m.connection_connecting();
		case 'offline':
			return unsent === 0 ? m.connection_offline() : m.connection_offline_unsent({ count: unsent });
		case 'signed-out':
			return unsent === 0 ? m.connection_signed_out() : m.connection_signed_out_unsent({ count: unsent });
		case 'outdated':
			return m.update_ready();
	}
}
