import { call, get, listOf, once, post, query, remove } from './api.js';
import { ask } from './dialog.js';
import { action, button, count, h, loaded, notify, pages, status, table, tag, when } from './dom.js';
import { share } from './plots.js';
import { spending } from './usage.js';

const KINDS = ['', 'chat', 'device', 'workflow', 'worker', 'shared'];
const OVER = ['terminated', 'expired', 'archived'];
const LEADERS_DAYS = [1, 7, 30, 90, 366];
const A_DAY = 86400;
const SOON = 500;

/** A page for administrators. Where this address does not serve what they do, it says so. */
const forAdmins = page => (main, context) => {
  const place = loaded(async () => {
    try {
      return await get('/admin/budgets?limit=1');
    } catch (failure) {
      if (failure.status === 404) {
        return undefined;
      }
      throw failure;
    }
  }, served => served ? page(context) : elsewhere());
  main.append(place);
  return () => place.remove();
};

const elsewhere = () => h('section', { class: 'card' },
  h('h1', {}, 'Not served here'),
  h('p', {}, 'This address does not serve what administrators do. The server has a port of its own for them (', h('code', {}, '--admin-port'),
    '), which answers on its own machine: open this page there.'));

/** Everybody's sessions, without a word of what was said. */
export const everybody = forAdmins(({ parameters }) => {
  const kind = parameters.get('kind') ?? '';
  const list = pages(listOf('/admin/sessions', 'sessions', { kind }), session =>
    h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('span', { class: 'grow' },
          session.user_id ? h('a', { href: query('#users', { id: session.user_id }) }, session.user_id) : 'nobody yet'),
        h('span', {}, tag(session.kind), status(session.status)),
        OVER.includes(session.status) ? null : button('End', () => end(session), { class: 'danger' })),
      h('p', { class: 'quiet' }, `${session.clients.length || 'nobody'} there · ${count(session.state_keys, 'key', 'keys')} kept · last used `,
        when(session.last_activity_at))), 'There are no such sessions.');

  async function end(session) {
    if (await ask({ title: 'End this session for good?', text: `It is of ${session.user_id ?? 'nobody'}.`, button: 'End', danger: true })) {
      await post(`/sessions/${session.id}/end`);
      await list.refresh();
    }
  }

  return [
    h('div', { class: 'row head' }, h('h1', { class: 'grow' }, 'Sessions of everybody'),
      h('label', {}, 'Kind', h('select', {
        onchange: event => { location.hash = query('#everybody', { kind: event.target.value }); },
      }, KINDS.map(word => h('option', { value: word, selected: word === kind }, word || 'any'))))),
    list];
});

/** Who spends and writes most, and each user's totals. */
export const users = forAdmins(({ parameters }) => {
  const id = parameters.get('id');
  return id ? user(id) : leaders(Number(parameters.get('days') ?? 30));
});

function leaders(days) {
  const name = h('input', { required: true, autocomplete: 'off' });
  const link = id => h('a', { href: query('#users', { id }) }, id);
  return [
    h('div', { class: 'row head' }, h('h1', { class: 'grow' }, 'Users'),
      h('label', {}, 'Last', h('select', {
        onchange: event => { location.hash = query('#users', { days: event.target.value }); },
      }, LEADERS_DAYS.map(number => h('option', { value: number, selected: number === days }, count(number, 'day', 'days')))))),
    h('form', { class: 'row', onsubmit: action(() => { location.hash = query('#users', { id: name.value }); }) },
      h('label', {}, 'User', name), h('button', {}, 'Show')),
    h('h2', {}, 'Who spent most'),
    loaded(() => get(query('/admin/usage/leaders', { days, limit: 20 })), ({ leaders: all }) => all.length
      ? table('Who spent most', ['User', 'Tokens', 'Calls', 'Share'], all.map(({ user_id, total_tokens, calls }) => [
        link(user_id), total_tokens, calls,
        share(`${user_id}: ${total_tokens.toLocaleString()} tokens`, Math.max(1, all[0].total_tokens), [['used', total_tokens]])]))
      : h('p', { class: 'empty' }, 'Nobody spent anything.')),
    h('h2', {}, 'Who has most messages'),
    loaded(() => get(query('/admin/users/messages', { days, limit: 20 })), ({ users: all }) => all.length
      ? table('Who has most messages', ['User', 'Messages'], all.map(({ user_id, message_count }) => [link(user_id), message_count]))
      : h('p', { class: 'empty' }, 'Nobody wrote anything.'))];
}

function user(id) {
  const path = `/admin/users/${encodeURIComponent(id)}`;
  const erased = h('div', {});

  async function signOutEverywhere() {
    if (await ask({ title: `Sign out ${id} everywhere?`, text: 'All tokens of this user are worthless then.', button: 'Sign out' })) {
      await post(`${path}/sign-out-everywhere`);
      notify(`${id} is signed out everywhere.`);
    }
  }

  async function erase() {
    const typed = await ask({
      title: `Erase ${id}?`, text: 'All that is kept of this user goes. It cannot be taken back.', label: `Type ${id} to go on`,
      button: 'Erase', danger: true,
    });
    if (typed === undefined) {
      return;
    }
    if (typed !== id) {
      throw new Error('That is not the name of the user. Nothing was erased.');
    }
    await watch(await call('DELETE', path));
  }

  /** Tells how far the erasure is, until it has ended. */
  async function watch(first) {
    const bar = h('progress', { 'aria-label': 'Erasure' });
    const told = h('p', { class: 'quiet', role: 'status' });
    erased.replaceChildren(bar, told);
    for (let now = first; ; now = await get(`${path}/erasure`)) {
      const ended = now.status === 'erased';
      told.textContent = `${count(now.rows, 'row', 'rows')} erased${ended ? '. Nothing is left.' : ' so far …'}`;
      if (ended || !erased.isConnected) {
        bar.remove();
        return;
      }
      await new Promise(soon => setTimeout(soon, SOON));
    }
  }

  return [
    h('p', {}, h('a', { href: '#users' }, 'All users')),
    ...spending(`${path}/usage`, h('h1', { class: 'grow' }, id), 'This user has'),
    h('h2', {}, 'Access'),
    h('p', { class: 'row' }, button('Sign out everywhere', signOutEverywhere),
      button('Erase …', erase, { class: 'danger' })),
    erased];
}

/** What may be spent: shown, set and removed. */
export const budgets = forAdmins(() => {
  const list = pages(listOf('/admin/budgets', 'budgets'), budget =>
    h('article', { class: 'card' }, h('div', { class: 'row' },
      h('span', { class: 'grow' }, h('strong', {}, budget.user_id ?? 'Everybody'),
        ` · ${count(budget.tokens, 'token', 'tokens')} each ${budget.period}, ${budget.model ?? 'all models'}`,
        h('span', { class: 'quiet' }, ` · ${budget.reserve.toLocaleString()} set aside for an answer · ${budget.zone}`)),
      button('Remove', async () => {
        await remove(query('/admin/budgets', { user_id: budget.user_id, model: budget.model, period: budget.period }));
        await list.refresh();
      }, { class: 'danger', 'aria-label': `Remove the budget of ${budget.user_id ?? 'everybody'}, each ${budget.period}` }))),
  'There is no budget: everybody may spend without end.');

  const user = h('input', { autocomplete: 'off', placeholder: 'everybody' });
  const model = h('input', { autocomplete: 'off', placeholder: 'all models' });
  const period = h('select', {}, ['day', 'month'].map(word => h('option', {}, word)));
  const tokens = h('input', { type: 'number', min: 1, step: 1, required: true });
  const reserve = h('input', { type: 'number', min: 1, step: 1, placeholder: 'as usual' });
  const zone = h('input', { autocomplete: 'off', value: Intl.DateTimeFormat().resolvedOptions().timeZone });

  async function put() {
    await call('PUT', '/admin/budgets', {
      ...(user.value ? { user_id: user.value } : {}),
      ...(model.value ? { model: model.value } : {}),
      ...(reserve.value ? { reserve: Number(reserve.value) } : {}),
      ...(zone.value ? { zone: zone.value } : {}),
      period: period.value,
      tokens: Number(tokens.value),
    });
    notify('The budget binds from now on.');
    await list.refresh();
  }

  return [h('h1', {}, 'Budgets'), list,
    h('h2', {}, 'Set a budget'),
    h('p', { class: 'quiet' }, 'In place of the one of the same user, model and period.'),
    h('form', { class: 'fields', onsubmit: action(put) },
      h('label', {}, 'User', user), h('label', {}, 'Model', model), h('label', {}, 'Each', period), h('label', {}, 'Tokens', tokens),
      h('label', {}, 'Set aside for an answer', reserve), h('label', {}, 'Time zone', zone), h('button', { class: 'main' }, 'Set'))];
});

/** Tokens: issued, shown once, and revoked. */
export const tokens = forAdmins(() => {
  const user = h('input', { required: true, autocomplete: 'off' });
  const role = h('select', {}, ['user', 'admin'].map(word => h('option', {}, word)));
  const days = h('input', { type: 'number', min: 1, max: 366, value: 30, required: true });
  const issued = h('div', { class: 'list', role: 'status' });
  const id = h('input', { required: true, autocomplete: 'off', spellcheck: 'false' });
  const revoke = token => remove(`/admin/tokens/${encodeURIComponent(token)}`);

  async function issue() {
    const token = await once('/admin/tokens', { user_id: user.value, role: role.value, ttl: days.value * A_DAY });
    const card = h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('strong', { class: 'grow' }, `${user.value}, ${role.value}`),
        button('Copy', async () => {
          await navigator.clipboard.writeText(token.token);
          notify('Copied.');
        }),
        button('Revoke', async () => {
          await revoke(token.token_id);
          card.replaceChildren(h('p', {}, 'Revoked.'));
        }, { class: 'danger' })),
      h('p', { class: 'code secret' }, token.token),
      h('p', { class: 'quiet' }, 'Shown this once. Good until ', when(token.expires_at), '. Its id is ',
        h('span', { class: 'code' }, token.token_id), '.'));
    issued.prepend(card);
  }

  return [h('h1', {}, 'Tokens'),
    h('h2', {}, 'Issue'),
    h('form', { class: 'fields', onsubmit: action(issue) },
      h('label', {}, 'User', user), h('label', {}, 'Role', role), h('label', {}, 'Days', days),
      h('button', { class: 'main' }, 'Issue')),
    issued,
    h('h2', {}, 'Revoke'),
    h('p', { class: 'quiet' }, 'By the id that was told when it was issued. All tokens of a user at once are revoked on the page of that user.'),
    h('form', { class: 'fields', onsubmit: action(async () => {
      await revoke(id.value);
      id.value = '';
      notify('Revoked.');
    }) }, h('label', {}, 'Id of the token', id), h('button', { class: 'danger' }, 'Revoke it'))];
});
