import type { CommandOutbox } from '../commands/command-outbox.ts';
import { CommandSender } from '../commands/command-sender.ts';
import { headName } from '../protocol/document-name.ts';
import type { ConnectionState } from '../room/model.ts';
import type { DocumentSet } from './document-set.ts';
import type { HeadsList } from './heads-list.ts';
import { History } from './history.ts';
import type { LocalStore } from './local-store.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import type { PersonalState } from './personal-state.ts';
import { Prefetch } from './prefetch.ts';
import { ServerLink } from './server-link.ts';
import { SyncSocket } from './socket.ts';
import type { Summaries } from './summaries.ts';
import { SummaryKeeper } from './summary-keeper.ts';
import type { Budget } from './tab-channel.ts';

interface LeadingParts {
	url: string;
	userId: string;
	store: LocalStore;
	documents: DocumentSet;
	outbox: Outbox;
	heads: HeadsList;
	commands: CommandOutbox;
	personal: PersonalState;
	summaries: Summaries;
	settled: (change: Promise<boolean>) => Promise<void>;
	/** The server has a message with the words that it had before they were changed here: these become an edit. */
	overtaken: (entry: OutboxEntry) => Promise<void>;
	/** Forgets what is on this device of a message that was deleted. */
	discard: (messageId: string) => Promise<void>;
	onState: (state: ConnectionState) => void;
	onAhead: (documents: string[]) => void;
	onBudget: (budget: Budget) => void;
}

/** What only the leading tab has: the socket, the protocol, and the work in the background. */
export class Leading {
	readonly link: ServerLink;
	readonly prefetch: Prefetch;
	readonly socket: SyncSocket;
	readonly #commands: CommandOutbox;
	readonly #sender: CommandSender;
	readonly #keeper: SummaryKeeper;

	constructor({ url, userId, onState, onAhead, onBudget, ...parts }: LeadingParts) {
		this.#commands = parts.commands;
		const history = new History(parts.store, parts.documents);
		this.socket = new SyncSocket(url, userId, () => history.point());
		const isAwaited = (roomId: string) => parts.commands.makes(roomId) && !parts.heads.names.includes(headName(roomId));
		const isWithdrawn = (messageId: string) => parts.commands.deletes(messageId);
		this.link = new ServerLink({ ...parts, socket: this.socket, history, isAwaited, isWithdrawn });
		this.prefetch = new Prefetch({ ...parts, link: this.link, history, onBudget });
		this.#sender = new CommandSender({
			commands: parts.commands,
			isOnItsWay: (id) => this.link.isOnItsWay(id),
			isReturned: (id) => parts.outbox.get(id)?.returned !== undefined,
			discard: parts.discard,
			lists: (roomId) => parts.heads.names.includes(headName(roomId)),
			giveBack: (roomId) => this.link.refuseRoom(roomId)
		});
		this.#keeper = new SummaryKeeper({ ...parts, userId });
		this.link.on('begun', () => this.#sender.begin());
		this.socket.on('state', ({ kind }) => kind !== 'online' && this.#sender.end());
		parts.outbox.on('change', this.#sender.run);
		parts.commands.on('change', this.link.settleAll);
		this.link.on('idle', this.#sender.run);
		void this.#keeper.start();
		this.link.on('begun', () => onAhead(this.link.ahead));
		this.link.on('ahead', () => onAhead(this.link.ahead));
		this.socket.on('state', onState);
		parts.documents.lead();
		onState(this.socket.state);
		this.socket.resume();
	}

	/** The list of documents has changed. */
	followList(): void {
		this.#sender.followList();
		this.#keeper.followList();
	}

	stop(): void {
		this.#commands.off('change', this.link.settleAll);
		this.#sender.stop();
		this.#keeper.stop();
		this.socket.stop();
		this.link.stop();
	}
}
