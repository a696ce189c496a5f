import fc from 'fast-check';

/** Something an honest page does before anybody tampers with it. */
export type Act =
	'say' | 'edit-own' | 'edit-other' | 'take-over' | 'delete' | 'draft' | 'entry' | 'info' | 'member' | 'nothing';

/** What is done to an update on its way. Numbers choose among what is there. */
export type Mutation =
	| { kind: 'swap-client'; of: number; to: number }
	| { kind: 'shift-clock'; of: number; by: number }
	| { kind: 'redirect'; of: number; side: 'origin' | 'rightOrigin' | 'both' | 'none'; to: number }
	| { kind: 'rekey'; of: number; to: number }
	| { kind: 'reroot'; of: number; to: number }
	| { kind: 'recontent'; of: number; to: number }
	| { kind: 'delete-more'; of: number; back: number; length: number }
	| { kind: 'spare' }
	| { kind: 'duplicate'; of: number }
	| { kind: 'reverse' }
	| { kind: 'drop'; of: number }
	| { kind: 'merge'; with: number }
	| { kind: 'flip'; at: number; bit: number }
	| { kind: 'cut'; at: number };

/** One update: who makes it, from which copy, what it does, what is done to it, and as whom it is sent. */
export interface Move {
	page: number;
	document: number;
	fresh: boolean;
	whole: boolean;
	acts: { act: Act; of: number }[];
	mutations: Mutation[];
	/** Undefined for the page's own account. */
	sender: number | undefined;
}

const pick = fc.nat({ max: 1000 });
const act = fc.record({
	act: fc.constantFrom<Act>(
		'say',
		'say',
		'say',
		'edit-own',
		'edit-own',
		'edit-other',
		'take-over',
		'take-over',
		'delete',
		'draft',
		'entry',
		'info',
		'member',
		'nothing'
	),
	of: pick
});

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	fc.record({ kind: fc.constant('swap-client'), of: pick, to: pick }),
	fc.record({ kind: fc.constant('shift-clock'), of: pick, by: fc.constantFrom(-2, -1, 1, 2, 1000, 2 ** 31, 2 ** 52) }),
	fc.record({
		kind: fc.constant('redirect'),
		of: pick,
		side: fc.constantFrom('origin', 'rightOrigin', 'both', 'none'),
		to: pick
	}),
	fc.record({ kind: fc.constant('rekey'), of: pick, to: pick }),
	fc.record({ kind: fc.constant('reroot'), of: pick, to: pick }),
	fc.record({ kind: fc.constant('recontent'), of: pick, to: pick }),
	fc.record({
		kind: fc.constant('delete-more'),
		of: pick,
		back: fc.integer({ min: -2, max: 4 }),
		length: fc.constantFrom(0, 0, 1, 2, 1000)
	}),
	fc.record({ kind: fc.constant('duplicate'), of: pick }),
	fc.record({ kind: fc.constant('spare') }),
	fc.record({ kind: fc.constant('spare') }),
	fc.record({ kind: fc.constant('reverse') }),
	fc.record({ kind: fc.constant('drop'), of: pick }),
	fc.record({ kind: fc.constant('merge'), with: pick }),
	fc.record({ kind: fc.constant('flip'), at: fc.nat(), bit: fc.nat(7) }),
	fc.record({ kind: fc.constant('cut'), at: fc.nat() })
);

/** A conversation among honest pages and tampered updates. */
export const moves: fc.Arbitrary<Move[]> = fc.array(
	fc.record({
		page: pick,
		// Mostly the room's segment: most rules are there.
		document: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3),
		fresh: fc.boolean(),
		whole: fc.boolean(),
		acts: fc.array(act, { minLength: 1, maxLength: 3 }),
		mutations: fc.oneof(fc.constant<Mutation[]>([]), fc.array(mutation, { minLength: 1, maxLength: 3 })),
		sender: fc.option(pick, { nil: undefined, freq: 1 })
	}),
	{ minLength: 1, maxLength: 12 }
);
