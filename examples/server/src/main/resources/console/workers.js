import { listOf, once, patch, post, query, remove } from './api.js';
import { ask } from './dialog.js';
import { action, button, h, notify, pages, status, when } from './dom.js';
import { follow } from './live.js';

/** The user's worker programs: approving, watching, sessions on them. */
export function workers(main) {
  const code = h('input', { required: true, autocomplete: 'off', spellcheck: 'false' });
  const list = pages(listOf('/workers'), card, 'No worker is yours. Start one, and type the code that it shows.');

  function card(worker) {
    const sessions = h('details', { ontoggle: () => {
      if (sessions.open && !sessions.querySelector('.pages')) {
        sessions.append(pages(listOf(`/workers/${worker.worker_id}/sessions`), session =>
          h('p', {}, h('a', { href: query('#sessions', { id: session.session_id }) }, session.title ?? session.session_id),
            ' ', status(session.status), session.model ?? ''), 'No sessions on it.'));
      }
    } }, h('summary', {}, 'Sessions'));
    const isGood = worker.status !== 'revoked';
    return h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('span', { class: 'grow' }, h('strong', {}, worker.name), ' ', status(worker.status),
          h('span', { class: 'quiet' }, worker.seen_at ? [' seen ', when(worker.seen_at)] : ' never seen')),
        isGood ? [
          button('New session', () => start(worker)),
          button('Rename', () => rename(worker)),
          button('Revoke', () => revoke(worker), { class: 'danger' }),
        ] : null),
      sessions);
  }

  async function rename(worker) {
    const name = await ask({ title: 'Rename the worker', label: 'Name', value: worker.name, button: 'Rename' });
    if (name) {
      await patch(`/workers/${worker.worker_id}`, { name });
      await list.refresh();
    }
  }

  async function start(worker) {
    const started = await once(`/workers/${worker.worker_id}/sessions`, {});
    location.hash = query('#sessions', { id: started.session_id });
  }

  async function revoke(worker) {
    if (await ask({ title: `Revoke ${worker.name}?`, text: 'Its tokens are worthless then.', button: 'Revoke it', danger: true })) {
      await remove(`/workers/${worker.worker_id}`);
      await list.refresh();
    }
  }

  const answer = path => action(async () => {
    await post(path, { user_code: code.value });
    code.value = '';
    await list.refresh();
  });

  const end = follow('/me/events', {
    event: event => event.type.startsWith('worker_') && list.refresh(),
    over: failure => failure && notify(failure.message),
  });

  main.append(h('h1', {}, 'Workers'), list, h('h2', {}, 'A worker shows a code'),
    h('p', { class: 'quiet' }, 'Approve it only if you started it yourself: whoever answers as your worker sees what you ask it.'),
    h('form', { class: 'row', onsubmit: answer('/workers/approve') },
      h('label', {}, 'Code', code),
      h('button', { class: 'main' }, 'It is mine'),
      h('button', { type: 'button', class: 'danger', onclick: answer('/workers/deny') }, 'I do not know it')));
  return end;
}
