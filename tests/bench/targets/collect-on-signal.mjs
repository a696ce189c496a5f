// Preloaded into each server under test. Main thread only: a worker gets no signals.
process.on('SIGUSR2', () => {
	for (let round = 0; round < 3; round++) /** @type {() => void} */ (globalThis.gc)();
});
