/** The languages that have colours, and the other names that people write behind a fence. */
const NAMES: Record<string, string> = {
	bash: 'sh shell zsh console',
	c: 'h',
	cpp: 'c++ cc hpp cxx',
	csharp: 'cs c#',
	css: 'scss less',
	diff: 'patch',
	go: 'golang',
	java: '',
	javascript: 'js jsx mjs cjs node',
	json: 'json5 jsonc',
	php: '',
	python: 'py python3',
	ruby: 'rb',
	rust: 'rs',
	sql: 'sqlite postgres postgresql mysql',
	typescript: 'ts tsx mts',
	xml: 'html svg xhtml svelte vue',
	yaml: 'yml'
};

const BY_NAME = new Map(
	Object.entries(NAMES).flatMap(([language, others]) =>
		[language, ...(others.match(/\S+/g) ?? [])].map((name) => [name, language])
	)
);

/**
 * Characters of a block and of a line of it that get colours. highlight.js tries its patterns anew at every letter: sixteen thousand
 * letters in a line kept it busy for two seconds.
 */
const CODE_MAX_CHARS = 8_000;
const LINE_MAX_CHARS = 400;
const LONG_LINE = new RegExp(`.{${LINE_MAX_CHARS + 1}}`);

/** The language in which to colour code under a fence with this label; undefined where it stays as it is. */
export function languageOf(label: string, code: string): string | undefined {
	if (code.length > CODE_MAX_CHARS || LONG_LINE.test(code)) return undefined;
	return BY_NAME.get(/^\S+/.exec(label)?.[0].toLowerCase() ?? '');
}
