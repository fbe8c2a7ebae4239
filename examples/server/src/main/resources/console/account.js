import { post, problem, remove } from './api.js';
import { ask } from './dialog.js';
import { button, count, h, when } from './dom.js';

/** More than its last line has. */
const LAST_LINE = 200;

/** What proves who the user is, and all that is kept of him: to take along, or to be erased. */
export function account(main, { me, signedOut }) {
  const exporting = h('div', {});
  main.append(h('h1', {}, 'Account'),
    h('dl', { class: 'facts' },
      h('dt', {}, 'User'), h('dd', { class: 'code' }, me.user_id),
      h('dt', {}, 'Signed in until'), h('dd', {}, me.expires_at ? when(me.expires_at) : 'you sign out')),
    h('h2', {}, 'Other devices'),
    h('p', {}, 'Ends the sign-in everywhere, here too: whoever has one of your tokens needs a new one.'),
    button('Sign out everywhere', everywhere),
    h('h2', {}, 'Take along'),
    h('p', {}, 'All that is kept of you, as one file of JSON Lines.'),
    button('Export', () => download(exporting)), exporting,
    h('h2', {}, 'Erase'),
    h('p', {}, 'Everything that is kept of you goes: sessions, messages, links, workers and tokens. Nobody can bring it back.'),
    button('Erase me …', erase, { class: 'danger' }));

  async function everywhere() {
    if (await ask({ title: 'Sign out everywhere?', text: 'All your tokens are worthless then.', button: 'Sign out' })) {
      await post('/auth/sign-out-everywhere');
      signedOut('You are signed out everywhere.');
    }
  }

  async function erase() {
    const typed = await ask({
      title: 'Erase everything?', text: `It cannot be taken back. Type ${me.user_id} to go on.`, label: 'Your user name',
      button: 'Erase', danger: true,
    });
    if (typed === undefined) {
      return;
    }
    if (typed !== me.user_id) {
      throw new Error('That is not your user name. Nothing was erased.');
    }
    await remove('/me');
    signedOut('All that was kept of you is being erased.');
  }

  return () => {};
}

/** Reads the export piece by piece, tells how far it is, and gives it away once it is whole. */
async function download(place) {
  const told = h('p', { class: 'quiet', role: 'status' }, 'Exporting …');
  place.replaceChildren(h('progress', { 'aria-label': 'Export' }), told);
  const pieces = [];
  let lines = 0;
  let tail = '';
  try {
    const response = await fetch('/me/export');
    if (!response.ok) {
      throw await problem(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      lines += piece.value.split('\n').length - 1;
      tail = (tail + piece.value).slice(-LAST_LINE);
      told.textContent = `${count(lines, 'line', 'lines')} so far …`;
    }
    if (!tail.includes('"type":"end"')) {
      throw new Error('The export was cut off. Try again.');
    }
  } catch (failure) {
    place.replaceChildren();
    throw failure;
  }
  const file = URL.createObjectURL(new Blob(pieces, { type: 'application/x-ndjson' }));
  const link = h('a', { href: file, download: 'chat-sessions.jsonl' }, 'Save the file');
  place.replaceChildren(h('p', { role: 'status' }, `${count(lines, 'line', 'lines')} exported. `, link));
  link.click();
}
