import { newId } from '../../src/lib/protocol/ids.ts';
import type { Documents } from '../../sync-server/room/documents.ts';
import { Network } from './browser/network.ts';
import { Profile } from './browser/profile.ts';
import { Journal } from './checks/journal.ts';
import { Witness } from './checks/witness.ts';
import { Device, Tab } from './device.ts';
import { Disk } from './server/disk.ts';
import type { DiskWeather } from './server/process-store.ts';
import { SimServer } from './server/sim-server.ts';
import type { Random } from './time/random.ts';
import type { Scheduler } from './time/scheduler.ts';

/** How far a device's clock may be off, in ms, both ways: a wrong time zone and a dead battery. */
const SKEW_MAX_MS = 14 * 3_600_000;

/** What a test may break on purpose, to see that a run notices. */
export interface Sabotage {
	documents?: (documents: Documents) => Documents;
	tab?: (tab: Tab) => void;
}

/** A team, their devices, the server and its disk. */
export class World {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly journal: Journal;
	readonly witness: Witness;
	readonly disk = new Disk();
	readonly weather: DiskWeather = { latency: 4, failsUntil: 0, keptAllTheSame: 0 };
	readonly devices: Device[] = [];
	readonly users: string[] = [];
	readonly rooms: string[] = [];
	/** The server, where one runs. */
	server: SimServer | undefined;
	/** Whether people join, leave and are removed in this run. */
	membership = false;
	/** Whether it was ever put back to a backup. */
	restored = false;
	#sabotage: Sabotage;
	#lives = 0;

	constructor(scheduler: Scheduler, random: Random, sabotage: Sabotage = {}) {
		this.scheduler = scheduler;
		this.random = random;
		this.#sabotage = sabotage;
		this.journal = new Journal(scheduler);
		this.witness = new Witness(this.disk, this.journal);
	}

	get tabs(): Tab[] {
		return this.devices.flatMap(({ tabs }) => tabs);
	}

	async signUp(name: string): Promise<string> {
		const id = newId();
		const user = { id, email: `${name}@sim`, username: name, displayName: name, passwordHash: '', createdAt: 0 };
		await this.disk.write((to) => to.createUser(user));
		const times = { createdAt: 0, lastUsedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };
		await this.disk.write((to) => to.createSession({ tokenHash: id, userId: id, device: '', ...times }));
		this.users.push(id);
		return id;
	}

	addDevice(name: string, userId: string): Device {
		const { scheduler, random } = this;
		const network = new Network(scheduler, random, () => this.server);
		const skew = random.chance(0.5) ? random.int(-SKEW_MAX_MS, SKEW_MAX_MS) : 0;
		const device = new Device(name, newId(), new Profile(userId, skew, { scheduler, random, network }));
		this.devices.push(device);
		return device;
	}

	openTab(device: Device): Tab {
		const tab = new Tab(device, this.scheduler, this.journal);
		this.#sabotage.tab?.(tab);
		return tab;
	}

	startServer(healMinutes = 0): SimServer {
		this.witness.begin();
		const wrapDocuments = this.#sabotage.documents ?? ((documents: Documents) => documents);
		this.server = new SimServer(this.#lives++, { ...this, wrapDocuments });
		this.server.start(healMinutes);
		return this.server;
	}

	crashServer(): void {
		this.server?.crash();
		this.server = undefined;
	}

	/** Asks the server for something that comes by REST, whatever becomes of it. */
	command(act: (server: SimServer) => Promise<unknown> | undefined): void {
		const { server } = this;
		if (server === undefined) return;
		this.scheduler.after(0, server.actor, () => void act(server)?.catch(() => undefined));
	}
}
