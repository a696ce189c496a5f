import type { Component } from 'svelte';

/** A page in the list of those that belong together. */
export interface PageLink {
	href: string;
	label: string;
	/** A lucide icon. */
	icon: Component<{ 'aria-hidden': 'true' }>;
}
