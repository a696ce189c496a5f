import { Actor } from '../time/scheduler.ts';
import type { Profile } from './profile.ts';

/** A page: what its globals are depends on the browser profile that it is open in. */
export class TabActor extends Actor {
	readonly profile: Profile;
	visible = true;
	/** Runs when the page is killed: what the browser then does with what it held. */
	readonly onDeath: (() => void)[] = [];

	constructor(name: string, profile: Profile) {
		super(name);
		this.profile = profile;
		this.skew = profile.skew;
	}

	/** The page is gone between two of its instructions. */
	kill(): void {
		this.dead = true;
		for (const end of this.onDeath.splice(0)) end();
	}
}
