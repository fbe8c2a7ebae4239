import { get, post, query, remove } from './api.js';
import { ask } from './dialog.js';
import { action, button, h, lamp, notify } from './dom.js';
import { follow } from './live.js';
import { Transcript } from './transcript.js';

const KNOWN = 'threads';
const SOON = 200;
const LATER = 3000;

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
  const line = lamp();
  const older = button('Show older messages', readOlder, { hidden: true, class: 'older' });
  const stop = button('Stop', halt, { class: 'danger', disabled: true });
  const keys = 'chat-keys';
  const text = h('textarea', { rows: 2, required: true, maxlength: 100000, 'aria-describedby': keys, onkeydown: byKey });
  const form = h('form', { class: 'composer', onsubmit: action(send) },
    h('label', { class: 'grow' }, 'Message', text),
    h('button', { class: 'main' }, 'Send'), stop,
    h('p', { class: 'quiet keys', id: keys }, 'Enter sends, Shift and Enter begin a new line, Escape stops the answer.'));
  const empty = h('p', { class: 'empty', hidden: true }, 'Nothing has been said here yet.');
  let before;
  let asking = 0;
  let awaited;
  let isThere = false;
  let unsent;
  let end = () => {};

  function listen() {
    end();
    end = follow(`/threads/${encodeURIComponent(thread)}/events`, {
      event: hear,
      line: line.line,
      over: failure => {
        if (failure?.status === 404) {
          // There is no thread before the first question, which may be asked elsewhere.
          line.tell('');
          transcript.loaded();
          listenAgain(asking > 0 ? SOON : LATER);
        } else {
          line.tell(failure?.message ?? 'closed');
        }
        show();
      },
    }, { begin: 'snapshot' });
  }

  function listenAgain(after) {
    clearTimeout(awaited);
    awaited = setTimeout(listen, after);
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
    if (!transcript.isAnswering && document.activeElement === stop) {
      text.focus();
    }
    stop.disabled = !transcript.isAnswering;
    empty.hidden = transcript.isLoading || !transcript.isEmpty;
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
    const key = unsent?.message === message ? unsent.key : crypto.randomUUID();
    unsent = undefined;
    post('/chat', { message, thread_id: thread }, { 'Idempotency-Key': key }).catch(failure => {
      if (failure.status !== 502) {
        // It may have been heard all the same: said again, it is the same question.
        unsent = { message, key };
        notify(failure.message);
        text.value ||= message;
      }
    }).finally(() => asking--);
    if (!isThere) {
      listenAgain(SOON);
    }
  }

  function byKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Escape' && transcript.isAnswering) {
      stop.click();
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
    if (await ask({ title: 'Delete all messages of this thread?', text: 'They are gone for good.', button: 'Delete', danger: true })) {
      await remove(query('/chat/history', { thread_id: thread }));
    }
  }

  const choice = h('select', { onchange: event => { location.hash = query('#chat', { thread: event.target.value }); } },
    [usual, ...known(me.user_id), thread].filter((key, index, all) => all.indexOf(key) === index).map(key =>
      h('option', { value: key, selected: key === thread }, key === usual ? 'My thread' : key)));

  main.className = 'filled';
  main.append(
    h('div', { class: 'row head' },
      h('h1', { class: 'grow' }, 'Chat'), line,
      h('label', {}, 'Thread', choice),
      button('New', () => {
        location.hash = query('#chat', { thread: 'chat-' + crypto.randomUUID().slice(0, 8) });
      }, { 'aria-label': 'New thread' }),
      button('Clear', clear, { class: 'danger' })),
    older, h('div', { class: 'talk' }, transcript.element, empty), form);
  text.focus();
  listen();
  return () => {
    clearTimeout(awaited);
    asking = 0;
    end();
  };
}
