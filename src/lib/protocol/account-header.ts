/**
 * A request's header with the id of the account that it is meant for. Where the session is another's by now, the answer is
 * `not-signed-in`. May be left out.
 */
export const ACCOUNT_HEADER = 'tidings-account';
