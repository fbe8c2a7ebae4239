import { account } from './account.js';
import { budgets, everybody, tokens, users } from './admin.js';
import { call, DOUBT, get, post } from './api.js';
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
  const token = location.hash.startsWith(TOKEN) ? location.hash.slice(TOKEN.length) : '';
  if (token) {
    history.replaceState(null, '', location.pathname);
  }
  await recognise();
  if (token && me) {
    // Whoever made the address would otherwise decide in whose name the next words are said.
    notify(`You are signed in as ${me.user_id}. Sign out before you come in by such an address.`);
  } else if (token) {
    await signIn(token).then(recognise).catch(failure => notify(failure.message));
  }
  open();
}

async function recognise() {
  me = await get('/me').catch(failure => {
    if (failure.status !== 401) {
      notify(failure.message);
    }
  });
}

/** Trades a token for a cookie that no script can read. */
async function signIn(token) {
  await call('POST', '/auth/session', undefined, { Authorization: `Bearer ${token}` });
}

async function signOut() {
  await post('/auth/sign-out').catch(failure => {
    if (failure.status !== 401) {
      throw failure;
    }
  });
  signedOut('You are signed out.');
}

function signedOut(words) {
  if (!me) {
    return;
  }
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
addEventListener(DOUBT, async () => {
  // What a call names may be refused with 401 too.
  const known = me && await fetch('/me').catch(() => undefined);
  if (known?.status === 401) {
    signedOut('You are no longer signed in.');
  }
});
start();
