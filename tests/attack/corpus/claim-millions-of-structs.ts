import { type UpdateAttack } from '../../support/attack.ts';

/** Applying it would allocate an array of that length (U3). */
export default {
	name: 'make the server allocate by claiming millions of structs',
	code: 'malformed',
	update: () => Uint8Array.of(1, 255, 255, 255, 15, 1, 0)
} satisfies UpdateAttack;
