/** As pictures, not as letters: `©` is a letter until it is asked to be more. */
const BASE =
	'(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\ufe0f|\\p{Emoji_Modifier_Base}(?=\\p{Emoji_Modifier}))';
const DRESS = '(?:\\ufe0f|\\p{Emoji_Modifier}|[\\u{E0020}-\\u{E007F}]+)?';
const JOINED = `(?:\\u200d\\p{Extended_Pictographic}${DRESS})*`;
const EMOJI = `(?:\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f\\u20e3|${BASE}${DRESS}${JOINED})`;
const EMOJI_ONLY = new RegExp(`^(?:\\s*${EMOJI}){1,3}\\s*$`, 'u');

/** Whether a message is one to three emoji and nothing else. */
export function isEmojiOnly(body: string): boolean {
	return EMOJI_ONLY.test(body);
}
