let clientId: number | undefined;

/** The Yjs client id of the server process that runs now; undefined before there is one. */
export function processClientId(): number | undefined {
	return clientId;
}

export function beginProcess(id: number): void {
	clientId = id;
}
