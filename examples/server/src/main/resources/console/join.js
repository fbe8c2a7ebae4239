import { action, h, notify, table } from './dom.js';
import { Transcript } from './transcript.js';

const KEPT = 'guest';
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;

/** A guest in one session: comes in once by the link, and back by what he was given then. */
const main = document.getElementById('main');
const line = document.getElementById('who');
const transcript = new Transcript('Messages');
const state = new Map();
const kept = h('div', {});
const heard = h('ul', { 'aria-live': 'polite' });
const text = h('input', { required: true, autocomplete: 'off' });

let invitation = location.hash.slice(1);
let guest = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
let socket;
let cursor;
let pause = FIRST_PAUSE;
let over = false;

function connect() {
  const parameters = new URLSearchParams({ token: invitation || guest?.token || '' });
  if (guest?.session && !invitation) {
    parameters.set('session_id', guest.session);
  }
  parameters.set('after', cursor ?? 'earliest');
  socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?${parameters}`);
  socket.onmessage = message => hear(JSON.parse(message.data));
  socket.onclose = closed => {
    if (over || [4401, 4404, 4410].includes(closed.code)) {
      line.textContent = closed.code === 4410 ? 'The session is over.' : 'This invitation is no longer good.';
      return;
    }
    line.textContent = 'reconnecting …';
    setTimeout(connect, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
}

function hear(frame) {
  cursor = frame.cursor ?? cursor;
  switch (frame.type) {
    case 'session':
      pause = FIRST_PAUSE;
      line.textContent = 'live';
      guest = { token: frame.guest?.token ?? guest?.token, session: frame.session_id };
      sessionStorage.setItem(KEPT, JSON.stringify(guest));
      invitation = '';
      history.replaceState(null, '', location.pathname);
      socket.send(JSON.stringify({ type: 'get_session_state', id: 'state' }));
      socket.send(JSON.stringify({ type: 'page_ready' }));
      break;
    case 'session_state':
      Object.entries(frame.state ?? {}).forEach(([key, value]) => state.set(key, value));
      show();
      break;
    case 'state_changed':
      frame.removed ? state.delete(frame.key) : state.set(frame.key, frame.value);
      show();
      break;
    case 'end':
      over = true;
      line.textContent = 'The session is over.';
      break;
    case 'error':
      notify(frame.content ?? frame.message ?? frame.code);
      break;
    case 'contextual_update':
      heard.append(h('li', {}, frame.text ?? JSON.stringify(frame)));
      break;
    default:
      transcript.hear(frame);
  }
}

function show() {
  kept.replaceChildren(state.size
    ? table('State', ['Key', 'Value'], [...state].map(([key, value]) => [key, h('code', { class: 'code' }, JSON.stringify(value))]))
    : h('p', { class: 'quiet' }, 'Nothing is kept.'));
}

main.append(transcript.element,
  h('form', { class: 'row', onsubmit: action(async () => {
    socket.send(JSON.stringify({ type: 'user_message', text: text.value }));
    text.value = '';
  }) }, h('label', { class: 'grow' }, 'Message', text), h('button', { class: 'main' }, 'Send')),
  h('h2', {}, 'Heard'), heard, h('h2', {}, 'State'), kept);
show();
if (invitation || guest) {
  connect();
} else {
  line.textContent = 'Open this page by an invitation.';
}
