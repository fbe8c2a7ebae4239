import { account } from './account.js';
import { budgets, everybody, tokens, users } from './admin.js';
import { call, get, post } from './api.js';
import { chat } from './chat.js';
import { conversations } from './conversations.js';
import { action, button, h, notify } from './dom.js';
import { colours } from './frame.js';
import { sessions } from './sessions.js';
import { usage } from './usage.js';
import { workers } from './workers.js';

const FOR_USERS = { chat, conversations, sessions, workers, usage, account };
const FOR_ADMINS = { everybody, users, budgets, tokens };
const NAMES = {
  chat: 'Chat', conversations: 'Conversations', sessions: 'Sessions', workers: 'Workers', usage: 'Usage', account: 'Account',
  everybody: 'Sessions', users: 'Users', budgets: 'Budgets', tokens: 'Tokens',
};

/** Begins an address that signs in, such as the server prints in its profile `dev`. */
const TOKEN = '#token=';

const main = document.getElementById('main');
const nav = document.getElementById('pages');
const who = document.getElementById('who');

let me;
let leave = () => {};

async function start() {
  if (location.hash.startsWith(TOKEN)) {
    const token = location.hash.slice(TOKEN.length);
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
  signedOut('You are signed out.');
}

function signedOut(words) {
  me = undefined;
  history.replaceState(null, '', location.pathname);
  open();
  notify(words);
}

function open() {
  leave();
  leave = () => {};
  main.replaceChildren();
  main.className = '';
  nav.replaceChildren();
  who.replaceChildren(colours());
  if (!me) {
    return welcome();
  }
  const available = me.role === 'admin' ? FOR_ADMINS : FOR_USERS;
  const [name, parameters] = location.hash.slice(1).split('?');
  const page = available[name] ? name : Object.keys(available)[0];
  nav.append(...Object.keys(available).map(key =>
    h('a', { href: `#${key}`, 'aria-current': key === page ? 'page' : null }, NAMES[key])));
  nav.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  who.append(h('span', { class: 'name' }, me.user_id), button('Sign out', signOut));
  document.title = `${NAMES[page]} · Chat Sessions`;
  leave = available[page](main, { me, parameters: new URLSearchParams(parameters), signedOut });
}

function welcome() {
  const token = h('input', { type: 'password', required: true, autocomplete: 'current-password' });
  const wrong = h('p', { class: 'bad', role: 'alert' });
  document.title = 'Sign in · Chat Sessions';
  main.append(h('section', { class: 'card welcome' }, h('h1', {}, 'Sign in'),
    h('p', {}, 'With the token that an administrator gave you, or that the server printed when it started.'),
    h('form', { onsubmit: action(async () => {
      wrong.textContent = '';
      await signIn(token.value.trim());
      await start();
    }, failure => {
      wrong.textContent = failure.status === 401 ? 'This token is not good, or no longer.' : failure.message;
      token.select();
    }) }, h('label', {}, 'Token', token), wrong, h('button', { class: 'main' }, 'Sign in'))));
  token.focus();
}

addEventListener('hashchange', () => {
  if (location.hash.startsWith(TOKEN)) {
    return start();
  }
  open();
  if (!main.contains(document.activeElement)) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
});
start();
