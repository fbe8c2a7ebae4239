import { get } from './api.js';
import { h, notify, table, when } from './dom.js';

/** What the user spent. */
export function usage(main) {
  const found = h('div', {});
  main.append(h('h1', {}, 'Usage'), found);
  get('/chat/sessions').then(total => {
    found.append(table('Usage', ['Tokens', 'Messages in my thread', 'First used', 'Last used'],
      [[total.total_tokens_used, total.total_messages, when(total.session_start), when(total.last_activity)]]));
  }).catch(failure => notify(failure.message));
  return () => {};
}
