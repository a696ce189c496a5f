/** A reason not to start, told to whoever starts the server: the message is one sentence, without a stack. */
export class StartupError extends Error {
	override name = 'StartupError';
}
