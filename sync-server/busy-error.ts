/** The server has too much to do to take this on now; nothing is wrong with the request. */
export class BusyError extends Error {
	override name = 'BusyError';
}
