/**
 * The form in which emails and usernames are compared. NFC first, so that the same name typed on two systems that
 * compose accents differently cannot become two accounts; not SQLite's NOCASE, which knows ASCII only.
 */
export function foldCase(text: string): string {
	return text.normalize('NFC').toLowerCase();
}
