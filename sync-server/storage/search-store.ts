/** What is looked for, by whom. Times are when a message was received, ms since the Unix epoch. */
export interface SearchAsk {
	/** User id: only what they may read at this moment is found. */
	userId: string;
	/** As it was typed. */
	text: string;
	/** Only in this room. */
	roomId?: string;
	/** Only by this author. */
	from?: string;
	/** Only what has a link. */
	hasLink: boolean;
	/** Only what was received before then. */
	before?: number;
	/** Only what was received then or later. */
	after?: number;
	/** {@link SearchFound.below} of the answer before this one. */
	below?: number;
	limit: number;
}

/** A message that was found. */
export interface MatchingMessage {
	id: string;
	roomId: string;
	seq: number;
	author: string;
	body: string;
	receivedAt: number;
	editedAt: number | null;
	/** Where in the body, in UTF-16 code units, in order and apart from each other. */
	hits: { start: number; end: number }[];
}

export interface SearchFound {
	/** The newest first. */
	messages: MatchingMessage[];
	/** Where to go on; null where everything has been looked through. There may be more, also where nothing was found yet. */
	below: number | null;
	/** False while what an older store had is still being indexed. */
	complete: boolean;
}

/** Finding messages. What is committed is found from that moment on. */
export interface SearchStore {
	searchMessages(ask: SearchAsk): Promise<SearchFound>;
	/** Indexes a little more of what an older store had; resolves with whether there is still more. */
	indexBacklog(): Promise<boolean>;
}
