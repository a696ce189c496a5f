import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const TYPED = ['**/*.ts', '**/*.svelte'];

/** Forbids imports that match a regular expression, saying why. */
const forbidImports = (/** @type {{ regex: string, message: string }} */ pattern) =>
	/** @type {import('eslint').Linter.RulesRecord} */ ({ 'no-restricted-imports': ['error', { patterns: [pattern] }] });

export default defineConfig(
	globalIgnores(['.svelte-kit/', 'build/', 'data/', 'project.inlang/', 'src/lib/paraglide/', 'tests/.artifacts/']),
	js.configs.recommended,
	{ languageOptions: { globals: globals.node } },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: TYPED,
		extends: [ts.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/consistent-type-imports': 'error',
			// A method that keeps a promise-returning interface needs no await of its own.
			'@typescript-eslint/require-await': 'off',
			// The tail of `throw value satisfies never`: the exhaustive error of a switch.
			'@typescript-eslint/only-throw-error': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// TypeScript knows better which names exist.
			'no-undef': 'off'
		}
	},
	svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// The app is always served from the root of its origin.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		// To typescript-eslint an imported component is `any`; svelte-check knows its type and checks these places.
		files: ['**/*.svelte'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['src/service-worker.ts'],
		languageOptions: { parserOptions: { projectService: false, project: './tsconfig.worker.json' } }
	},
	{
		files: ['src/**/*.{ts,svelte}'],
		rules: forbidImports({
			regex: '(^|/)sync-server(/|$)',
			message: 'The app and the server share src/lib/protocol only.'
		})
	},
	{
		files: ['src/lib/protocol/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: forbidImports({
			regex: '^(?!\\./[^/]+$|yjs$|lib0(/|$)|y-protocols/|zod(/|$)|uuid$)',
			message: 'src/lib/protocol is flat and pure: itself, yjs, lib0, y-protocols, zod and uuid.'
		})
	},
	{
		files: ['sync-server/**/*.ts'],
		rules: forbidImports({
			regex: '^\\$|(^|/)src/(?!lib/protocol/)',
			message: 'Of the app, the server may use src/lib/protocol only.'
		})
	}
);
