import { get, once, post, query, remove } from './api.js';
import { action, h, notify } from './dom.js';
import { follow } from './live.js';
import { Transcript } from './transcript.js';

const KNOWN = 'threads';
const SOON = 200;

function known(user) {
  return JSON.parse(localStorage.getItem(KNOWN + ':' + user) ?? '[]');
}

function remember(user, thread) {
  const all = [thread, ...known(user).filter(other => other !== thread)].slice(0, 50);
  localStorage.setItem(KNOWN + ':' + user, JSON.stringify(all));
}

/** One thread, live: also what is said in it elsewhere. */
export function chat(main, { me, parameters }) {
  const usual = 'user-' + me.user_id;
  const thread = parameters.get('thread') ?? usual;
  const transcript = new Transcript('Messages');
  const line = h('span', { class: 'quiet', role: 'status' });
  const older = h('button', { type: 'button', hidden: true, onclick: action(readOlder) }, 'Show older messages');
  const stop = h('button', { type: 'button', class: 'danger', disabled: true, onclick: action(halt) }, 'Stop');
  const text = h('textarea', { rows: 2, required: true, maxlength: 100000, onkeydown: sendOnEnter });
  const form = h('form', { class: 'row', onsubmit: action(send) },
    h('label', { class: 'grow' }, 'Message', text),
    h('button', { class: 'main' }, 'Send'), stop);
  const empty = h('p', { class: 'quiet' }, 'Nothing has been said here yet.');
  let before;
  let asking = 0;
  let awaited;
  let isThere = false;
  let end = () => {};

  function listen() {
    end();
    end = follow(`/threads/${encodeURIComponent(thread)}/events`, {
      event: hear,
      line: up => { line.textContent = up ? 'live' : 'reconnecting …'; },
      over: failure => {
        if (failure?.status === 404) {
          // There is no thread before the first question.
          line.textContent = '';
          awaited = asking > 0 ? setTimeout(listen, SOON) : undefined;
        } else {
          line.textContent = failure?.message ?? 'closed';
        }
        show();
      },
    }, { begin: 'snapshot' });
  }

  function hear(event) {
    transcript.hear(event);
    isThere = true;
    if (event.type === 'snapshot') {
      before = event.before;
      older.hidden = !before;
    }
    show();
  }

  function show() {
    stop.disabled = !transcript.isAnswering;
    empty.hidden = !transcript.isEmpty;
  }

  async function send() {
    const message = text.value.trim();
    if (!message) {
      return;
    }
    text.value = '';
    if (thread !== usual) {
      remember(me.user_id, thread);
    }
    asking++;
    once('/chat', { message, thread_id: thread }).catch(failure => {
      if (failure.status !== 502) {
        notify(failure.message);
        text.value ||= message;
      }
    }).finally(() => asking--);
    if (!isThere) {
      awaited = setTimeout(listen, SOON);
    }
  }

  function sendOnEnter(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  async function halt() {
    await post('/chat/stop', { thread_id: thread });
  }

  async function readOlder() {
    const log = transcript.element;
    const fromEnd = log.scrollHeight - log.scrollTop;
    const page = await get(query('/chat/history', { thread_id: thread, before }));
    page.messages.forEach(message => transcript.put(message));
    log.scrollTop = log.scrollHeight - fromEnd;
    before = page.before;
    older.hidden = !before;
  }

  async function clear() {
    if (confirm('Delete all messages of this thread?')) {
      await remove(query('/chat/history', { thread_id: thread }));
    }
  }

  const choice = h('select', { onchange: event => { location.hash = query('#chat', { thread: event.target.value }); } },
    [usual, ...known(me.user_id), thread].filter((key, index, all) => all.indexOf(key) === index).map(key =>
      h('option', { value: key, selected: key === thread }, key === usual ? 'My thread' : key)));

  main.append(
    h('div', { class: 'row' },
      h('h1', { class: 'grow' }, 'Chat'), line,
      h('label', {}, 'Thread', choice),
      h('button', { type: 'button', onclick: () => {
        location.hash = query('#chat', { thread: 'chat-' + crypto.randomUUID().slice(0, 8) });
      } }, 'New thread'),
      h('button', { type: 'button', class: 'danger', onclick: action(clear) }, 'Clear')),
    older, empty, transcript.element, form);
  text.focus();
  listen();
  return () => {
    clearTimeout(awaited);
    asking = 0;
    end();
  };
}
