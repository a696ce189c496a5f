const HOUR_MS = 3_600_000;

/** The hour at which a working day begins: "until tomorrow" is no promise of a notice at midnight. */
const MORNING_HOUR = 8;

/** How long a room can be silenced; 0 of `mutedUntil` stands for until it is changed. */
export const MUTE_CHOICES = ['hour', 'hours', 'tomorrow', 'always'] as const;
export type MuteChoice = (typeof MUTE_CHOICES)[number];

/** What `mutedUntil` becomes, ms since the Unix epoch. */
export function mutedUntil(choice: MuteChoice, now: number): number {
	switch (choice) {
		case 'hour':
			return now + HOUR_MS;
		case 'hours':
			return now + 8 * HOUR_MS;
		case 'tomorrow':
			return new Date(new Date(now).setHours(24, 0, 0, 0)).setHours(MORNING_HOUR);
		case 'always':
			return 0;
	}
}
