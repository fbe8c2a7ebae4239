import { admin } from './admin.js';
import { call, get, post } from './api.js';
import { chat } from './chat.js';
import { conversations } from './conversations.js';
import { action, h, notify } from './dom.js';
import { sessions } from './sessions.js';
import { usage } from './usage.js';
import { workers } from './workers.js';

const FOR_USERS = { chat, conversations, sessions, workers, usage };
const NAMES = { chat: 'Chat', conversations: 'Conversations', sessions: 'Sessions', workers: 'Workers', usage: 'Usage', admin: 'Administration' };

const main = document.getElementById('main');
const nav = document.getElementById('pages');
const who = document.getElementById('who');

let me;
let leave = () => {};

async function start() {
  const [word, token] = location.hash.split('=');
  if (word === '#token' && token) {
    history.replaceState(null, '', location.pathname);
    await signIn(token).catch(failure => notify(failure.message));
  }
  try {
    me = await get('/me');
  } catch (failure) {
    if (failure.status !== 401) {
      notify(failure.message);
    }
    me = undefined;
  }
  open();
}

/** Trades a token for a cookie that no script can read. */
async function signIn(token) {
  await call('POST', '/auth/session', undefined, { Authorization: `Bearer ${token}` });
}

async function signOut() {
  await post('/auth/sign-out');
  me = undefined;
  location.hash = '';
  open();
}

function open() {
  leave();
  leave = () => {};
  main.replaceChildren();
  nav.replaceChildren();
  who.replaceChildren();
  if (!me) {
    return welcome();
  }
  const available = me.role === 'admin' ? { admin } : FOR_USERS;
  const [name, parameters] = location.hash.slice(1).split('?');
  const page = available[name] ? name : Object.keys(available)[0];
  nav.append(...Object.keys(available).map(key =>
    h('a', { href: `#${key}`, 'aria-current': key === page ? 'page' : null }, NAMES[key])));
  who.append(`${me.user_id} `, h('button', { type: 'button', onclick: action(signOut) }, 'Sign out'));
  document.title = `${NAMES[page]} · Chat Sessions`;
  leave = available[page](main, { me, parameters: new URLSearchParams(parameters) });
}

function welcome() {
  const token = h('input', { type: 'password', required: true, autocomplete: 'current-password' });
  document.title = 'Sign in · Chat Sessions';
  main.append(h('h1', {}, 'Sign in'),
    h('p', {}, 'With the token that an administrator gave you, or that the server printed when it started.'),
    h('form', { class: 'row', onsubmit: action(async () => {
      await signIn(token.value.trim());
      await start();
    }) }, h('label', { class: 'grow' }, 'Token', token), h('button', { class: 'main' }, 'Sign in')));
  token.focus();
}

addEventListener('hashchange', open);
start();
