import { createSubscriber } from 'svelte/reactivity';

/** Something that says `change` when what can be read from it has changed. */
export interface Source {
	on(name: 'change', listener: () => void): unknown;
	off(name: 'change', listener: () => void): unknown;
}

/** Bridges a source to runes: whoever calls the returned function while rendering is rendered again at each change. */
export function changesOf(source: Source): () => void {
	return createSubscriber((update) => {
		source.on('change', update);
		return () => source.off('change', update);
	});
}
