import { expect, it } from 'vitest';
import { isEmojiOnly } from './emoji-only.ts';

it.each(['👍', '🎉🎉🎉', '👩‍👩‍👧 🇺🇦', '❤️', '👍🏽 👋🏿', '#️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🧑🏽‍💻', '☝🏽'])('%s is a picture', (body) => {
	expect(isEmojiOnly(body)).toBe(true);
});

it.each(['', ' ', 'ok', '👍 ok', '1', '#', '123', '©', '👍👍👍👍', '❤'.repeat(2)])('%j is text', (body) => {
	expect(isEmojiOnly(body)).toBe(false);
});
