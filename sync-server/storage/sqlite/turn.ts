/** What an operation gets from the batch it is in. */
export interface Turn {
	/** Dates the audit log. */
	now: number;
	/** The number that its commits take, all the same one. */
	version: number;
}
