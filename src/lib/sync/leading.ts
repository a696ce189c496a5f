import type { ConnectionState } from '../room/model.ts';
import type { DocumentSet } from './document-set.ts';
import type { HeadsList } from './heads-list.ts';
import { History } from './history.ts';
import type { LocalStore } from './local-store.ts';
import type { Outbox } from './outbox.ts';
import { Prefetch } from './prefetch.ts';
import { ServerLink } from './server-link.ts';
import { SyncSocket } from './socket.ts';
import type { Budget } from './tab-channel.ts';

interface LeadingParts {
	url: string;
	userId: string;
	store: LocalStore;
	documents: DocumentSet;
	outbox: Outbox;
	heads: HeadsList;
	confirm: (ids: string[]) => Promise<void>;
	onState: (state: ConnectionState) => void;
	onAhead: (documents: string[]) => void;
	onBudget: (budget: Budget) => void;
}

/** What only the leading tab has: the socket, the protocol, and the work in the background. */
export class Leading {
	readonly link: ServerLink;
	readonly prefetch: Prefetch;
	readonly socket: SyncSocket;

	constructor({ url, userId, onState, onAhead, onBudget, ...parts }: LeadingParts) {
		const history = new History(parts.store, parts.documents);
		this.socket = new SyncSocket(url, userId, () => history.point());
		this.link = new ServerLink({ ...parts, socket: this.socket, history });
		this.prefetch = new Prefetch({ ...parts, link: this.link, history, onBudget });
		this.link.on('begun', () => onAhead(this.link.ahead));
		this.link.on('ahead', () => onAhead(this.link.ahead));
		this.socket.on('state', onState);
		parts.documents.lead();
		onState(this.socket.state);
		this.socket.resume();
	}

	stop(): void {
		this.socket.stop();
		this.link.stop();
	}
}
