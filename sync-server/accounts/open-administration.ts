import type { Logger } from 'pino';
import { Mailer, type MailConfig } from '../mail/mailer.ts';
import type { Contacts } from '../people/contacts.ts';
import type { Profiles } from '../people/profiles.ts';
import { Messages } from '../room/messages.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Storage } from '../storage/storage.ts';
import type { Accounts } from './accounts.ts';
import { Eraser } from './eraser.ts';
import { Links } from './links.ts';
import { Members } from './members.ts';
import { Workspace } from './workspace.ts';

/** What is done with accounts besides signing in. */
export interface Administration {
	links: Links;
	members: Members;
	workspace: Workspace;
	/** Begins nothing more in the background. */
	stop(): void;
}

export interface AdministrationDeps {
	store: Storage;
	accounts: Accounts;
	profiles: Pick<Profiles, 'refresh'>;
	contacts: Pick<Contacts, 'remove' | 'unblock'>;
	rooms: Rooms;
	/** Undefined for a server that sends no mail. */
	mail: MailConfig | undefined;
	/** Where people open links. */
	origin: string;
	now: () => number;
	log: Logger;
}

/** Puts the parts together, and goes on with what a server that was killed has left undone. */
export function openAdministration(deps: AdministrationDeps): Administration {
	const { store, accounts, profiles, contacts, rooms, mail, origin, now, log } = deps;
	const mailer = mail && new Mailer(mail, log);
	const links = new Links({ store, accounts, mailer, origin, now, log });
	const messages = new Messages(rooms.desk);
	const eraser = new Eraser({
		store,
		desk: rooms.desk,
		contacts,
		deleteMessage: (message) => messages.erase(message),
		report: (err) => log.error({ err }, 'a deleted account was not erased')
	});
	eraser.resume();
	return {
		links,
		members: new Members({ store, accounts, links, profiles, eraser, now }),
		workspace: new Workspace(store, rooms.desk.documents),
		stop() {
			eraser.stop();
			mailer?.close();
		}
	};
}
