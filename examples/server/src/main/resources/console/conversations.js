import { get, listOf, patch, post, query, remove } from './api.js';
import { action, button, count, h, lamp, notify, pages, when } from './dom.js';
import { follow } from './live.js';
import { Transcript } from './transcript.js';

const MODES = { TRIGGER: 'a spoken phrase', FOLLOWUP: 'a spoken phrase and what follows', ALWAYS: 'everything' };

/** What linked devices hear, live; pairing and preferences. */
export function conversations(main, { parameters }) {
  const id = parameters.get('id');
  return id ? one(main, id) : all(main);
}

function all(main) {
  const transcript = new Transcript('Current conversation');
  const line = lamp();
  const title = h('p', { class: 'empty' }, 'No conversation yet. Once a linked device hears something, it shows here as it is said.');
  let current;
  const end = follow('/conversations/current/stream', {
    event(frame) {
      switch (frame.type) {
        case 'connected':
          transcript.loaded();
          break;
        case 'conversation_changed':
          current = frame.conversationId;
          transcript.clear();
          title.className = 'quiet';
          title.textContent = 'Listening to the current conversation.';
          list.refresh();
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
    line: line.line,
    over: failure => line.tell(failure?.message ?? 'closed'),
  });
  const list = pages(listOf('/conversations'), conversation =>
    h('article', { class: 'card' },
      h('div', { class: 'row' },
        h('a', { class: 'grow', href: query('#conversations', { id: conversation.id }) }, conversation.title ?? 'Conversation'),
        h('span', { class: 'quiet' }, when(conversation.createdAt), ' · ', count(conversation.messageCount, 'message', 'messages')))),
  'No conversations yet. Link a device below.');

  main.append(
    h('div', { class: 'row head' }, h('h1', { class: 'grow' }, 'Conversations'), line),
    title, transcript.element, answering(() => current),
    h('h2', {}, 'Earlier'), list,
    devices(), preferences(), diagnosis());
  return end;
}

function answering(current) {
  const text = h('input', { required: true, autocomplete: 'off' });
  return h('form', { class: 'composer', onsubmit: action(async () => {
    if (!current()) {
      throw new Error('There is no conversation to ask in yet.');
    }
    await post(`/conversations/${current()}/messages`, { text: text.value });
    text.value = '';
  }) }, h('label', { class: 'grow' }, 'Ask in this conversation', text), h('button', { class: 'main' }, 'Ask'));
}

function one(main, id) {
  const transcript = new Transcript('Messages');
  const older = button('Show older messages', read, { hidden: true, class: 'older' });
  let cursor;
  async function read() {
    const page = await get(query(`/conversations/${encodeURIComponent(id)}/messages`, { cursor }));
    page.items.forEach(message => transcript.put(message));
    transcript.loaded();
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
      h('span', { class: 'grow' }, h('span', { class: 'code' }, link.device_id),
        h('span', { class: 'quiet' }, ' linked ', when(link.linked_at))),
      button('Unlink', async () => {
        await remove(`/link/${encodeURIComponent(link.provider)}/${encodeURIComponent(link.device_id)}`);
        await list.refresh();
      }, { class: 'danger' }))),
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
  const mode = h('select', {}, Object.entries(MODES).map(([value, name]) => h('option', { value }, name)));
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
    h('label', {}, 'Answer on', mode), h('label', { class: 'check' }, 'Mute', mute), h('button', {}, 'Save')));
}

function diagnosis() {
  const found = h('div', { role: 'status' });
  return h('section', {}, h('h2', {}, 'Something does not show?'),
    button('Find out why', async () => {
      const answer = await get('/me/diagnosis');
      const sentences = [...answer.findings, ...answer.devices.flatMap(device => device.findings)];
      found.replaceChildren(...(sentences.length
        ? sentences.map(finding => h('p', {}, finding.sentence))
        : [h('p', {}, 'Nothing is wrong with the last deliveries.')]));
    }), found);
}
