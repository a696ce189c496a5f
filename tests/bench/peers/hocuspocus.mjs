// Hocuspocus with its own SQLite extension. DEBOUNCE_MS is its `debounce`: 2000 is its default, 0 stores the document
// after every update. With 0 it also tells the room what is stored, because nothing else would: its own SyncStatus says
// only that an update is in memory.
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';
import { encodeStateVector } from 'yjs';
import { announce, endWith } from './listening.mjs';

const debounce = Number(process.env.DEBOUNCE_MS ?? 2_000);

/** The state vector of what is being stored; sent, as a stateless message, once it is. */
const storedNotice = {
	priority: 200,
	/** @param {any} payload */
	async onStoreDocument({ document }) {
		document.beingStored = Buffer.from(encodeStateVector(document)).toString('base64');
	},
	/** @param {any} payload */
	async afterStoreDocument({ document }) {
		document.broadcastStateless(document.beingStored);
	}
};

const server = new Server({
	address: '127.0.0.1',
	port: 0,
	quiet: true,
	stopOnSignals: false,
	debounce,
	extensions: [...(debounce === 0 ? [storedNotice] : []), new SQLite({ database: `${process.env.DATA_DIR}/store.db` })]
});
await server.listen();
announce(server.address.port);
endWith(() => server.destroy());
