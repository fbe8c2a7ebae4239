/** A call that was answered with a problem, as RFC 9457 has it. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
  }
}

/** What the window hears where the server may no longer know who asks. */
export const DOUBT = 'doubt';

const doubt = () => dispatchEvent(new Event(DOUBT));

async function problem(response) {
  if (response.status === 401) {
    doubt();
  }
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body);
}

/** Calls the server with the cookie of this page; gives what it answers, or throws what it says is wrong. */
export async function call(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error('The server cannot be reached.');
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response.status === 204 ? undefined : response.json();
}

export const get = path => call('GET', path);
export const post = (path, body = {}, headers) => call('POST', path, body, headers);
export const patch = (path, body, headers) => call('PATCH', path, body, headers);
export const remove = path => call('DELETE', path);

/** A call that may be sent again without being done again. */
export const once = (path, body) => post(path, body, { 'Idempotency-Key': crypto.randomUUID() });

/** `path` with the parameters that are there. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? path + '?' + new URLSearchParams(given) : path;
}

/** Reads a list page by page. */
export const listOf = (path, field = 'items', parameters = {}) => async cursor => {
  const page = await get(query(path, { ...parameters, cursor }));
  return { items: page[field], next: page.next_cursor ?? page.nextCursor };
};

export { doubt, problem };
