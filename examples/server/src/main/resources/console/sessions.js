import { get, listOf, once, patch, post, query, remove } from './api.js';
import { action, h, latest, notify, pages, picture, table, when } from './dom.js';
import { follow } from './live.js';
import { Permissions } from './permissions.js';
import { Transcript } from './transcript.js';

const STATUSES = ['', 'active', 'idle', 'paused', 'completed', 'terminated', 'expired', 'archived'];

/** The user's sessions, and one of them as it is. */
export function sessions(main, { parameters }) {
  const id = parameters.get('id');
  return id ? one(main, id) : all(main, parameters.get('status') ?? '');
}

function all(main, status) {
  const list = pages(listOf('/me/sessions', 'items', { status }), session =>
    h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('a', { href: query('#sessions', { id: session.id }) }, name(session)),
        h('span', {}, tags(session)), h('span', { class: 'quiet' }, 'last used ', when(session.last_activity_at)))),
  'There are no such sessions.');
  main.append(h('div', { class: 'row' }, h('h1', { class: 'grow' }, 'Sessions'),
    h('label', {}, 'Status', h('select', {
      onchange: event => { location.hash = query('#sessions', { status: event.target.value }); },
    }, STATUSES.map(word => h('option', { value: word, selected: word === status }, word || 'any')))),
    h('button', { type: 'button', onclick: action(async () => {
      const opened = await open();
      location.hash = query('#sessions', { id: opened });
    }) }, 'New shared session')), list);
  return () => {};
}

/** A shared session begins with the first WebSocket that comes into it. */
function open() {
  return new Promise((opened, failed) => {
    const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws');
    socket.onmessage = message => {
      opened(JSON.parse(message.data).session_id);
      socket.close();
    };
    socket.onerror = () => failed(new Error('The server opened no session.'));
  });
}

const name = session => session.title ?? (session.kind === 'chat' ? 'Chat' : session.key);

const tags = session => [session.kind, session.status].map(word => h('span', { class: 'tag' }, word));

function one(main, id) {
  const path = `/sessions/${id}`;
  const head = h('div', {});
  const state = h('div', {});
  const there = h('div', {});
  const labels = h('div', {});
  const transcript = new Transcript('Messages');
  const permissions = new Permissions();
  const asking = h('div', {});
  const kept = new Map();
  const known = new Map();
  const invited = h('div', { class: 'qr', role: 'status' });
  const title = h('input', { autocomplete: 'off' });
  let session;

  function show() {
    if (!session) {
      return;
    }
    head.replaceChildren(h('h1', {}, name(session)),
      h('p', {}, tags(session), h('span', { class: 'quiet' }, 'begun ', when(session.created_at))));
    if (session.kind === 'worker' && !asking.firstChild) {
      asking.append(askWorker(id));
    }
    state.replaceChildren(kept.size
      ? table('State', ['Key', 'Value'], [...kept].map(([key, value]) => [key, h('code', { class: 'code' }, JSON.stringify(value))]))
      : h('p', { class: 'quiet' }, 'Nothing is kept.'));
    labels.replaceChildren(...[...known].map(([key, value]) => h('span', { class: 'tag' }, `${key}: ${value}`)));
  }

  /** Asked for anew whenever it changes, so that who was there before is shown too. */
  const gather = latest(async () => {
    const { items } = await get(`${path}/presence`);
    there.replaceChildren(items.length
      ? h('ul', {}, items.map(({ caller, client, since }) =>
        h('li', {}, caller, ' ', h('span', { class: 'tag' }, client), h('span', { class: 'quiet' }, ' since ', when(since)))))
      : h('p', { class: 'quiet' }, 'Nobody is there.'));
  });

  const end = follow(`${path}/events`, {
    line: isUp => isUp && gather(),
    event(event) {
      switch (event.type) {
        case 'snapshot':
          session = event.session;
          title.value = session.title ?? '';
          Object.entries(event.state ?? {}).forEach(([key, value]) => kept.set(key, value));
          break;
        case 'session_changed':
          session = { ...session, status: event.status, title: event.title, version: event.version };
          break;
        case 'state_changed':
          event.removed ? kept.delete(event.key) : kept.set(event.key, event.value);
          break;
        case 'details_changed':
          Object.entries(event.labels).forEach(([key, value]) => value === null ? known.delete(key) : known.set(key, value));
          Object.entries(event.counters).forEach(([key, value]) => known.set(key, value));
          break;
        case 'presence':
          gather();
          break;
      }
      transcript.hear(event);
      permissions.hear(event);
      show();
    },
    over: failure => failure && notify(failure.message),
  }, { begin: 'snapshot' });

  get(`/api/chat-sessions/${id}`).then(({ conversation }) => {
    Object.entries({ ...conversation?.labels, ...conversation?.counters }).forEach(([key, value]) => known.set(key, value));
    show();
  }).catch(failure => failure.status !== 404 && notify(failure.message));

  const move = status => action(async () => {
    await patch(path, { status }, { 'If-Match': `"${session.version}"` });
  });

  async function invite(admission) {
    const invitation = await post(`${path}/join-tokens`, { admission });
    const link = invitation.link ?? `${location.origin}/join.html#${invitation.token}`;
    invited.replaceChildren(
      h('p', {}, 'For one guest, until ', when(invitation.expires_at), ':'),
      h('p', { class: 'code' }, h('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, link)),
      invitation.qr_svg ? picture(invitation.qr_svg, 'QR code of the link') : '');
    guests.refresh();
  }

  const guests = pages(listOf(`${path}/join-tokens`), token =>
    h('article', { class: 'card' }, h('div', { class: 'row' },
      h('span', {}, token.admission), h('span', { class: 'quiet' },
        token.redeemed_at ? ['came ', when(token.redeemed_at)] : ['open until ', when(token.expires_at)]),
      h('button', { type: 'button', class: 'danger', onclick: action(async () => {
        await remove(`${path}/join-tokens/${token.token_id}`);
        await guests.refresh();
      }) }, 'Revoke'))), 'Nobody is invited.');

  main.append(h('p', {}, h('a', { href: '#sessions' }, 'All sessions')), head, labels,
    h('form', { class: 'row', onsubmit: action(async () => {
      await patch(path, { title: title.value || null }, { 'If-Match': `"${session.version}"` });
    }) }, h('label', {}, 'Title', title), h('button', {}, 'Rename')),
    h('p', { class: 'row' },
      h('button', { type: 'button', onclick: move('active') }, 'Resume'),
      h('button', { type: 'button', onclick: move('paused') }, 'Pause'),
      h('button', { type: 'button', onclick: move('completed') }, 'Complete'),
      h('button', { type: 'button', onclick: move('archived') }, 'Archive'),
      h('button', { type: 'button', class: 'danger', onclick: action(async () => {
        if (confirm('End this session for good?')) {
          await post(`${path}/end`);
        }
      }) }, 'End')),
    h('h2', {}, 'Invite'),
    h('p', { class: 'row' },
      h('button', { type: 'button', onclick: action(() => invite('read_write')) }, 'Invite to take part'),
      h('button', { type: 'button', onclick: action(() => invite('read')) }, 'Invite to watch')),
    invited, guests,
    h('h2', {}, 'Who is there'), there, h('h2', {}, 'State'), state, h('h2', {}, 'Messages'), transcript.element, permissions.element, asking);
  return end;
}

/** A question for the worker that answers in this session. */
function askWorker(id) {
  const text = h('input', { required: true, autocomplete: 'off' });
  return h('form', { class: 'row', onsubmit: action(async () => {
    const asked = await once(`/worker-sessions/${id}/messages`, { content: text.value });
    text.value = '';
    if (asked.worker === 'offline') {
      notify('The worker is away; it answers when it is back.');
    }
  }) },
  h('label', { class: 'grow' }, 'Message', text), h('button', { class: 'main' }, 'Send'),
  h('button', { type: 'button', class: 'danger', onclick: action(() => post(`/worker-sessions/${id}/stop`)) }, 'Stop'));
}
