import type { Surroundings } from '../../markdown/render.ts';

/** What a message's Markdown is drawn from. */
export interface RichTextProps {
	body: string;
	surroundings: Surroundings;
	/** The signed-in account, where the message names it. */
	me: string | undefined;
	/** Whether Tab reaches what is in it. */
	reachable: boolean;
}
