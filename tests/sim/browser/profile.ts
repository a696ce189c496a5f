import { IDBFactory } from 'fake-indexeddb';
import type { Random } from '../time/random.ts';
import type { Scheduler } from '../time/scheduler.ts';
import { Bus } from './broadcast-channel.ts';
import { Locks } from './locks.ts';
import type { Network } from './network.ts';

/** One browser on one device: what its tabs share. */
export class Profile {
	/** Whose cookie its sockets carry. */
	readonly userId: string;
	readonly disk = new IDBFactory();
	readonly bus: Bus;
	readonly locks: Locks;
	readonly network: Network;
	/** How far the device's clock is off, in ms. */
	readonly skew: number;

	constructor(userId: string, skew: number, surroundings: { scheduler: Scheduler; random: Random; network: Network }) {
		this.userId = userId;
		this.skew = skew;
		this.network = surroundings.network;
		this.bus = new Bus(surroundings.scheduler, surroundings.random);
		this.locks = new Locks(surroundings.scheduler);
	}
}
