import type { BrowserContext, WebSocketRoute } from '@playwright/test';

/**
 * The network cable of one browser. Going offline alone would leave an open socket frozen but alive, so its socket runs
 * through here and is cut as well. Lay it before the first page opens.
 */
export class Cable {
	readonly #context: BrowserContext;
	readonly #sockets = new Set<WebSocketRoute>();

	private constructor(context: BrowserContext) {
		this.#context = context;
	}

	static async lay(context: BrowserContext): Promise<Cable> {
		const cable = new Cable(context);
		await context.routeWebSocket('**/sync', (socket) => {
			socket.connectToServer();
			cable.#sockets.add(socket);
		});
		return cable;
	}

	async pull(): Promise<void> {
		await this.#context.setOffline(true);
		for (const socket of this.#sockets) await socket.close({ code: 1001 });
		this.#sockets.clear();
	}

	async plugIn(): Promise<void> {
		await this.#context.setOffline(false);
	}
}
