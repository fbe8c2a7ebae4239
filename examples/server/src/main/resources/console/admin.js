import { listOf, once, query, remove } from './api.js';
import { action, h, pages, table, when } from './dom.js';

/** For administrators: everybody's sessions, without a word of what was said, and tokens. */
export function admin(main) {
  const list = pages(listOf('/admin/sessions', 'sessions'), session =>
    h('article', { class: 'card' }, h('div', { class: 'row' },
      h('span', { class: 'code' }, session.user_id ?? 'nobody yet'),
      h('span', {}, [session.kind, session.status].map(word => h('span', { class: 'tag' }, word))),
      h('span', { class: 'quiet' }, `${session.clients.length} there, ${session.state_keys} kept, last used `,
        when(session.last_activity_at)))), 'There are no sessions.');

  const user = h('input', { required: true, autocomplete: 'off' });
  const role = h('select', {}, ['user', 'admin'].map(word => h('option', {}, word)));
  const days = h('input', { type: 'number', min: 1, max: 366, value: 30, required: true });
  const issued = h('div', { role: 'status' });

  async function issue() {
    const token = await once('/admin/tokens', { user_id: user.value, role: role.value, ttl: days.value * 86400 });
    issued.replaceChildren(table('Token', ['For', 'Token, shown this once', 'Until', ''], [[
      user.value, h('span', { class: 'code' }, token.token), when(token.expires_at),
      h('button', { type: 'button', class: 'danger', onclick: action(async () => {
        await remove(`/admin/tokens/${token.token_id}`);
        issued.replaceChildren(h('p', {}, 'Revoked.'));
      }) }, 'Revoke')]]));
  }

  main.append(h('h1', {}, 'Administration'), h('h2', {}, 'Tokens'),
    h('form', { class: 'row', onsubmit: action(issue) },
      h('label', {}, 'User', user), h('label', {}, 'Role', role), h('label', {}, 'Days', days),
      h('button', { class: 'main' }, 'Issue')),
    issued, h('h2', {}, 'Sessions of everybody'), list);
  return () => {};
}
