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
		[language, ...others.split(' ')].map((name) => [name, language])
	)
);

/** The language that a fence names; undefined for none, or one without colours. */
export function languageOf(label: string): string | undefined {
	return BY_NAME.get(/^\S+/.exec(label)?.[0].toLowerCase() ?? '');
}
