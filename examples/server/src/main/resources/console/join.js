import { action, h, lamp, notify, stateTable } from './dom.js';
import { colours } from './frame.js';
import { attend } from './live.js';
import { Transcript } from './transcript.js';

const KEPT = 'guest';
const SESSION_ENDED = 4410;

/** A guest in one session: comes in once by the link, and back by what he was given then. */
const main = document.getElementById('main');
const line = lamp();
const transcript = new Transcript('Messages');
const state = new Map();
const kept = h('div', {});
const heard = h('ul', { 'aria-live': 'polite' });
const nothingHeard = h('p', { class: 'quiet' }, 'Nothing yet.');
const text = h('input', { required: true, autocomplete: 'off' });

let invitation = location.hash.slice(1);
let guest = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
let session;

/** What was said last, until the server has it: said again, it is the same message. */
let said;

function connect() {
  session = attend(() => ({
    token: invitation || guest?.token || '',
    ...(guest?.session && !invitation ? { session_id: guest.session } : {}),
  }), {
    event: hear,
    line: isUp => {
      line.line(isUp);
      if (!isUp) {
        said?.lost(new Error('Not sent: the line is away.'));
      }
    },
    over: code => {
      said?.lost(new Error('Not sent.'));
      transcript.loaded();
      line.tell(code === SESSION_ENDED ? 'The session is over.' : 'This invitation is no longer good.', 'down');
    },
  });
}

function hear(frame) {
  switch (frame.type) {
    case 'session':
      guest = { token: frame.guest?.token ?? guest?.token, session: frame.session_id };
      sessionStorage.setItem(KEPT, JSON.stringify(guest));
      invitation = '';
      history.replaceState(null, '', location.pathname);
      transcript.loaded();
      session.say({ type: 'get_session_state', id: 'state' });
      session.say({ type: 'page_ready' });
      break;
    case 'session_state':
      Object.entries(frame.state ?? {}).forEach(([key, value]) => state.set(key, value));
      show();
      break;
    case 'state_changed':
      frame.removed ? state.delete(frame.key) : state.set(frame.key, frame.value);
      show();
      break;
    case 'ack':
      if (frame.id === said?.key) {
        said.arrived();
      }
      break;
    case 'error':
      if (frame.id === said?.key) {
        said.lost(new Error(frame.content));
        break;
      }
      notify(frame.content ?? frame.message ?? frame.code);
      break;
    case 'contextual_update':
      nothingHeard.hidden = true;
      heard.append(h('li', {}, frame.text ?? JSON.stringify(frame)));
      break;
    default:
      transcript.hear(frame);
  }
}

/** The words stay in their field until the server has them. */
async function say() {
  const words = text.value;
  if (said?.words !== words) {
    said = { words, key: crypto.randomUUID() };
  }
  await new Promise((arrived, lost) => {
    Object.assign(said, { arrived, lost });
    session.say({ type: 'user_message', id: said.key, client_key: said.key, text: words });
  });
  said = undefined;
  if (text.value === words) {
    text.value = '';
  }
}

function show() {
  kept.replaceChildren(stateTable(Object.fromEntries(state)));
}

document.getElementById('who').append(colours());
main.append(h('div', { class: 'row head' }, h('h1', { class: 'grow' }, 'Shared session'), line), transcript.element,
  h('form', { class: 'composer', onsubmit: action(say) }, h('label', { class: 'grow' }, 'Message', text), h('button', { class: 'main' }, 'Send')),
  h('h2', {}, 'Heard'), nothingHeard, heard, h('h2', {}, 'State'), kept);
show();
if (invitation || guest) {
  connect();
} else {
  transcript.loaded();
  line.tell('Open this page by an invitation.', 'down');
}
