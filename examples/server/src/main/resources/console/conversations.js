import { get, listOf, patch, post, query, remove } from './api.js';
import { action, h, notify, pages, when } from './dom.js';
import { follow } from './live.js';
import { Transcript } from './transcript.js';

/** What linked devices hear, live; pairing and preferences. */
export function conversations(main, { parameters }) {
  const id = parameters.get('id');
  return id ? one(main, id) : all(main);
}

function all(main) {
  const transcript = new Transcript('Current conversation');
  const line = h('span', { class: 'quiet', role: 'status' });
  const title = h('p', { class: 'quiet' }, 'No conversation yet.');
  let current;
  const end = follow('/conversations/current/stream', {
    event(frame) {
      switch (frame.type) {
        case 'conversation_changed':
          current = frame.conversationId;
          transcript.clear();
          title.textContent = 'Listening to the current conversation.';
          list.refresh().catch(failure => notify(failure.message));
          break;
        case 'new_messages':
          frame.messages.forEach(message => transcript.put(message));
          if (frame.replyId) {
            transcript.finish(frame.replyId);
          }
          break;
        default:
          transcript.hear(frame);
      }
    },
    line: up => { line.textContent = up ? 'live' : 'reconnecting …'; },
    over: failure => { line.textContent = failure?.message ?? 'closed'; },
  });
  const list = pages(listOf('/conversations'), conversation =>
    h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('a', { href: query('#conversations', { id: conversation.id }) }, conversation.title ?? 'Conversation'),
        h('span', { class: 'quiet' }, when(conversation.createdAt), ' · ',
          `${conversation.messageCount} ${conversation.messageCount === 1 ? 'message' : 'messages'}`))),
  'No conversations yet. Link a device below.');

  main.append(
    h('div', { class: 'row' }, h('h1', { class: 'grow' }, 'Conversations'), line),
    title, transcript.element, answering(() => current),
    h('h2', {}, 'Earlier'), list,
    devices(), preferences(), diagnosis());
  return end;
}

function answering(current) {
  const text = h('input', { required: true, autocomplete: 'off' });
  return h('form', { class: 'row', onsubmit: action(async () => {
    if (!current()) {
      throw new Error('There is no conversation to ask in yet.');
    }
    await post(`/conversations/${current()}/messages`, { text: text.value });
    text.value = '';
  }) }, h('label', { class: 'grow' }, 'Ask in this conversation', text), h('button', { class: 'main' }, 'Ask'));
}

function one(main, id) {
  const transcript = new Transcript('Messages');
  const older = h('button', { type: 'button', hidden: true, onclick: action(read) }, 'Show older messages');
  let cursor;
  async function read() {
    const page = await get(query(`/conversations/${id}/messages`, { cursor }));
    page.items.forEach(message => transcript.put(message));
    cursor = page.nextCursor;
    older.hidden = !cursor;
  }
  main.append(h('p', {}, h('a', { href: '#conversations' }, 'All conversations')), h('h1', {}, 'Conversation'), older, transcript.element);
  read().catch(failure => notify(failure.message));
  return () => {};
}

function devices() {
  const device = h('input', { required: true, autocomplete: 'off' });
  const code = h('input', { required: true, inputmode: 'numeric', pattern: '[0-9]{6}', maxlength: 6, autocomplete: 'one-time-code' });
  const told = h('p', { class: 'quiet', role: 'status' });
  const confirming = h('form', { class: 'row', hidden: true, onsubmit: action(confirm) },
    h('label', {}, 'Code that the device was told', code), h('button', { class: 'main' }, 'Confirm'));
  const list = pages(listOf('/link/omi', 'links'), link =>
    h('article', { class: 'card' }, h('div', { class: 'row' },
      h('span', { class: 'code' }, link.device_id), h('span', { class: 'quiet' }, 'linked ', when(link.linked_at)),
      h('button', { type: 'button', class: 'danger', onclick: action(async () => {
        await remove(`/link/${encodeURIComponent(link.provider)}/${encodeURIComponent(link.device_id)}`);
        await list.refresh();
      }) }, 'Unlink'))),
  'No device is linked.');

  async function start() {
    const started = await post('/link/omi/start', { omi_user_id: device.value });
    confirming.hidden = false;
    told.textContent = started.dev_code
      ? `This server shows codes: ${started.dev_code}`
      : `The device is told a code, good for ${Math.round(started.expires_in / 60)} minutes.`;
    code.focus();
  }

  async function confirm() {
    await post('/link/omi/confirm', { omi_user_id: device.value, code: code.value });
    code.value = '';
    confirming.hidden = true;
    told.textContent = 'Linked.';
    await list.refresh();
  }

  return h('section', {}, h('h2', {}, 'Devices'), list,
    h('form', { class: 'row', onsubmit: action(start) },
      h('label', {}, 'Omi user id of the device', device), h('button', {}, 'Link')),
    told, confirming);
}

function preferences() {
  const mode = h('select', {}, ['TRIGGER', 'FOLLOWUP', 'ALWAYS'].map(name => h('option', {}, name)));
  const mute = h('input', { type: 'checkbox' });
  get('/me/preferences').then(now => {
    mode.value = now.listen_mode;
    mute.checked = now.mute;
  }).catch(failure => notify(failure.message));
  return h('section', {}, h('h2', {}, 'When devices are answered'),
    h('form', { class: 'row', onsubmit: action(async () => {
      await patch('/me/preferences', { listen_mode: mode.value, mute: mute.checked });
      notify('Saved.');
    }) },
    h('label', {}, 'Answer on', mode), h('label', {}, 'Mute', mute), h('button', {}, 'Save')));
}

function diagnosis() {
  const found = h('div', { role: 'status' });
  return h('section', {}, h('h2', {}, 'Something does not show?'),
    h('button', { type: 'button', onclick: action(async () => {
      const answer = await get('/me/diagnosis');
      const sentences = [...answer.findings, ...answer.devices.flatMap(device => device.findings)];
      found.replaceChildren(...(sentences.length
        ? sentences.map(finding => h('p', {}, finding.sentence))
        : [h('p', {}, 'Nothing is wrong with the last deliveries.')]));
    }) }, 'Find out why'), found);
}
