/** How often an open app looks for a new version, in ms. An installed app may stay open for weeks. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** The installed app and its next version: registers the service worker, and waits to be told before it takes over. */
class AppUpdate {
	#ready = $state(false);
	#registration: ServiceWorkerRegistration | undefined;
	#reloading = false;
	#installed = false;

	/** A new version is on this device and waits for {@link reload}. */
	get ready(): boolean {
		return this.#ready;
	}

	/** Call once, when the app starts. Where service workers are missing or forbidden the app works, online only. */
	async start(): Promise<void> {
		if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
		this.#installed = navigator.serviceWorker.controller !== null;
		navigator.serviceWorker.addEventListener('controllerchange', () => this.#controlled());
		try {
			this.#watch(await navigator.serviceWorker.register('/service-worker.js'));
		} catch (error) {
			console.warn('Tidings will not open without a network here:', error);
		}
	}

	/** Starts the newest version there is. */
	async reload(): Promise<void> {
		this.#reloading = true;
		const waiting = this.#registration?.waiting ?? (await this.#fetchNext());
		// Where this page is under no worker's control, none takes over and says so.
		if (waiting && navigator.serviceWorker.controller) return waiting.postMessage({ type: 'SKIP_WAITING' });
		location.reload();
	}

	/** Looks for a new version, and waits until it is on this device: a reload before that would start the old one again. */
	async #fetchNext(): Promise<ServiceWorker | null> {
		const registration = this.#registration;
		await registration?.update().catch(() => undefined);
		const next = registration?.installing;
		if (next) {
			await new Promise<void>((resolve) => {
				next.addEventListener('statechange', () => resolve(), { once: true });
			});
		}
		return registration?.waiting ?? null;
	}

	#watch(registration: ServiceWorkerRegistration): void {
		this.#registration = registration;
		this.#look();
		registration.addEventListener('updatefound', () => {
			registration.installing?.addEventListener('statechange', () => this.#look());
		});
		const update = () => void registration.update().catch(() => undefined);
		setInterval(update, LOOK_EVERY_MS);
		document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && update());
	}

	/** The first version ever waits for nobody and replaces nothing. */
	#look(): void {
		this.#ready = Boolean(this.#registration?.waiting && navigator.serviceWorker.controller);
	}

	/**
	 * On the first visit, the worker that this page has installed is of its own version. Later another tab may have let the new
	 * version in; under a half-written message this one must not reload by itself.
	 */
	#controlled(): void {
		if (this.#reloading) location.reload();
		else this.#ready = this.#installed;
		this.#installed = true;
	}
}

export const appUpdate = new AppUpdate();
