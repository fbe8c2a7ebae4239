import { listOf, once, patch, post, query, remove } from './api.js';
import { action, h, notify, pages, when } from './dom.js';
import { follow } from './live.js';

/** The user's worker programs: approving, watching, sessions on them. */
export function workers(main) {
  const code = h('input', { required: true, autocomplete: 'off', spellcheck: 'false' });
  const list = pages(listOf('/workers'), card, 'No worker is yours. Start one, and type the code that it shows.');

  function card(worker) {
    const sessions = h('div', {});
    return h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('strong', {}, worker.name),
        h('span', { class: worker.status === 'online' ? 'good' : 'quiet' }, worker.status),
        h('span', { class: 'quiet' }, 'seen ', when(worker.seen_at)),
        h('span', { class: 'row' },
          h('button', { type: 'button', onclick: action(() => rename(worker)) }, 'Rename'),
          h('button', { type: 'button', onclick: action(() => start(worker)) }, 'New session'),
          h('button', { type: 'button', onclick: action(async () => {
            sessions.replaceChildren(pages(listOf(`/workers/${worker.worker_id}/sessions`), session =>
              h('p', {}, h('a', { href: query('#sessions', { id: session.session_id }) }, session.title ?? session.session_id),
                ' ', h('span', { class: 'tag' }, session.status), session.model ?? ''), 'No sessions on it.'));
          }) }, 'Sessions'),
          h('button', { type: 'button', class: 'danger', onclick: action(() => revoke(worker)) }, 'Revoke'))),
      sessions);
  }

  async function rename(worker) {
    const name = prompt('Name of the worker', worker.name);
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
    if (confirm(`Revoke ${worker.name}? Its tokens are worthless then.`)) {
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
    event: event => event.type.startsWith('worker_') && list.refresh().catch(failure => notify(failure.message)),
    over: failure => failure && notify(failure.message),
  });

  main.append(h('h1', {}, 'Workers'), list, h('h2', {}, 'A worker shows a code'),
    h('form', { class: 'row', onsubmit: answer('/workers/approve') },
      h('label', {}, 'Code', code),
      h('button', { class: 'main' }, 'It is mine'),
      h('button', { type: 'button', class: 'danger', onclick: answer('/workers/deny') }, 'I do not know it')));
  return end;
}
