import type { Component } from 'svelte';

/** One thing to do. With `items` it leads to more of them, in place of the menu. */
export interface MenuItem {
	label: string;
	icon?: Component;
	/** One of several that is chosen. */
	checked?: boolean;
	/** Takes something away. */
	danger?: boolean;
	items?: MenuEntry[];
	action?: () => void;
}

export type MenuEntry = MenuItem | 'line';

/** Where a menu opens: at a point of the window, or under what has opened it. */
export type MenuPlace = { x: number; y: number } | HTMLElement;

/** The top left corner of a menu, in pixels of the window, so that all of it can be seen. */
export function menuCorner(place: MenuPlace, menu: { width: number; height: number }): { left: number; top: number } {
	const { x, y, flip } = place instanceof HTMLElement ? below(place) : { ...place, flip: place.y };
	const left = Math.max(EDGE_PX, Math.min(x, innerWidth - menu.width - EDGE_PX));
	const fits = y + menu.height + EDGE_PX <= innerHeight;
	const top = fits ? y : Math.max(EDGE_PX, Math.min(flip - menu.height, innerHeight - menu.height - EDGE_PX));
	return { left, top };
}

/** Kept free between a menu and the edge of the window. */
const EDGE_PX = 8;

function below(opener: HTMLElement): { x: number; y: number; flip: number } {
	const { left, top, bottom } = opener.getBoundingClientRect();
	return { x: left, y: bottom + 4, flip: top - 4 };
}

/** The item that a typed letter leads to from `current`, round and round; -1 where none begins so. */
export function itemByLetter(labels: readonly string[], letter: string, current: number): number {
	const order = labels.map((_, index) => (current + 1 + index) % labels.length);
	return order.find((index) => labels[index]?.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase())) ?? -1;
}
