/** A body: whole where it is one piece, and otherwise as it is made. */
export type Content = { whole: Uint8Array } | { pieces: AsyncIterable<Uint8Array> };

/** Looks at the beginning of a body. What is sent whole is told its length and costs one system call, which is nearly every answer. */
export async function readContent(stream: ReadableStream<Uint8Array>): Promise<Content> {
	const reader = stream.getReader();
	const first = await reader.read();
	if (first.done) return { whole: new Uint8Array() };
	const second = await reader.read();
	if (second.done) return { whole: first.value };
	return { pieces: onwards(reader, first.value, second.value) };
}

async function* onwards(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	...read: Uint8Array[]
): AsyncGenerator<Uint8Array> {
	try {
		yield* read;
		for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
	} finally {
		// Whoever makes the pieces is told that nobody takes them any more.
		await reader.cancel();
	}
}
