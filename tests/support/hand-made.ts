import * as encoding from 'lib0/encoding';

/** A place in a document: a struct's client id and clock. */
export type Place = [client: number, clock: number];

/** Where an item says it stands. Yjs writes the root and the key only where there is no neighbour to copy them from. */
export interface Position {
	origin?: Place;
	rightOrigin?: Place;
	root?: string;
	key?: string;
}

/** Structs in a row under one client id. */
export interface Block {
	client: number;
	clock: number;
	structs: number[][];
	/** How many structs it claims to hold; the truth unless given. */
	claims?: number;
}

/** What an update deletes under one client id: clock and length of each range. */
export interface Deletion {
	client: number;
	ranges: [clock: number, length: number][];
	claims?: number;
}

/** Types of content in update format v1 (Yjs INTERNALS.md, `ContentRefs`). */
const DELETED = 1;
const ANY = 8;
const SKIP = 10;

/** An update (v1) that no Y.Doc would make. */
export function handMade(blocks: Block[], deletions: Deletion[] = []): Uint8Array {
	return Uint8Array.from([
		...varUints(blocks.length),
		...blocks.flatMap(({ client, clock, structs, claims }) => [
			...varUints(claims ?? structs.length, client, clock),
			...structs.flat()
		]),
		...varUints(deletions.length),
		...deletions.flatMap(({ client, ranges, claims }) => varUints(client, claims ?? ranges.length, ...ranges.flat()))
	]);
}

/** An item with one JSON value. */
export function valueItem(position: Position, value: unknown): number[] {
	const any = encoding.encode((encoder) => encoding.writeAny(encoder, value as encoding.AnyEncodable));
	return [...item(ANY, position), 1, ...any];
}

/** An item whose values come as bytes, as they are. */
export function rawValueItem(position: Position, count: number, bytes: Iterable<number>): number[] {
	return [...item(ANY, position), ...varUints(count), ...bytes];
}

/** An item that was deleted before anyone saw it. */
export function deletedItem(position: Position, length: number): number[] {
	return [...item(DELETED, position), ...varUints(length)];
}

/** A hole in the clocks of a client id. */
export function skip(length: number): number[] {
	return [SKIP, ...varUints(length)];
}

/** Numbers as the wire has them. */
export function varUints(...values: number[]): number[] {
	return [...encoding.encode((encoder) => values.forEach((value) => encoding.writeVarUint(encoder, value)))];
}

function item(content: number, { origin, rightOrigin, root = 'messages', key }: Position): number[] {
	const info = content | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key === undefined ? 0 : 0x20);
	const neighbours = [...(origin ?? []), ...(rightOrigin ?? [])];
	if (neighbours.length > 0) return [info, ...varUints(...neighbours)];
	return [info, 1, ...string(root), ...(key === undefined ? [] : string(key))];
}

function string(text: string): number[] {
	return [...encoding.encode((encoder) => encoding.writeVarString(encoder, text))];
}
