let asked = false;

/**
 * Asks the browser not to evict this origin's data when the device runs low (Storage Standard, `persist`). Call it when
 * the person has written something: then there is something to lose, and browsers that weigh such wishes by use agree.
 */
export async function keepStorage(): Promise<void> {
	if (asked) return;
	asked = true;
	// Missing outside secure contexts; a refusal is no failure, for what is unsent is warned about anyway.
	await (navigator.storage as StorageManager | undefined)?.persist().catch(() => false);
}
