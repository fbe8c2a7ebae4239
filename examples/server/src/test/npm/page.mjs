// A page that has the document's functions in it, word for word, rendered by React without a browser.
// Says on its output, a JSON value on each line, what it shows, what it logs and which function has come to its end.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [modules, snippets, origin, token] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { createElement, useEffect, useState } = require('react');
const { create } = require('react-test-renderer');

const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const page = {
  fetch: (path, options) => fetch(new URL(path, origin), options),
  console: { log: (...words) => say({ logged: words.join(' ') }) },
};
const functions = new Function(
  'token', 'fetch', 'console', 'setStatus', 'appendToken', 'setMessages',
  readFileSync(snippets, 'utf8') + '\nreturn { sendMessage, sendMessageStream, getHistory, clearHistory };');

let actions;
let seen;
const rendered = new Promise((resolve) => { seen = resolve; });

function Chat() {
  const [status, setStatus] = useState('');
  const [answer, setAnswer] = useState('');
  const [messages, setMessages] = useState([]);
  const appendToken = (word) => setAnswer((before) => before + word);
  actions = {
    ...functions(token, page.fetch, page.console, setStatus, appendToken, setMessages),
    clearScreen: async () => { setStatus(''); setAnswer(''); },
  };
  useEffect(() => {
    say({ shown: { status, answer, messages } });
    seen();
  }, [status, answer, messages]);
  return createElement('main', null, answer);
}

create(createElement(Chat));
await rendered;

for await (const line of createInterface({ input: process.stdin })) {
  const { call, message } = JSON.parse(line);
  try {
    await actions[call](message);
    say({ ended: call });
  } catch (failure) {
    say({ ended: call, failed: String(failure) });
  }
}
process.exit(0);
