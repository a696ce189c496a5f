import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { until } from './until.ts';

/** A program of somebody else's: y-websocket's own provider, with a session cookie and nothing of ours. */
export class StockClient {
	readonly doc = new Y.Doc();
	readonly provider: WebsocketProvider;
	/** The code that ended it, once the server has said not to come back. */
	closeCode: number | undefined;

	constructor(origin: string, document: string, headers: Record<string, string>) {
		class SocketWithHeaders extends WebSocket {
			constructor(url: string) {
				super(url, { headers });
			}
		}
		this.provider = new WebsocketProvider(`${origin.replace('http', 'ws')}/sync`, document, this.doc, {
			WebSocketPolyfill: SocketWithHeaders as unknown as typeof globalThis.WebSocket,
			disableBc: true
		});
		this.provider.on('closed', ({ code }) => (this.closeCode = code));
	}

	async synced(): Promise<void> {
		await until('the provider is in sync', () => this.provider.synced);
	}

	async closed(): Promise<number> {
		await until('the server ends it', () => this.closeCode !== undefined);
		return this.closeCode ?? 0;
	}

	destroy(): void {
		this.provider.destroy();
		this.doc.destroy();
	}
}
