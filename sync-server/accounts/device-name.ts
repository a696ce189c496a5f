/** How browsers name themselves, those first that also carry another's name: Edge says Chrome, and Chrome says Safari. */
const BROWSERS: [name: string, mark: RegExp][] = [
	['Edge', /\bEdg(e|A|iOS)?\//],
	['Opera', /\bOPR\//],
	['Samsung Internet', /\bSamsungBrowser\//],
	['Firefox', /\b(Firefox|FxiOS)\//],
	['Chrome', /\b(Chrome|CriOS|Chromium)\//],
	['Safari', /\bVersion\/[\d.]+ .*Safari\//]
];

/** Systems, those first that also carry another's name: Android says Linux, and an iPhone says Mac OS X. */
const SYSTEMS: [name: string, mark: RegExp][] = [
	['iPhone', /\biPhone\b/],
	['iPad', /\biPad\b/],
	['Android', /\bAndroid\b/],
	['Windows', /\bWindows\b/],
	['ChromeOS', /\bCrOS\b/],
	['macOS', /\bMac OS X\b|\bMacintosh\b/],
	['Linux', /\bLinux\b/]
];

/** How much of a User-Agent is read, in characters: real ones are below 300, and the rest is somebody's regular expression test. */
const USER_AGENT_MAX_CHARS = 512;

/**
 * What a person calls the device of a session by, such as `Firefox on Linux`; empty where the User-Agent says nothing that
 * they would know. It is what the device says of itself, and worth no more than that.
 */
export function deviceName(userAgent: string | undefined): string {
	const text = (userAgent ?? '').slice(0, USER_AGENT_MAX_CHARS);
	const find = (names: [string, RegExp][]) => names.find(([, mark]) => mark.test(text))?.[0];
	return [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined).join(' on ');
}
