import { get, listOf, once, patch, post, query, remove } from './api.js';
import { ask } from './dialog.js';
import { action, button, count, h, lamp, latest, loaded, notify, pages, picture, stateTable, status, tag, when } from './dom.js';
import { follow } from './live.js';
import { Permissions } from './permissions.js';
import { Transcript } from './transcript.js';

const STATUSES = ['', 'active', 'idle', 'paused', 'completed', 'terminated', 'expired', 'archived'];

/** What sessions without a title are called, whose key says nothing to people. */
const KINDS = { chat: 'Chat', device: 'Conversation of a device', shared: 'Shared session' };

/** What may be done with a session, by how it stands. */
const MOVES = {
  active: ['pause', 'complete', 'end', 'archive'],
  idle: ['resume', 'pause', 'complete', 'end', 'archive'],
  paused: ['resume', 'complete', 'end', 'archive'],
  completed: ['resume', 'archive'],
  terminated: ['archive'],
  expired: ['archive'],
  archived: [],
};
const NAMES = { pause: 'Pause', resume: 'Resume', complete: 'Complete', end: 'End', archive: 'Archive' };
const BECOMES = { pause: 'paused', resume: 'active', complete: 'completed', archive: 'archived' };

/** The user's sessions, and one of them as it is. */
export function sessions(main, { parameters }) {
  const id = parameters.get('id');
  return id ? one(main, id) : all(main, parameters.get('status') ?? '');
}

/** @param done is told when it was done */
const moves = (session, done) => MOVES[session.status].map(move =>
  button(NAMES[move], async () => {
    const path = `/sessions/${session.id}`;
    if (move !== 'end') {
      await patch(path, { status: BECOMES[move] }, { 'If-Match': `"${session.version}"` });
    } else if (await ask({ title: 'End this session for good?', text: 'Everybody in it is sent away.', button: 'End it', danger: true })) {
      await post(`${path}/end`);
    } else {
      return;
    }
    await done();
  }, { class: move === 'end' ? 'danger' : null }));

async function rename(session, done) {
  const title = await ask({ title: 'Rename the session', label: 'Title', value: session.title ?? '', optional: true, button: 'Rename it' });
  if (title !== undefined) {
    await patch(`/sessions/${session.id}`, { title: title || null }, { 'If-Match': `"${session.version}"` });
    await done();
  }
}

function all(main, wanted) {
  const list = pages(listOf('/me/sessions', 'items', { status: wanted }), session => card(session, () => list.refresh()),
    wanted ? `No session is ${wanted}.` : 'There is no session yet. One begins with your first word in the chat.');
  const end = follow('/me/events', {
    event: event => event.type.startsWith('session_') && list.refresh(),
    over: failure => failure && notify(failure.message),
  });
  main.append(
    h('div', { class: 'row head' }, h('h1', { class: 'grow' }, 'Sessions'),
      h('label', {}, 'Status', h('select', {
        onchange: event => { location.hash = query('#sessions', { status: event.target.value }); },
      }, STATUSES.map(word => h('option', { value: word, selected: word === wanted }, word || 'any')))),
      button('New shared session', async () => {
        location.hash = query('#sessions', { id: await open() });
      })),
    list);
  return end;
}

function card(session, done) {
  const more = h('details', { ontoggle: () => {
    if (more.open && more.children.length === 1) {
      more.append(
        h('p', { class: 'row' }, button('Rename', () => rename(session, done)), moves(session, done)),
        loaded(() => get(`/sessions/${session.id}/state`), ({ state }) => stateTable(state)));
    }
  } }, h('summary', {}, 'State and actions'));
  return h('article', { class: 'card' },
    h('div', { class: 'row' },
      h('a', { class: 'grow', href: query('#sessions', { id: session.id }) }, name(session)),
      h('span', {}, tag(session.kind), status(session.status))),
    h('p', { class: 'quiet' }, presence(session.clients), ' · last used ', when(session.last_activity_at)),
    h('p', {}, details(session)),
    more);
}

function presence(clients) {
  const names = [...new Set(clients.map(({ caller }) => caller.replace(/^[^:]*:/, '')))];
  return names.length ? `${names.length} there: ${names.join(', ')}` : 'Nobody is there';
}

const details = ({ labels, counters }) =>
  [...Object.entries(labels), ...Object.entries(counters)].map(([key, value]) => tag(`${key}: ${value}`));

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

const name = session => session.title ?? KINDS[session.kind] ?? session.key;

function one(main, id) {
  const named = encodeURIComponent(id);
  const path = `/sessions/${named}`;
  const line = lamp();
  const head = h('div', {});
  const inviting = h('section', { hidden: true });
  const state = h('div', {});
  const there = h('div', {});
  const labels = h('p', {});
  const transcript = new Transcript('Messages');
  const permissions = new Permissions();
  const asking = h('div', {});
  const kept = new Map();
  const known = { labels: {}, counters: {} };
  const invited = h('div', { class: 'qr', role: 'status' });
  let session;
  let guests;

  /** Again whenever it changes; the keyboard stays at the button that it was at, as long as that is there. */
  function show() {
    const pressed = head.contains(document.activeElement) ? document.activeElement.textContent : undefined;
    head.replaceChildren(
      h('div', { class: 'row head' }, h('h1', { class: 'grow', tabindex: -1 }, name(session)), line),
      h('p', {}, tag(session.kind), status(session.status), h('span', { class: 'quiet' }, 'begun ', when(session.created_at))),
      h('p', { class: 'row' }, button('Rename', () => rename(session, show)), moves(session, show)));
    if (pressed) {
      ([...head.querySelectorAll('button')].find(({ textContent }) => textContent === pressed) ?? head.querySelector('h1')).focus();
    }
    if (session.kind === 'worker' && !asking.firstChild) {
      asking.append(askWorker(named));
    }
    inviting.hidden = session.kind !== 'shared' || !MOVES[session.status].includes('end');
  }

  const showState = () => state.replaceChildren(stateTable(Object.fromEntries(kept)));

  const showDetails = () => labels.replaceChildren(...details(known));

  /** Asked for anew whenever it changes, so that who was there before is shown too. */
  const gather = latest(async () => {
    const { items } = await get(`${path}/presence`);
    there.replaceChildren(items.length
      ? h('ul', { class: 'there' }, items.map(({ caller, client, since }) =>
        h('li', {}, caller, ' ', tag(client), h('span', { class: 'quiet' }, ' since ', when(since)))))
      : h('p', { class: 'quiet' }, 'Nobody is there.'));
  });

  function begin(snapshot) {
    const first = !session;
    session = snapshot.session;
    kept.clear();
    Object.entries(snapshot.state ?? {}).forEach(([key, value]) => kept.set(key, value));
    show();
    showState();
    if (first && session.kind === 'shared') {
      guests = invitations(path);
      inviting.append(guests);
    }
    if (first && session.kind === 'workflow') {
      get(`/api/chat-sessions/${named}`).then(now => {
        Object.assign(known.labels, now.labels);
        Object.assign(known.counters, now.counters);
        showDetails();
      }).catch(failure => notify(failure.message));
    }
  }

  function keep(all, changes) {
    Object.entries(changes).forEach(([key, value]) => {
      if (value === null) {
        delete all[key];
      } else {
        all[key] = value;
      }
    });
  }

  const end = follow(`${path}/events`, {
    line: isUp => {
      line.line(isUp);
      if (isUp) {
        gather();
      }
    },
    event(event) {
      switch (event.type) {
        case 'snapshot':
          begin(event);
          break;
        case 'session_changed':
          session = { ...session, status: event.status, title: event.title, version: event.version };
          show();
          break;
        case 'state_changed':
          event.removed ? kept.delete(event.key) : kept.set(event.key, event.value);
          showState();
          break;
        case 'details_changed':
          keep(known.labels, event.labels);
          keep(known.counters, event.counters);
          showDetails();
          break;
        case 'presence':
          gather();
          break;
      }
      transcript.hear(event);
      permissions.hear(event);
    },
    over: failure => {
      line.tell(failure?.message ?? 'closed', 'down');
      transcript.loaded();
    },
  }, { begin: 'snapshot' });

  async function invite(admission) {
    const invitation = await post(`${path}/join-tokens`, { admission });
    const link = invitation.link ?? `${location.origin}/join.html#${invitation.token}`;
    invited.replaceChildren(
      h('p', {}, 'For one guest, until ', when(invitation.expires_at), ':'),
      h('p', { class: 'code' }, h('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, link)),
      invitation.qr_svg ? picture(invitation.qr_svg, 'QR code of the link') : '');
    guests.refresh();
  }

  inviting.append(h('h2', {}, 'Invite'),
    h('p', { class: 'row' },
      button('Invite to take part', () => invite('read_write')),
      button('Invite to watch', () => invite('read'))),
    invited);
  main.append(h('p', {}, h('a', { href: '#sessions' }, 'All sessions')), head, labels,
    h('h2', {}, 'Messages'), transcript.element, permissions.element, asking,
    h('h2', {}, 'Who is there'), there, inviting, h('h2', {}, 'State'), state);
  return end;
}

/** Who is invited into the session, and who came by that. */
function invitations(path) {
  const list = pages(listOf(`${path}/join-tokens`), token =>
    h('article', { class: 'card' }, h('div', { class: 'row' },
      h('span', { class: 'grow' }, token.admission === 'read' ? 'To watch' : 'To take part', h('span', { class: 'quiet' },
        token.redeemed_at ? [', came ', when(token.redeemed_at)] : [', open until ', when(token.expires_at)])),
      button('Revoke', async () => {
        await remove(`${path}/join-tokens/${token.token_id}`);
        await list.refresh();
      }, { class: 'danger' }))), 'Nobody is invited.');
  return list;
}

/** A question for the worker that answers in this session. */
function askWorker(id) {
  const text = h('input', { required: true, autocomplete: 'off' });
  return h('form', { class: 'composer', onsubmit: action(async () => {
    const asked = await once(`/worker-sessions/${id}/messages`, { content: text.value });
    text.value = '';
    if (asked.worker === 'offline') {
      notify('The worker is away; it answers when it is back.');
    }
  }) },
  h('label', { class: 'grow' }, 'Message', text), h('button', { class: 'main' }, 'Send'),
  button('Stop', () => post(`/worker-sessions/${id}/stop`), { class: 'danger' }));
}
